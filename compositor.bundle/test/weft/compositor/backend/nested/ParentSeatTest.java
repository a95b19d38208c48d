package weft.compositor.backend.nested;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import weft.compositor.input.InputListener;
import weft.os.Memfd;
import weft.wayland.client.Connection;
import weft.wayland.protocol.client.WlCompositor;
import weft.wayland.protocol.server.WlKeyboard;
import weft.wayland.protocol.server.WlPointer;
import weft.wayland.protocol.server.WlSeat;
import weft.wayland.protocol.server.WlSurface;
import weft.wayland.protocol.server.WlTouch;
import weft.wayland.testing.Fixture;
import weft.wayland.wire.IntArrays;

/** A parent whose seat says exactly what the test wants, in every version of the protocol. */
class ParentSeatTest {
    private final List<String> heard = new ArrayList<>();
    private final Fixture parent = new Fixture();
    private WlSeat seat;
    private WlPointer pointer;
    private WlKeyboard keyboard;
    private WlTouch touch;
    private WlSurface surface;

    ParentSeatTest() throws Exception {}

    @AfterEach
    void close() {
        parent.close();
    }

    private final InputListener input = new InputListener() {
        @Override
        public void pointerMoved(double x, double y) {
            heard.add("moved " + x + "," + y);
        }

        @Override
        public void pointerMovedBy(double dx, double dy, double rawX, double rawY) {
            heard.add("moved by " + dx + "," + dy);
        }

        @Override
        public void pointerLeft() {
            heard.add("pointer left");
        }

        @Override
        public void button(int button, boolean pressed) {
            heard.add("button " + button + " " + pressed);
        }

        @Override
        public void wheel(double dx, double dy, boolean natural) {
            heard.add("wheel " + dx + "," + dy);
        }

        @Override
        public void scrolled(double dx, double dy, boolean natural) {
            heard.add("scrolled " + dx + "," + dy);
        }

        @Override
        public void scrollStopped() {
            heard.add("stopped");
        }

        @Override
        public void swipeBegan(int fingers) {
            heard.add("swipeBegan");
        }

        @Override
        public void swipeMoved(double dx, double dy) {
            heard.add("swipeMoved");
        }

        @Override
        public void swipeEnded(boolean cancelled) {
            heard.add("swipeEnded");
        }

        @Override
        public void pinchBegan(int fingers) {
            heard.add("pinchBegan");
        }

        @Override
        public void pinchMoved(double dx, double dy, double scale, double rotation) {
            heard.add("pinchMoved");
        }

        @Override
        public void pinchEnded(boolean cancelled) {
            heard.add("pinchEnded");
        }

        @Override
        public void holdBegan(int fingers) {
            heard.add("holdBegan");
        }

        @Override
        public void holdEnded(boolean cancelled) {
            heard.add("holdEnded");
        }

        @Override
        public void touchScreen(boolean present) {
            heard.add("touch screen " + present);
        }

        @Override
        public void touchDown(int finger, double x, double y) {
            heard.add("down " + finger + " " + x + "," + y);
        }

        @Override
        public void touchMoved(int finger, double x, double y) {
            heard.add("finger " + finger + " " + x + "," + y);
        }

        @Override
        public void touchUp(int finger) {
            heard.add("up " + finger);
        }

        @Override
        public void touchFrame() {
            heard.add("touch frame");
        }

        @Override
        public void touchCancelled() {
            heard.add("touch cancelled");
        }

        @Override
        public void key(int key, boolean pressed) {
            heard.add("key " + key + " " + pressed);
        }

        @Override
        public void keyboardLeft() {
            heard.add("keyboard left");
        }
    };

    private void open(int version) throws Exception {
        parent.display().addGlobal(weft.wayland.protocol.server.WlCompositor.TYPE, 4, compositor ->
                compositor.setRequests(new weft.wayland.protocol.server.WlCompositor.Requests() {
                    @Override
                    public void createSurface(weft.wayland.protocol.server.WlCompositor self, WlSurface id) {
                        surface = id;
                    }

                    @Override
                    public void createRegion(weft.wayland.protocol.server.WlCompositor self, weft.wayland.protocol.server.WlRegion id) {}
                }));
        parent.display().addGlobal(WlSeat.TYPE, version, s -> {
            seat = s;
            s.setRequests(new WlSeat.Requests() {
                @Override
                public void getPointer(WlSeat self, WlPointer id) {
                    pointer = id;
                }

                @Override
                public void getKeyboard(WlSeat self, WlKeyboard id) {
                    keyboard = id;
                }

                @Override
                public void getTouch(WlSeat self, WlTouch id) {
                    touch = id;
                }
            });
            s.sendCapabilities(WlSeat.CAPABILITY_POINTER | WlSeat.CAPABILITY_KEYBOARD);
        });
        Connection connection = parent.connect();
        connection.registry().bind(WlCompositor.TYPE, 4).createSurface();
        new ParentSeat(connection.registry(), input, (s, x, y) -> s == null ? null : new ParentPlaces.Place(x, y));
        parent.roundtrip();
        parent.roundtrip();
    }

    private List<String> heard() throws Exception {
        parent.roundtrip();
        var out = List.copyOf(heard);
        heard.clear();
        return out;
    }

    @Test
    void a_fine_wheel_is_counted_in_parts_of_a_click_whatever_pixels_the_parent_makes_of_it() throws Exception {
        open(8);
        pointer.sendAxisSource(WlPointer.AXIS_SOURCE_WHEEL);
        pointer.sendAxisValue120(WlPointer.AXIS_VERTICAL_SCROLL, -30);
        pointer.sendAxis(1, WlPointer.AXIS_VERTICAL_SCROLL, -2.5);
        pointer.sendFrame();
        assertEquals(List.of("wheel 0.0,-3.75"), heard());
    }

    @Test
    void clicks_of_a_wheel_are_counted_in_both_directions() throws Exception {
        open(5);
        pointer.sendAxisSource(WlPointer.AXIS_SOURCE_WHEEL);
        pointer.sendAxisDiscrete(WlPointer.AXIS_VERTICAL_SCROLL, 2);
        pointer.sendAxis(1, WlPointer.AXIS_VERTICAL_SCROLL, 20);
        pointer.sendAxisDiscrete(WlPointer.AXIS_HORIZONTAL_SCROLL, -1);
        pointer.sendAxis(1, WlPointer.AXIS_HORIZONTAL_SCROLL, -10);
        pointer.sendFrame();
        assertEquals(List.of("wheel -15.0,30.0"), heard());
    }

    @Test
    void fingers_scroll_by_pixels_and_are_lifted() throws Exception {
        open(8);
        pointer.sendAxisSource(WlPointer.AXIS_SOURCE_FINGER);
        pointer.sendAxis(1, WlPointer.AXIS_VERTICAL_SCROLL, 3.5);
        pointer.sendFrame();
        pointer.sendAxisSource(WlPointer.AXIS_SOURCE_FINGER);
        pointer.sendAxisStop(2, WlPointer.AXIS_VERTICAL_SCROLL);
        pointer.sendFrame();
        assertEquals(List.of("scrolled 0.0,3.5", "stopped"), heard());
    }

    @Test
    void an_old_parent_that_ends_no_frames_is_understood_at_once() throws Exception {
        open(4);
        pointer.sendAxis(1, WlPointer.AXIS_VERTICAL_SCROLL, 10);
        assertEquals(List.of("wheel 0.0,10.0"), heard());
    }

    @Test
    void keys_that_were_pressed_for_somebody_else_do_nothing_here_except_modifiers() throws Exception {
        open(7);
        keyboard.sendEnter(1, surface, IntArrays.bytes(new int[] {28, 42, 125}));
        keyboard.sendKey(2, 1, 30, WlKeyboard.KEY_STATE_PRESSED);
        keyboard.sendLeave(3, surface);
        assertEquals(List.of("key 42 true", "key 30 true", "keyboard left"), heard());
    }

    @Test
    void fingers_are_passed_on_and_the_touch_screen_comes_and_goes() throws Exception {
        open(7);
        seat.sendCapabilities(WlSeat.CAPABILITY_POINTER | WlSeat.CAPABILITY_KEYBOARD | WlSeat.CAPABILITY_TOUCH);
        parent.roundtrip();
        parent.roundtrip();
        touch.sendDown(1, 1, surface, 4, 5, 6);
        touch.sendMotion(2, 4, 7, 8);
        touch.sendUp(2, 3, 4);
        touch.sendFrame();
        touch.sendCancel();
        assertEquals(List.of("touch screen true", "down 4 5.0,6.0", "finger 4 7.0,8.0", "up 4", "touch frame", "touch cancelled"), heard());
        seat.sendCapabilities(WlSeat.CAPABILITY_POINTER | WlSeat.CAPABILITY_KEYBOARD);
        assertEquals(List.of("touch screen false"), heard());
    }

    @Test
    void the_parents_keymap_is_put_away() throws Exception {
        open(7);
        try (var memory = Memfd.create("keymap", 16)) {
            keyboard.sendKeymap(WlKeyboard.KEYMAP_FORMAT_XKB_V1, memory, 16);
        }
        assertEquals(List.of(), heard());
    }

    @Test
    void devices_that_go_let_go_of_everything_and_may_come_back() throws Exception {
        open(7);
        seat.sendCapabilities(0);
        assertEquals(List.of("pointer left", "keyboard left"), heard());
        pointer = null;
        seat.sendCapabilities(WlSeat.CAPABILITY_POINTER);
        parent.roundtrip();
        parent.roundtrip();
        pointer.sendEnter(1, surface, 3, 4);
        pointer.sendFrame();
        assertEquals(List.of("moved 3.0,4.0"), heard());
    }
}
