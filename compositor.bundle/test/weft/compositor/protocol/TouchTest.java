package weft.compositor.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import weft.compositor.window.Role;
import weft.wayland.protocol.client.WlSeat;
import weft.wayland.protocol.client.WlSurface;
import weft.wayland.protocol.client.WlTouch;
import weft.wayland.protocol.client.XdgToplevel;
import weft.wayland.protocol.client.ZweftShellManagerV1;

/** wl_touch: fingers belong to what they came down on; on bars, and when a client moves its window, they are the pointer. */
class TouchTest extends ProtocolTest {
    private final List<String> log = new ArrayList<>();
    private int serial;

    private Seat seat() {
        return server.host().globals().seat();
    }

    private void listen() throws Exception {
        seat().hasTouch(true);
        server.settle();
        client.bind(WlSeat.TYPE).getTouch().setEvents(new WlTouch.Events() {
            @Override
            public void down(WlTouch self, int downSerial, int time, WlSurface surface, int id, double x, double y) {
                serial = downSerial;
                log.add("down " + id + " " + surface.id() + " " + (int) x + "," + (int) y);
            }

            @Override
            public void up(WlTouch self, int upSerial, int time, int id) {
                log.add("up " + id);
            }

            @Override
            public void motion(WlTouch self, int time, int id, double x, double y) {
                log.add("motion " + id + " " + (int) x + "," + (int) y);
            }

            @Override
            public void frame(WlTouch self) {
                log.add("frame");
            }

            @Override
            public void cancel(WlTouch self) {
                log.add("cancel");
            }
        });
        server.settle();
    }

    @Test
    void a_finger_on_the_panel_leaves_the_keyboard_with_the_window_and_the_panel_hears_it() throws Exception {
        var w = client.window(200, 100, RED).map();
        var shell = server.connectPrivileged();
        var surface = shell.surface();
        shell.bind(ZweftShellManagerV1.TYPE).createWindow("org.weft.shell", "Panel", ZweftShellManagerV1.ROLE_PANEL, surface, 0, 556, 800, 44);
        surface.attach(shell.buffer(800, 44, BLUE), 0, 0);
        surface.commit();
        seat().hasTouch(true);
        server.settle();
        var heard = new ArrayList<String>();
        shell.bind(WlSeat.TYPE).getTouch().setEvents(new WlTouch.Events() {
            @Override
            public void down(WlTouch self, int downSerial, int time, WlSurface on, int id, double x, double y) {
                heard.add("down");
            }
        });
        server.settle();
        seat().touchDown(0, 400, 580);
        seat().touchFrame();
        seat().touchUp(0);
        seat().touchFrame();
        server.settle();
        assertEquals(List.of("down"), heard);
        assertTrue(w.states.contains(XdgToplevel.STATE_ACTIVATED));
        assertEquals(Role.NORMAL, server.host().workspace().desktop().focused().role());
    }

    private List<String> take() throws Exception {
        seat().touchFrame();
        server.settle();
        var out = List.copyOf(log);
        log.clear();
        return out;
    }

    @Test
    void fingers_belong_to_the_surface_that_they_came_down_on_until_they_are_lifted() throws Exception {
        listen();
        var w = client.window(200, 100, RED).map();
        int x = lastX(), y = lastY();
        seat().touchDown(0, x + 10, y + 20);
        seat().touchDown(7, x + 30, y + 40);
        assertEquals(List.of("down 0 " + w.surface.id() + " 10,20", "down 7 " + w.surface.id() + " 30,40", "frame"), take());
        seat().touchMoved(7, x - 50, y - 60);
        seat().touchMoved(0, x + 10, y + 20);
        assertEquals(List.of("motion 7 -50,-60", "frame"), take());
        seat().touchUp(0);
        seat().touchUp(0);
        seat().touchMoved(0, x, y);
        assertEquals(List.of("up 0", "frame"), take());
        seat().touchCancelled();
        assertEquals(List.of("cancel", "frame"), take());
        seat().touchUp(7);
        assertEquals(List.of("frame"), take());
    }

    @Test
    void a_touch_gives_its_window_the_keyboard() throws Exception {
        listen();
        client.window(200, 100, RED).map();
        var first = server.lastWindow();
        client.window(200, 100, BLUE).map();
        seat().touchDown(0, first.content().x() + 2, first.content().y() + 2);
        assertEquals(first, server.host().workspace().desktop().focused());
    }

    @Test
    void without_a_touch_screen_no_client_gets_one() throws Exception {
        client.bind(WlSeat.TYPE).getTouch();
        client.expectError(WlSeat.ERROR_MISSING_CAPABILITY, "wl_seat");
    }

    @Test
    void a_finger_on_the_bar_moves_the_window() throws Exception {
        listen();
        client.window(200, 100, RED).map();
        int x = lastX(), y = lastY();
        seat().touchDown(0, x + 20, y - 20);
        seat().touchMoved(0, x + 50, y + 20);
        seat().touchUp(0);
        assertEquals(List.of("frame"), take());
        assertEquals(x + 30, lastX());
        assertEquals(y + 40, lastY());
    }

    @Test
    void a_client_can_move_its_window_with_the_finger_on_it() throws Exception {
        listen();
        var w = client.window(200, 100, RED).map();
        int x = lastX(), y = lastY();
        seat().touchDown(3, x + 20, y + 20);
        server.settle();
        w.toplevel.move(client.bind(WlSeat.TYPE), serial);
        server.settle();
        seat().touchMoved(3, x + 50, y + 60);
        seat().touchUp(3);
        assertTrue(take().contains("cancel"), "the client is not told that the finger is taken");
        assertEquals(x + 30, lastX());
        assertEquals(y + 40, lastY());
        seat().touchDown(3, lastX() + 1, lastY() + 1);
        assertEquals("down 3 " + w.surface.id() + " 1,1", take().getFirst());
    }

    @Test
    void a_surface_that_goes_lets_go_of_its_fingers() throws Exception {
        listen();
        var w = client.window(200, 100, RED).map();
        seat().touchDown(0, lastX() + 5, lastY() + 5);
        take();
        w.toplevel.destroy();
        w.xdg.destroy();
        w.surface.destroy();
        server.settle();
        assertEquals(List.of("up 0", "frame", "frame"), take());
    }
}
