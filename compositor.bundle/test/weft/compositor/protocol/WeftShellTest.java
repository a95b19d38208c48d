package weft.compositor.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import weft.api.Badge;
import weft.compositor.render.Theme;
import weft.compositor.scene.Rect;
import weft.compositor.window.FrameLayout;
import weft.compositor.window.Part;
import weft.compositor.window.Placement;
import weft.compositor.window.Role;
import weft.wayland.protocol.client.WlSurface;
import weft.wayland.protocol.client.XdgActivationTokenV1;
import weft.wayland.protocol.client.XdgActivationV1;
import weft.wayland.protocol.client.ZweftShellManagerV1;
import weft.wayland.protocol.client.ZweftShellWindowV1;

/** zweft_shell: the windows of the session's own clients. */
class WeftShellTest {
    private static final int RED = 0xffff0000, BLUE = 0xff0000ff, ACTIVATED = ZweftShellWindowV1.STATE_ACTIVATED;
    private TestCompositor server;
    private TestClient client;

    @BeforeEach
    void start() throws Exception {
        server = new TestCompositor();
        client = server.connectPrivileged();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private final class Shown {
        final WlSurface surface = client.surface();
        final ZweftShellWindowV1 window;
        final List<String> log = new ArrayList<>();
        int width, height, state;

        Shown(int role, int x, int y, int width, int height) {
            window = client.bind(ZweftShellManagerV1.TYPE).createWindow("org.weft.notes", "Notes", role, surface, x, y, width, height);
            window.setEvents(new ZweftShellWindowV1.Events() {
                @Override
                public void configure(ZweftShellWindowV1 self, int cx, int cy, int w, int h, int newState) {
                    log.add(cx + "," + cy + " " + w + "x" + h + " " + newState);
                    Shown.this.width = w;
                    Shown.this.height = h;
                    state = newState;
                }

                @Override
                public void focusChanged(ZweftShellWindowV1 self, int focused) {
                    log.add(focused == 1 ? "focused" : "unfocused");
                }

                @Override
                public void badgesPressed(ZweftShellWindowV1 self) {
                    log.add("badges");
                }

                @Override
                public void windowClosed(ZweftShellWindowV1 self) {
                    log.add("closed");
                }

                @Override
                public void presentationFeedback(ZweftShellWindowV1 self, int sec, int nsec, int refresh) {
                    log.add("presented");
                }
            });
        }

        /** What it heard last but for frames, which are seen whenever that is. */
        String lastTold() {
            return log.stream().filter(l -> !l.equals("presented")).toList().getLast();
        }

        Shown draw(int argb) throws IOException {
            surface.attach(client.buffer(width, height, argb), 0, 0);
            surface.damage(0, 0, width, height);
            surface.commit();
            server.settle();
            return this;
        }
    }

    private Shown app() throws IOException {
        var app = new Shown(ZweftShellManagerV1.ROLE_APPLICATION, 100, 120, 300, 200);
        server.settle();
        return app.draw(RED);
    }

    @Test
    void ordinary_clients_do_not_see_the_shell() throws Exception {
        assertTrue(server.connect().connection.registry().find("zweft_shell_manager_v1").isEmpty());
        assertEquals(5, client.connection.registry().find("zweft_shell_manager_v1").orElseThrow().version());
    }

    @Test
    void a_window_is_configured_before_and_focused_after_its_first_buffer() throws Exception {
        var app = new Shown(ZweftShellManagerV1.ROLE_APPLICATION, 100, 120, 300, 200);
        server.settle();
        assertEquals(List.of("100,120 300x200 0"), app.log);
        assertFalse(server.lastWindow().isMapped());
        app.draw(RED);
        assertEquals(List.of("100,120 300x200 0", "focused", "100,120 300x200 " + ACTIVATED), app.log.stream().filter(l -> !l.equals("presented")).toList());
        assertEquals(new Rect(100, 120, 300, 200), server.lastWindow().content());
        assertEquals(RED, server.pixel(100, 120));
        assertEquals("org.weft.notes", server.lastWindow().appId());
    }

    @Test
    void a_window_that_names_no_place_gets_one() throws Exception {
        var app = new Shown(ZweftShellManagerV1.ROLE_APPLICATION, 0, 0, 300, 200);
        server.settle();
        app.draw(RED);
        var c = server.lastWindow().content();
        assertEquals(RED, server.pixel(c.x(), c.y()));
        assertEquals(c.x() + "," + c.y() + " 300x200 " + ACTIVATED, app.log.stream().filter(l -> l.endsWith(" " + ACTIVATED)).toList().getLast());
    }

    @Test
    void panels_and_overlays_keep_their_place_and_have_no_bar_and_do_not_take_the_keyboard() throws Exception {
        app();
        var panel = new Shown(ZweftShellManagerV1.ROLE_PANEL, 0, 556, 800, 44);
        server.settle();
        panel.draw(BLUE);
        assertEquals(BLUE, server.pixel(0, 556));
        assertEquals(BLUE, server.pixel(799, 599));
        assertEquals(556, server.host().workspace().desktop().usable().height());
        var overlay = new Shown(ZweftShellManagerV1.ROLE_OVERLAY, 10, 130, 100, 100);
        server.settle();
        overlay.draw(BLUE);
        assertEquals(BLUE, server.pixel(105, 140));
        assertEquals(Role.APPLICATION, server.host().workspace().desktop().focused().role());
        assertFalse(overlay.log.contains("focused"));
    }

    @Test
    void a_slot_follows_its_geometry() throws Exception {
        var overlay = new Shown(ZweftShellManagerV1.ROLE_OVERLAY, 10, 10, 100, 100);
        server.settle();
        overlay.draw(BLUE);
        overlay.window.setGeometry(200, 50, 60, 40);
        server.settle();
        assertEquals("200,50 60x40 0", overlay.log.stream().filter(l -> l.contains("x")).toList().getLast());
        overlay.draw(BLUE);
        assertEquals(BLUE, server.pixel(259, 89));
        assertNotEquals(BLUE, server.pixel(15, 15));
        assertNotEquals(BLUE, server.pixel(265, 95));
    }

    @Test
    void a_slot_without_content_is_not_on_the_screen() throws Exception {
        var overlay = new Shown(ZweftShellManagerV1.ROLE_OVERLAY, 10, 10, 100, 100);
        server.settle();
        overlay.draw(BLUE);
        overlay.surface.attach(null, 0, 0);
        overlay.surface.commit();
        server.settle();
        assertNotEquals(BLUE, server.pixel(15, 15));
        overlay.draw(BLUE);
        assertEquals(BLUE, server.pixel(15, 15));
    }

    @Test
    void maximising_and_sizing_tell_size_and_state() throws Exception {
        var app = app();
        server.host().workspace().desktop().place(server.lastWindow(), Placement.MAXIMIZED);
        server.settle();
        assertEquals("1,39 798x560 " + (ACTIVATED | ZweftShellWindowV1.STATE_MAXIMIZED), app.lastTold());
        server.host().workspace().desktop().place(server.lastWindow(), Placement.FULLSCREEN);
        server.settle();
        assertEquals(ACTIVATED | ZweftShellWindowV1.STATE_FULLSCREEN, app.state);
        server.host().workspace().desktop().place(server.lastWindow(), Placement.FLOATING);
        server.settle();
        assertEquals(300, app.width);
        var f = server.lastWindow().frame();
        app.draw(RED);
        f = server.lastWindow().frame();
        server.move(f.right() + 1, f.y() + 100);
        server.button(TestCompositor.LEFT, true);
        server.move(f.right() + 41, f.y() + 100);
        assertEquals(ACTIVATED | ZweftShellWindowV1.STATE_RESIZING, app.state);
        assertEquals(340, app.width);
        server.button(TestCompositor.LEFT, false);
        assertEquals(ACTIVATED, app.state);
    }

    @Test
    void moving_tells_the_new_place() throws Exception {
        var app = app();
        var f = server.lastWindow().frame();
        server.move(f.x() + 150, f.y() + 10);
        server.button(TestCompositor.LEFT, true);
        server.move(f.x() + 170, f.y() + 40);
        server.button(TestCompositor.LEFT, false);
        assertTrue(app.log.contains("120,150 300x200 " + ACTIVATED), app.log.toString());
    }

    @Test
    void badges_that_are_pressed_are_told_and_the_bar_beside_them_still_moves_the_window() throws Exception {
        var app = app();
        app.window.setBadges("\001own data\000".getBytes(StandardCharsets.UTF_8));
        server.settle();
        var f = server.lastWindow().frame();
        server.pixel(f.x(), f.y());
        server.click(f.x() + 80, f.y() + 20);
        assertTrue(app.log.contains("badges"), app.log.toString());
        assertEquals(f, server.lastWindow().frame());
        app.log.clear();
        server.move(f.x() + 80, f.y() + 20);
        server.button(TestCompositor.LEFT, true);
        server.move(f.x() + 80, f.y() + 400);
        server.button(TestCompositor.LEFT, false);
        server.click(f.x() + 180, f.y() + 20);
        assertFalse(app.log.contains("badges"), app.log.toString());
        assertEquals(f, server.lastWindow().frame());
        server.move(f.x() + 180, f.y() + 20);
        server.button(TestCompositor.LEFT, true);
        server.move(f.x() + 200, f.y() + 50);
        server.button(TestCompositor.LEFT, false);
        assertNotEquals(f, server.lastWindow().frame());
    }

    @Test
    void windows_of_a_client_that_died_come_back_where_they_were_and_those_it_closed_do_not() throws Exception {
        var first = app();
        var desktop = server.host().workspace().desktop();
        desktop.ask(server.lastWindow(), new Rect(420, 300, 250, 150));
        server.settle();
        first.draw(RED);
        var second = app();
        var place = server.lastWindow().content();
        desktop.place(server.lastWindow(), Placement.MAXIMIZED);
        server.settle();
        second.draw(RED);
        var closed = app();
        closed.window.destroy();
        server.settle();
        client.connection.close();
        server.until(() -> server.windows() == 0);
        client = server.connectPrivileged();
        first = app();
        assertEquals(new Rect(420, 300, 250, 150), server.lastWindow().content());
        app();
        assertEquals(Placement.MAXIMIZED, server.lastWindow().placement());
        desktop.place(server.lastWindow(), Placement.FLOATING);
        assertEquals(place.x(), server.lastWindow().content().x());
        app();
        assertEquals(100, server.lastWindow().content().x());
    }

    @Test
    void the_close_button_ends_the_window_and_says_so_last() throws Exception {
        var app = app();
        var f = server.lastWindow().frame();
        server.click(f.x() + FrameLayout.buttonCentreX(Part.CLOSE, f.width()), f.y() + FrameLayout.buttonCentreY());
        assertEquals("closed", app.lastTold());
        assertEquals(0, server.windows());
        app.window.setGeometry(1, 1, 5, 5);
        app.window.destroy();
        app.surface.destroy();
        server.settle();
        assertEquals("closed", app.lastTold());
    }

    @Test
    void badges_title_and_role_can_change() throws Exception {
        var app = app();
        app.window.setBadges(badges("\1own data", "\0Documents · read", "\2a remark"));
        app.window.updateMetadata("Notes — shopping", ZweftShellManagerV1.ROLE_NORMAL);
        server.settle();
        var view = server.host().workspace().view(server.lastWindow());
        assertEquals(List.of(new Badge("own data", Badge.Kind.write), new Badge("Documents · read", Badge.Kind.read), new Badge("a remark", Badge.Kind.none)), view.badges());
        assertEquals("Notes — shopping", view.window().title());
        assertEquals(Role.NORMAL, view.window().role());
        assertTrue(view.window().isMapped());
    }

    private static byte[] badges(String... badges) {
        var bytes = new ByteArrayOutputStream();
        for (String b : badges) {
            bytes.writeBytes(b.getBytes(StandardCharsets.UTF_8));
            bytes.write(0);
        }
        return bytes.toByteArray();
    }

    @Test
    void what_are_no_badges_is_an_error() throws Exception {
        for (byte[] nonsense : new byte[][] {{1, 'a'}, {9, 'a', 0}, {1}}) {
            client = server.connectPrivileged();
            new Shown(ZweftShellManagerV1.ROLE_APPLICATION, 0, 0, 10, 10).window.setBadges(nonsense);
            client.expectError(ZweftShellWindowV1.ERROR_INVALID_BADGES, "zweft_shell_window_v1");
        }
    }

    @Test
    void roles_sizes_and_surfaces_are_checked() throws Exception {
        new Shown(9, 0, 0, 10, 10);
        client.expectError(ZweftShellManagerV1.ERROR_INVALID_ROLE, "zweft_shell_manager_v1");
        client = server.connectPrivileged();
        new Shown(ZweftShellManagerV1.ROLE_PANEL, 0, 0, 0, 10);
        client.expectError(ZweftShellManagerV1.ERROR_INVALID_SIZE, "zweft_shell_manager_v1");
        client = server.connectPrivileged();
        var w = client.window(50, 50, RED).map();
        client.bind(ZweftShellManagerV1.TYPE).createWindow("a", "b", ZweftShellManagerV1.ROLE_NORMAL, w.surface, 0, 0, 10, 10);
        client.expectError(ZweftShellManagerV1.ERROR_ROLE, "zweft_shell_manager_v1");
        client = server.connectPrivileged();
        app().surface.destroy();
        client.expectError(ZweftShellWindowV1.ERROR_DEFUNCT_SURFACE, "zweft_shell_window_v1");
        assertEquals(0, server.windows());
    }

    @Test
    void frames_that_were_seen_are_reported() throws Exception {
        var app = app();
        server.until(() -> app.log.contains("presented"));
    }

    @Test
    void the_theme_changes_the_ground() throws Exception {
        int light = server.pixel(3, 3);
        client.bind(ZweftShellManagerV1.TYPE).setTheme(ZweftShellManagerV1.THEME_DARK);
        server.settle();
        assertSame(Theme.DARK, server.host().workspace().theme());
        assertNotEquals(light, server.pixel(3, 3));
        client.bind(ZweftShellManagerV1.TYPE).setTheme(5);
        client.expectError(ZweftShellManagerV1.ERROR_INVALID_THEME, "zweft_shell_manager_v1");
    }

    @Test
    void a_dialog_belongs_to_the_window_that_had_the_keyboard() throws Exception {
        app();
        var appWindow = server.lastWindow();
        var dialog = new Shown(ZweftShellManagerV1.ROLE_DIALOG, 0, 0, 100, 60);
        server.settle();
        dialog.draw(BLUE);
        assertSame(appWindow, server.lastWindow().parent());
    }

    @Test
    void the_shell_may_activate_any_of_its_windows_and_others_only_with_an_event() throws Exception {
        var app = app();
        var first = server.lastWindow();
        var second = new Shown(ZweftShellManagerV1.ROLE_APPLICATION, 450, 120, 200, 200);
        server.settle();
        second.draw(BLUE);
        activate(client, app.surface);
        assertSame(first, server.host().workspace().desktop().focused());
        var stranger = server.connect();
        var own = stranger.window(100, 100, RED).map();
        server.host().workspace().desktop().activate(first);
        activate(stranger, own.surface);
        assertSame(first, server.host().workspace().desktop().focused());
    }

    private void activate(TestClient who, WlSurface surface) throws IOException {
        var activation = who.bind(XdgActivationV1.TYPE);
        XdgActivationTokenV1 token = activation.getActivationToken();
        token.setEvents((self, text) -> activation.activate(text, surface));
        token.commit();
        server.settle();
    }
}
