package weft.compositor.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import weft.wayland.protocol.client.WlSurface;
import weft.wayland.protocol.client.ZweftShellManagerV1;
import weft.wayland.protocol.client.ZweftShellWindowV1;
import weft.wayland.protocol.client.ZwpPointerGesturePinchV1;
import weft.wayland.protocol.client.ZwpPointerGestureSwipeV1;
import weft.wayland.protocol.client.ZwpPointerGesturesV1;

/** Gestures on a touchpad: to the surface under the pointer; three fingers to the shell. */
class GesturesTest extends ProtocolTest {
    private final List<String> log = new ArrayList<>();

    @BeforeEach
    void listen() throws Exception {
        client.window(200, 100, RED).map();
        server.move(lastX() + 5, lastY() + 5);
        var pointer = client.listenToPointer();
        var gestures = client.bind(ZwpPointerGesturesV1.TYPE);
        gestures.getSwipeGesture(pointer).setEvents(new ZwpPointerGestureSwipeV1.Events() {
            @Override
            public void begin(ZwpPointerGestureSwipeV1 self, int serial, int time, WlSurface surface, int fingers) {
                log.add("swipe " + fingers);
            }

            @Override
            public void update(ZwpPointerGestureSwipeV1 self, int time, double dx, double dy) {
                log.add("by " + dx + "," + dy);
            }

            @Override
            public void end(ZwpPointerGestureSwipeV1 self, int serial, int time, int cancelled) {
                log.add("end " + cancelled);
            }
        });
        gestures.getPinchGesture(pointer).setEvents(new ZwpPointerGesturePinchV1.Events() {
            @Override
            public void update(ZwpPointerGesturePinchV1 self, int time, double dx, double dy, double scale, double rotation) {
                log.add("pinch " + scale + " " + rotation);
            }
        });
        server.settle();
    }

    private Seat seat() {
        return server.host().globals().seat();
    }

    private void swipe(int fingers, double dx, double dy, boolean cancelled) throws Exception {
        seat().swipeBegan(fingers);
        seat().swipeMoved(dx, dy);
        seat().swipeEnded(cancelled);
        server.settle();
    }

    @Test
    void swipes_and_pinches_go_to_the_surface_under_the_pointer() throws Exception {
        swipe(4, 10, -5, true);
        seat().pinchBegan(2);
        seat().pinchMoved(0, 0, 1.5, 30);
        seat().pinchEnded(false);
        server.settle();
        assertEquals(List.of("swipe 4", "by 10.0,-5.0", "end 1", "pinch 1.5 30.0"), log);
        server.move(0, 0);
        log.clear();
        swipe(4, 1, 1, false);
        assertEquals(List.of(), log);
    }

    @Test
    void a_swipe_with_three_fingers_is_the_shells_alone() throws Exception {
        var shell = server.connectPrivileged();
        var surface = shell.surface();
        var heard = new ArrayList<String>();
        var panel = shell.bind(ZweftShellManagerV1.TYPE).createWindow("panel", "", ZweftShellManagerV1.ROLE_PANEL, surface, 0, TestCompositor.HEIGHT - 40, TestCompositor.WIDTH, 40);
        panel.setEvents(new ZweftShellWindowV1.Events() {
            @Override
            public void navigationGesture(ZweftShellWindowV1 self, int type, int fingers, double dx, double dy) {
                heard.add(type + " " + fingers + " " + dx + "," + dy);
            }
        });
        server.settle();
        swipe(3, -80, 10, false);
        swipe(3, 3, 90, false);
        swipe(3, 50, 0, true);
        assertEquals(List.of(ZweftShellWindowV1.GESTURE_SWIPE_LEFT + " 3 -80.0,10.0", ZweftShellWindowV1.GESTURE_SWIPE_DOWN + " 3 3.0,90.0"), heard);
        assertTrue(log.isEmpty(), "a program heard of it");
    }
}
