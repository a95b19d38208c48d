package weft.compositor.protocol;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import weft.compositor.scene.Rect;
import weft.compositor.window.FrameLayout;
import weft.compositor.window.Part;
import weft.compositor.window.Placement;
import weft.wayland.protocol.client.XdgToplevel;
import weft.wayland.protocol.client.XdgWmBase;
import weft.wayland.protocol.client.ZxdgDecorationManagerV1;
import weft.wayland.protocol.client.ZxdgToplevelDecorationV1;

/** xdg_toplevel and its bar, from a client's request to the pixels. */
class WindowsTest extends ProtocolTest {
    @Test
    void a_window_is_shown_after_its_configure_with_its_pixels_inside_a_bar_of_the_system() throws Exception {
        var w = client.window(200, 100, RED).map();
        var policy = server.lastWindow();
        assertTrue(policy.isMapped());
        assertEquals(200, policy.content().width());
        assertEquals(policy.content(), policy.frame().grown(-FrameLayout.BORDER, -FrameLayout.TOP, -FrameLayout.BORDER, -FrameLayout.BORDER));
        assertEquals(RED, server.pixel(policy.content().x(), policy.content().y()));
        assertEquals(RED, server.pixel(policy.content().right() - 1, policy.content().y() + 50));
        assertNotEquals(RED, server.pixel(policy.content().x(), policy.content().y() - 1));
        assertTrue(w.states.contains(XdgToplevel.STATE_ACTIVATED));
    }

    @Test
    void a_shadow_that_a_client_draws_around_its_geometry_is_cut_off_for_it_has_the_systems() throws Exception {
        var plain = client.window(160, 60, RED).map();
        var c = server.lastWindow().content();
        int[] should = around(c);
        plain.toplevel.destroy();
        plain.xdg.destroy();
        plain.surface.destroy();
        server.settle();
        var w = client.window(200, 100, RED).map();
        w.xdg.setWindowGeometry(20, 30, 160, 60);
        w.draw();
        server.settle();
        w.obeys = false;
        server.host().workspace().desktop().ask(server.lastWindow(), c);
        server.settle();
        assertEquals(c, server.lastWindow().content());
        assertEquals(RED, server.pixel(c.x() + 5, c.y() + 5));
        assertArrayEquals(should, around(c));
        server.host().workspace().desktop().place(server.lastWindow(), weft.compositor.window.Placement.RIGHT_HALF);
        server.settle();
        var now = server.lastWindow().content();
        assertNotEquals(RED, server.pixel(now.x() - 5, now.y() + 10), "it covers the other half");
    }

    /** The pixels of a frame around a content. */
    private int[] around(Rect c) {
        return IntStream.range(0, (c.width() + 60) * (c.height() + 100)).map(i -> {
            int x = c.x() - 30 + i % (c.width() + 60), y = c.y() - 60 + i / (c.width() + 60);
            return c.contains(x, y) ? 0 : server.pixel(x, y);
        }).toArray();
    }

    @Test
    void around_its_geometry_a_client_is_hit_where_it_takes_input_and_its_bar_is_not() throws Exception {
        var w = client.window(200, 100, RED).map();
        w.xdg.setWindowGeometry(20, 30, 160, 60);
        w.draw();
        server.settle();
        client.listenToPointer();
        var c = server.lastWindow().content();
        server.move(c.x() - 10, c.y() + 30);
        assertEquals(List.of("enter " + w.surface.id() + " 10,60"), client.takeLog());
        server.move(c.x() + 50, c.y() - 5);
        assertEquals(List.of("leave " + w.surface.id()), client.takeLog());
        var hole = client.bind(weft.wayland.protocol.client.WlCompositor.TYPE).createRegion();
        hole.add(20, 30, 160, 60);
        w.surface.setInputRegion(hole);
        w.surface.commit();
        server.settle();
        server.move(c.x() - 10, c.y() + 30);
        assertEquals(List.of(), client.takeLog());
    }

    @Test
    void a_destroyed_window_leaves_the_ground_as_it_was() throws Exception {
        int before = server.pixel(400, 300);
        var w = client.window(200, 100, RED).map();
        assertEquals(RED, server.pixel(400, 300));
        w.toplevel.destroy();
        w.xdg.destroy();
        w.surface.destroy();
        server.settle();
        assertEquals(before, server.pixel(400, 300));
        assertEquals(0, server.windows());
    }

    @Test
    void a_window_of_a_client_that_dies_is_gone() throws Exception {
        client.window(200, 100, RED).map();
        client.connection.close();
        server.until(() -> server.windows() == 0);
        assertNotEquals(RED, server.pixel(400, 300));
    }

    @Test
    void a_window_without_content_is_hidden_and_comes_back_after_another_configure() throws Exception {
        var w = client.window(200, 100, RED).map();
        w.surface.attach(null, 0, 0);
        w.surface.commit();
        server.settle();
        assertFalse(server.lastWindow().isMapped());
        int before = w.configures;
        w.surface.commit();
        server.settle();
        assertTrue(w.configures > before);
        w.draw();
        server.settle();
        assertTrue(server.lastWindow().isMapped());
    }

    @Test
    void maximising_asks_for_the_size_and_fills_the_output() throws Exception {
        var w = client.window(200, 100, RED).map();
        w.toplevel.setMaximized();
        server.settle();
        assertTrue(w.states.contains(XdgToplevel.STATE_MAXIMIZED));
        assertEquals(TestCompositor.WIDTH - 2 * FrameLayout.BORDER, w.width);
        assertEquals(server.host().workspace().desktop().output(), server.lastWindow().frame());
        w.toplevel.unsetMaximized();
        server.settle();
        assertEquals(200, w.width);
        assertEquals(RED, server.pixel(400, 300));
    }

    @Test
    void a_full_screen_window_has_no_bar() throws Exception {
        var w = client.window(200, 100, RED).map();
        w.toplevel.setFullscreen(null);
        server.settle();
        assertEquals(TestCompositor.WIDTH, w.width);
        assertEquals(TestCompositor.HEIGHT, w.height);
        for (int x : new int[] {0, TestCompositor.WIDTH - 1}) assertEquals(RED, server.pixel(x, 0));
    }

    @Test
    void the_bars_buttons_close_maximise_and_minimise() throws Exception {
        var w = client.window(300, 100, RED).map();
        var policy = server.lastWindow();
        clickButton(policy, Part.MAXIMIZE);
        assertEquals(Placement.MAXIMIZED, policy.placement());
        clickButton(policy, Part.CLOSE);
        assertTrue(w.closed);
        clickButton(policy, Part.MINIMIZE);
        assertTrue(policy.isMinimized());
        assertNotEquals(RED, server.pixel(400, 300));
    }

    private void clickButton(weft.compositor.window.Window w, Part button) throws Exception {
        var f = w.frame();
        server.click(f.x() + FrameLayout.buttonCentreX(button, f.width()), f.y() + FrameLayout.buttonCentreY());
    }

    @Test
    void a_client_that_does_not_answer_has_it_said_and_is_ended_when_the_user_insists() throws Exception {
        client.shell().setEvents((self, serial) -> {});
        client.window(300, 100, RED).map();
        var policy = server.lastWindow();
        var view = server.host().workspace().view(policy);
        server.host().workspace().desktop().requestClose(policy);
        server.until(() -> view.note().equals("not responding"));
        server.host().workspace().desktop().requestClose(policy);
        server.until(() -> server.windows() == 0);
    }

    @Test
    void a_client_that_answers_in_time_is_left_alone() throws Exception {
        client.shell().setEvents(XdgWmBase::pong);
        client.window(300, 100, RED).map();
        var policy = server.lastWindow();
        for (int i = 0; i < 3; i++) {
            server.host().workspace().desktop().requestClose(policy);
            server.settle();
        }
        assertEquals("", server.host().workspace().view(policy).note());
        assertTrue(policy.isMapped());
    }

    @Test
    void a_button_that_is_left_before_it_is_let_go_does_nothing() throws Exception {
        var w = client.window(300, 100, RED).map();
        var f = server.lastWindow().frame();
        server.move(f.x() + FrameLayout.buttonCentreX(Part.CLOSE, f.width()), f.y() + FrameLayout.buttonCentreY());
        server.button(TestCompositor.LEFT, true);
        server.move(5, 5);
        server.button(TestCompositor.LEFT, false);
        assertFalse(w.closed);
    }

    @Test
    void a_window_is_moved_by_its_bar_and_sized_by_its_edge() throws Exception {
        var w = client.window(300, 100, RED).map();
        var policy = server.lastWindow();
        var f = policy.frame();
        server.move(f.x() + 100, f.y() + 10);
        server.button(TestCompositor.LEFT, true);
        server.move(f.x() + 130, f.y() + 50);
        server.button(TestCompositor.LEFT, false);
        assertEquals(f.translated(30, 40), policy.frame());
        var moved = policy.frame();
        server.move(moved.right() + 1, moved.y() + 70);
        server.button(TestCompositor.LEFT, true);
        server.move(moved.right() + 51, moved.y() + 70);
        assertTrue(w.states.contains(XdgToplevel.STATE_RESIZING));
        server.button(TestCompositor.LEFT, false);
        assertEquals(350, w.width);
        assertFalse(w.states.contains(XdgToplevel.STATE_RESIZING));
        assertEquals(moved.width() + 50, policy.frame().width());
    }

    @Test
    void a_client_may_move_and_size_its_window_only_while_it_has_the_button() throws Exception {
        client.listenToPointer();
        var w = client.window(300, 100, RED).map();
        var policy = server.lastWindow();
        var c = policy.content();
        w.toplevel.move(client.bind(weft.wayland.protocol.client.WlSeat.TYPE), client.lastSerial);
        server.settle();
        server.move(c.x() + 50, c.y() + 50);
        assertEquals(c, policy.content());
        server.button(TestCompositor.LEFT, true);
        w.toplevel.move(client.bind(weft.wayland.protocol.client.WlSeat.TYPE), client.lastSerial);
        server.settle();
        server.move(c.x() + 60, c.y() + 70);
        server.button(TestCompositor.LEFT, false);
        assertEquals(c.translated(10, 20), policy.content());
    }

    @Test
    void the_clients_limits_hold_while_it_is_sized() throws Exception {
        var w = client.window(300, 100, RED);
        w.toplevel.setMinSize(250, 90);
        w.toplevel.setMaxSize(320, 110);
        w.map();
        var policy = server.lastWindow();
        var f = policy.frame();
        server.move(f.right() + 1, f.bottom() + 1);
        server.button(TestCompositor.LEFT, true);
        server.move(f.right() + 201, f.bottom() + 201);
        assertEquals(320, w.width);
        assertEquals(110, w.height);
        server.move(f.x(), f.y());
        server.button(TestCompositor.LEFT, false);
        assertEquals(250, w.width);
        assertEquals(90, w.height);
    }

    @Test
    void a_child_stays_above_its_parent() throws Exception {
        var parent = client.window(300, 200, RED).map();
        var child = client.window(100, 100, BLUE);
        child.toplevel.setParent(parent.toplevel);
        child.map();
        assertEquals(BLUE, server.pixel(400, 300));
        var p = server.window(1).content();
        server.click(p.x() + 5, p.y() + 5);
        assertEquals(BLUE, server.pixel(400, 300));
    }

    @Test
    void the_bar_is_always_drawn_by_the_system() throws Exception {
        var w = client.window(200, 100, RED);
        var modes = new java.util.ArrayList<Integer>();
        ZxdgToplevelDecorationV1 d = client.bind(ZxdgDecorationManagerV1.TYPE).getToplevelDecoration(w.toplevel);
        d.setEvents((self, mode) -> modes.add(mode));
        d.setMode(ZxdgToplevelDecorationV1.MODE_CLIENT_SIDE);
        w.map();
        assertEquals(List.of(2, 2), modes);
        assertTrue(server.lastWindow().hasFrame());
    }

    @Test
    void a_window_that_comes_back_is_where_it_was() throws Exception {
        var w = client.window(200, 100, RED).map();
        server.host().workspace().desktop().ask(server.lastWindow(), new weft.compositor.scene.Rect(300, 200, 200, 100));
        server.settle();
        w.surface.attach(null, 0, 0);
        w.surface.commit();
        server.settle();
        assertFalse(server.lastWindow().isMapped());
        client.window(50, 50, BLUE).map();
        w.surface.commit();
        server.settle();
        w.draw();
        server.settle();
        assertEquals(300, server.window(1).content().x());
        assertEquals(200, server.window(1).content().y());
    }
}
