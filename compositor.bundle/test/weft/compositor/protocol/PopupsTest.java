package weft.compositor.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import weft.wayland.protocol.client.WlSeat;
import weft.wayland.protocol.client.WlSurface;
import weft.wayland.protocol.client.XdgPopup;
import weft.wayland.protocol.client.XdgPositioner;
import weft.wayland.protocol.client.XdgSurface;
import weft.wayland.protocol.client.XdgWmBase;

/** xdg_popup: menus of menus. */
class PopupsTest extends ProtocolTest {
    private TestWindow window;
    private int x, y;

    @BeforeEach
    void start() throws Exception {
        window = client.window(200, 100, RED).map();
        x = server.lastWindow().content().x();
        y = server.lastWindow().content().y();
    }

    /** A popup, 60 by 40, below and to the right of a point of its parent. */
    private final class Menu {
        final WlSurface surface = client.surface();
        final XdgSurface xdg = client.shell().getXdgSurface(surface);
        final XdgPopup popup;
        final List<String> log = new ArrayList<>();
        private boolean drawn;

        Menu(XdgSurface parent, int atX, int atY, int argb) {
            popup = xdg.getPopup(parent, positioner(atX, atY));
            popup.setEvents(new XdgPopup.Events() {
                @Override
                public void configure(XdgPopup self, int px, int py, int width, int height) {
                    log.add(px + "," + py + " " + width + "x" + height);
                }

                @Override
                public void popupDone(XdgPopup self) {
                    log.add("done");
                }

                @Override
                public void repositioned(XdgPopup self, int token) {
                    log.add("repositioned " + token);
                }
            });
            xdg.setEvents((self, serial) -> {
                self.ackConfigure(serial);
                if (!drawn) draw(argb);
            });
        }

        private void draw(int argb) {
            try {
                surface.attach(client.buffer(60, 40, argb), 0, 0);
            } catch (java.io.IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
            surface.commit();
            drawn = true;
        }

        Menu show() throws Exception {
            surface.commit();
            server.settle();
            server.settle();
            return this;
        }

        Menu grab() {
            popup.grab(client.bind(WlSeat.TYPE), client.lastSerial);
            return this;
        }

        void destroy() {
            popup.destroy();
            xdg.destroy();
            surface.destroy();
        }
    }

    private XdgPositioner positioner(int atX, int atY) {
        var p = client.shell().createPositioner();
        p.setSize(60, 40);
        p.setAnchorRect(atX, atY, 1, 1);
        p.setAnchor(XdgPositioner.ANCHOR_TOP_LEFT);
        p.setGravity(XdgPositioner.GRAVITY_BOTTOM_RIGHT);
        return p;
    }

    private void press() throws Exception {
        client.listenToPointer();
        server.click(x + 10, y + 10);
    }

    @Test
    void a_popup_is_shown_where_its_positioner_says_even_beyond_its_window() throws Exception {
        var menu = new Menu(window.xdg, 180, 90, BLUE).show();
        assertEquals(List.of("180,90 60x40"), menu.log);
        assertEquals(BLUE, server.pixel(x + 185, y + 95));
        assertEquals(BLUE, server.pixel(x + 235, y + 125));
        menu.destroy();
        server.settle();
        assertEquals(RED, server.pixel(x + 185, y + 95));
    }

    @Test
    void popups_follow_their_window() throws Exception {
        new Menu(window.xdg, 10, 10, BLUE).show();
        server.host().workspace().desktop().ask(server.lastWindow(), new weft.compositor.scene.Rect(50, 60, 200, 100));
        server.settle();
        assertEquals(BLUE, server.pixel(65, 75));
    }

    @Test
    void a_menu_of_a_menu_is_placed_relative_to_that() throws Exception {
        var menu = new Menu(window.xdg, 10, 10, BLUE).show();
        new Menu(menu.xdg, 50, 5, GREEN).show();
        assertEquals(GREEN, server.pixel(x + 10 + 50 + 3, y + 10 + 5 + 3));
    }

    @Test
    void a_press_elsewhere_dismisses_all_menus_and_does_nothing_more() throws Exception {
        press();
        var menu = new Menu(window.xdg, 10, 10, BLUE).grab().show();
        var sub = new Menu(menu.xdg, 50, 5, GREEN).grab().show();
        assertEquals(List.of("10,10 60x40"), menu.log);
        server.click(5, 5);
        assertEquals("done", menu.log.getLast());
        assertEquals("done", sub.log.getLast());
        assertEquals(RED, server.pixel(x + 15, y + 15));
    }

    @Test
    void a_grabbing_menu_has_the_keyboard_until_it_goes() throws Exception {
        client.listenToKeyboard();
        press();
        client.takeLog();
        var menu = new Menu(window.xdg, 10, 10, BLUE).grab().show();
        assertTrue(client.takeLog().contains("focus " + menu.surface.id() + " []"));
        menu.destroy();
        server.settle();
        assertTrue(client.takeLog().contains("focus " + window.surface.id() + " []"));
    }

    @Test
    void a_press_on_the_menu_or_its_window_is_delivered() throws Exception {
        press();
        var menu = new Menu(window.xdg, 100, 10, BLUE).grab().show();
        client.takeLog();
        server.click(x + 105, y + 15);
        server.click(x + 5, y + 5);
        assertEquals(4, client.takeLog().stream().filter(l -> l.startsWith("button")).count());
        assertFalse(menu.log.contains("done"));
    }

    @Test
    void a_grab_without_an_event_behind_it_is_dismissed_at_once() throws Exception {
        var menu = new Menu(window.xdg, 10, 10, BLUE);
        menu.popup.grab(client.bind(WlSeat.TYPE), 12345);
        menu.show();
        assertTrue(menu.log.contains("done"));
        assertEquals(RED, server.pixel(x + 15, y + 15));
    }

    @Test
    void a_popup_can_be_placed_anew() throws Exception {
        var menu = new Menu(window.xdg, 10, 10, BLUE).show();
        menu.popup.reposition(positioner(100, 50), 7);
        server.settle();
        menu.surface.commit();
        server.settle();
        assertEquals(List.of("10,10 60x40", "repositioned 7", "100,50 60x40"), menu.log);
        assertEquals(BLUE, server.pixel(x + 105, y + 55));
        assertEquals(RED, server.pixel(x + 15, y + 15));
    }

    @Test
    void a_reactive_popup_is_placed_again_when_its_window_moves() throws Exception {
        var rules = positioner(180, 10);
        rules.setConstraintAdjustment(XdgPositioner.CONSTRAINT_ADJUSTMENT_SLIDE_X);
        rules.setReactive();
        var menu = new Menu(window.xdg, 10, 10, BLUE).show();
        menu.popup.reposition(rules, 1);
        server.settle();
        server.host().workspace().desktop().ask(server.lastWindow(), new weft.compositor.scene.Rect(600, 100, 200, 100));
        server.settle();
        assertEquals("140,10 60x40", menu.log.getLast());
    }

    @Test
    void a_window_that_goes_takes_its_menus_along() throws Exception {
        press();
        var menu = new Menu(window.xdg, 10, 10, BLUE).grab().show();
        window.surface.attach(null, 0, 0);
        window.surface.commit();
        server.settle();
        assertTrue(menu.log.contains("done"));
        assertFalse(server.pixel(x + 15, y + 15) == BLUE);
    }

    @Test
    void a_menu_is_destroyed_after_its_submenus() throws Exception {
        var menu = new Menu(window.xdg, 10, 10, BLUE).show();
        new Menu(menu.xdg, 50, 5, GREEN).show();
        menu.popup.destroy();
        client.expectError(XdgWmBase.ERROR_NOT_THE_TOPMOST_POPUP, "xdg_wm_base");
    }

    @Test
    void incomplete_positioners_and_missing_parents_are_errors() throws Exception {
        client.shell().getXdgSurface(client.surface()).getPopup(window.xdg, client.shell().createPositioner());
        client.expectError(XdgWmBase.ERROR_INVALID_POSITIONER, "xdg_wm_base");
        client = server.connect();
        var surface = client.surface();
        client.shell().getXdgSurface(surface).getPopup(null, positioner(0, 0));
        surface.commit();
        client.expectError(XdgWmBase.ERROR_INVALID_POPUP_PARENT, "xdg_wm_base");
        client = server.connect();
        client.shell().createPositioner().setSize(0, 5);
        client.expectError(XdgPositioner.ERROR_INVALID_INPUT, "xdg_positioner");
    }

    @Test
    void menus_that_hold_the_input_go_when_another_window_comes() throws Exception {
        press();
        var menu = new Menu(window.xdg, 10, 10, BLUE).grab().show();
        assertFalse(menu.log.contains("done"));
        server.connect().window(100, 100, GREEN).map();
        server.settle();
        assertTrue(menu.log.contains("done"), "it is still there");
    }
}
