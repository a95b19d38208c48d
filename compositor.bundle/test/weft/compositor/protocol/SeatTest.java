package weft.compositor.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import weft.compositor.window.Placement;
import weft.wayland.protocol.client.WlPointer;
import weft.wayland.protocol.client.WlSurface;
import weft.wayland.protocol.client.ZweftShellManagerV1;

/** What pointer and keyboard do, as clients hear it. */
class SeatTest extends ProtocolTest {
    private static final int RED = 0xffff0000, BLUE = 0xff0000ff, RIGHT = 0x111;
    private static final int TAB = 15, Q = 16, A = 30, SHIFT = 42, ALT = 56, UP = 103, LEFT_ARROW = 105, DOWN = 108, SUPER = 125;
    private TestWindow window;
    private int x, y;

    @BeforeEach
    void start() throws Exception {
        window = client.window(200, 100, RED).map();
        x = server.lastWindow().content().x();
        y = server.lastWindow().content().y();
    }

    private TestClient panel() throws Exception {
        var shell = server.connectPrivileged();
        var surface = shell.surface();
        shell.bind(ZweftShellManagerV1.TYPE).createWindow("org.weft.shell", "Panel", ZweftShellManagerV1.ROLE_PANEL, surface, 0, 556, 800, 44);
        surface.attach(shell.buffer(800, 44, BLUE), 0, 0);
        surface.commit();
        shell.roundtrip();
        shell.listenToKeyboard();
        shell.takeLog();
        return shell;
    }

    @Test
    void the_pointer_enters_moves_and_leaves_in_surface_coordinates() throws Exception {
        client.listenToPointer();
        server.move(x + 10, y + 20);
        server.move(x + 11, y + 22);
        server.move(1, 1);
        int id = window.surface.id();
        assertEquals(List.of("enter " + id + " 10,20", "motion 11,22", "leave " + id), client.takeLog());
    }

    @Test
    void a_held_button_keeps_the_pointer_on_its_surface() throws Exception {
        client.listenToPointer();
        server.move(x + 10, y + 20);
        client.takeLog();
        server.button(RIGHT, true);
        server.move(x - 5, y - 5);
        server.button(RIGHT, false);
        int id = window.surface.id();
        assertEquals(List.of("button 273 1", "motion -5,-5", "button 273 0", "leave " + id), client.takeLog());
    }

    @Test
    void the_input_region_decides_where_a_surface_is_hit() throws Exception {
        client.listenToPointer();
        var region = client.bind(weft.wayland.protocol.client.WlCompositor.TYPE).createRegion();
        region.add(0, 0, 50, 50);
        window.surface.setInputRegion(region);
        window.surface.commit();
        server.settle();
        server.move(x + 60, y + 60);
        assertEquals(List.of(), client.takeLog());
        server.move(x + 40, y + 40);
        assertEquals(1, client.takeLog().size());
    }

    @Test
    void the_wheel_is_told_in_distance_and_parts_of_clicks() throws Exception {
        client.listenToPointer();
        server.move(x + 10, y + 20);
        client.takeLog();
        server.host().globals().seat().pointerScrolled(Scrolling.wheel(0, 15, false));
        server.settle();
        assertEquals(List.of("direction 0 0", "units 0 120", "axis 0 15.0"), client.takeLog());
    }

    @Test
    void a_click_raises_a_window_and_gives_it_the_keyboard() throws Exception {
        var other = server.connect();
        other.window(200, 100, BLUE).map();
        var first = server.window(1);
        assertNotEquals(first, server.host().workspace().desktop().focused());
        client.listenToKeyboard();
        server.click(x + 5, y + 50);
        assertSame(first, server.host().workspace().desktop().focused());
        assertTrue(client.takeLog().contains("focus " + window.surface.id() + " []"));
    }

    @Test
    void a_clients_pointer_picture_follows_the_pointer_on_its_own_surfaces_only() throws Exception {
        WlPointer pointer = client.listenToPointer();
        server.move(x + 50, y + 50);
        WlSurface picture = client.surface();
        pointer.setCursor(client.lastSerial, picture, 4, 4);
        picture.attach(client.buffer(8, 8, BLUE), 0, 0);
        picture.commit();
        server.settle();
        assertEquals(BLUE, server.pixel(x + 47, y + 47));
        server.move(x + 80, y + 50);
        assertEquals(RED, server.pixel(x + 47, y + 47));
        assertEquals(BLUE, server.pixel(x + 77, y + 47));
        pointer.setCursor(client.lastSerial, null, 0, 0);
        server.settle();
        assertEquals(RED, server.pixel(x + 77, y + 47));
    }

    @Test
    void the_keyboard_brings_its_keymap_then_focus_then_keys_and_modifiers() throws Exception {
        client.listenToKeyboard();
        int id = window.surface.id();
        assertEquals(List.of("keymap 1 true 15", "repeat true true", "focus " + id + " []", "modifiers 0 0"), client.takeLog());
        server.key(SHIFT, true);
        server.tap(A);
        server.key(SHIFT, false);
        assertEquals(List.of("key 42 1", "modifiers 1 0", "key 30 1", "key 30 0", "key 42 0", "modifiers 0 0"), client.takeLog());
    }

    @Test
    void a_key_held_while_the_focus_changes_is_known_to_the_next_window() throws Exception {
        client.listenToKeyboard();
        server.key(A, true);
        client.takeLog();
        var second = client.window(100, 100, BLUE).map();
        assertEquals(List.of("unfocus " + window.surface.id(), "focus " + second.surface.id() + " [30]", "modifiers 0 0"), client.takeLog());
    }

    @Test
    void typed_text_arrives_as_keys() throws Exception {
        client.listenToKeyboard();
        client.takeLog();
        server.host().type("aB");
        server.settle();
        assertEquals(List.of("key 30 1", "key 30 0", "key 42 1", "modifiers 1 0", "key 48 1", "key 48 0", "key 42 0", "modifiers 0 0"), client.takeLog());
    }

    @Test
    void alt_tab_goes_to_the_window_used_before() throws Exception {
        var first = server.window(1);
        client.window(100, 100, BLUE).map();
        client.listenToKeyboard();
        client.takeLog();
        server.key(ALT, true);
        server.tap(TAB);
        server.key(ALT, false);
        assertSame(first, server.host().workspace().desktop().focused());
        assertFalse(client.takeLog().contains("key " + TAB + " 1"), "the system keeps the key for itself");
    }

    @Test
    void super_with_q_closes_and_with_arrows_tiles() throws Exception {
        panel();
        var w = server.window(1);
        server.key(SUPER, true);
        server.tap(LEFT_ARROW);
        assertEquals(Placement.LEFT_HALF, w.placement());
        server.tap(UP);
        assertEquals(Placement.MAXIMIZED, w.placement());
        server.tap(DOWN);
        assertEquals(Placement.FLOATING, w.placement());
        server.tap(Q);
        assertTrue(window.closed);
        server.tap(DOWN);
        assertTrue(w.isMinimized());
        server.key(SUPER, false);
    }

    @Test
    void super_alone_gives_the_keyboard_to_the_panel_which_hears_the_key() throws Exception {
        var shell = panel();
        client.listenToKeyboard();
        client.takeLog();
        server.tap(SUPER);
        assertEquals("unfocus " + window.surface.id(), client.takeLog().getLast());
        var log = shell.takeLog();
        assertTrue(log.getFirst().startsWith("focus "), log.toString());
        assertEquals(List.of("key 125 1", "key 125 0"), log.stream().filter(l -> l.startsWith("key")).toList());
    }

    @Test
    void super_as_part_of_something_else_does_not_open_the_launcher() throws Exception {
        var shell = panel();
        client.listenToKeyboard();
        client.takeLog();
        server.key(SUPER, true);
        server.tap(A);
        server.key(SUPER, false);
        assertEquals(List.of(), shell.takeLog());
        assertEquals(List.of("key 125 1", "key 30 1", "key 30 0", "key 125 0"), client.takeLog().stream().filter(l -> l.startsWith("key")).toList());
        server.key(SUPER, true);
        server.click(x + 5, y + 5);
        server.key(SUPER, false);
        assertEquals(List.of(), shell.takeLog());
    }

    @Test
    void without_a_panel_super_goes_to_the_window() throws Exception {
        client.listenToKeyboard();
        client.takeLog();
        server.tap(SUPER);
        assertEquals(List.of("key 125 1", "key 125 0"), client.takeLog().stream().filter(l -> l.startsWith("key")).toList());
    }
}
