package weft.compositor.protocol;

import java.util.ArrayList;
import java.util.List;
import weft.wayland.protocol.server.WlPointer;
import weft.wayland.protocol.server.ZwpPointerGestureHoldV1;
import weft.wayland.protocol.server.ZwpPointerGesturePinchV1;
import weft.wayland.protocol.server.ZwpPointerGestureSwipeV1;
import weft.wayland.protocol.server.ZwpPointerGesturesV1;
import weft.wayland.server.Display;

/**
 * {@code zwp_pointer_gestures_v1}: fingers that move together on a touchpad. They go to the surface that the pointer was
 * on when they began; a swipe with three fingers is the system's, which hears of it when it is over.
 */
final class PointerGestures implements ZwpPointerGesturesV1.Requests {
    private static final int OF_THE_SYSTEM = 3;
    private final Seat seat;
    private final Swiped onSwipe;
    private final List<ZwpPointerGestureSwipeV1> swipes = new ArrayList<>();
    private final List<ZwpPointerGesturePinchV1> pinches = new ArrayList<>();
    private final List<ZwpPointerGestureHoldV1> holds = new ArrayList<>();
    private Surface target;
    private int fingers;
    private double dx, dy;

    /** Hears of a swipe that is the system's. */
    interface Swiped {
        void swiped(int fingers, double dx, double dy);
    }

    PointerGestures(Display display, Seat seat, Swiped onSwipe) {
        this.seat = seat;
        this.onSwipe = onSwipe;
        display.addGlobal(ZwpPointerGesturesV1.TYPE, 3, g -> g.setRequests(this));
    }

    @Override
    public void getSwipeGesture(ZwpPointerGesturesV1 self, ZwpPointerGestureSwipeV1 id, WlPointer pointer) {
        id.setRequests(new ZwpPointerGestureSwipeV1.Requests() {});
        swipes.add(id);
        id.onDestroy(() -> swipes.remove(id));
    }

    @Override
    public void getPinchGesture(ZwpPointerGesturesV1 self, ZwpPointerGesturePinchV1 id, WlPointer pointer) {
        id.setRequests(new ZwpPointerGesturePinchV1.Requests() {});
        pinches.add(id);
        id.onDestroy(() -> pinches.remove(id));
    }

    @Override
    public void getHoldGesture(ZwpPointerGesturesV1 self, ZwpPointerGestureHoldV1 id, WlPointer pointer) {
        id.setRequests(new ZwpPointerGestureHoldV1.Requests() {});
        holds.add(id);
        id.onDestroy(() -> holds.remove(id));
    }

    void surfaceDestroyed(Surface s) {
        if (target == s) target = null;
    }

    private int begin() {
        target = seat.pointer().focus();
        return target == null ? 0 : seat.serials().issue(target.client());
    }

    private int end() {
        return target == null ? 0 : seat.serials().issue(target.client());
    }

    void swipeBegan(int newFingers) {
        fingers = newFingers;
        dx = dy = 0;
        if (fingers == OF_THE_SYSTEM) {
            target = null;
            return;
        }
        int serial = begin();
        if (target != null) for (var s : swipes) if (s.client() == target.client()) s.sendBegin(serial, seat.time(), target.resource(), fingers);
    }

    void swipeMoved(double moreX, double moreY) {
        dx += moreX;
        dy += moreY;
        if (target != null) for (var s : swipes) if (s.client() == target.client()) s.sendUpdate(seat.time(), moreX, moreY);
    }

    void swipeEnded(boolean cancelled) {
        int serial = end();
        if (target != null) for (var s : swipes) if (s.client() == target.client()) s.sendEnd(serial, seat.time(), cancelled ? 1 : 0);
        if (fingers == OF_THE_SYSTEM && !cancelled) onSwipe.swiped(fingers, dx, dy);
        target = null;
        fingers = 0;
    }

    void pinchBegan(int newFingers) {
        int serial = begin();
        if (target != null) for (var p : pinches) if (p.client() == target.client()) p.sendBegin(serial, seat.time(), target.resource(), newFingers);
    }

    void pinchMoved(double moreX, double moreY, double scale, double rotation) {
        if (target != null) for (var p : pinches) if (p.client() == target.client()) p.sendUpdate(seat.time(), moreX, moreY, scale, rotation);
    }

    void pinchEnded(boolean cancelled) {
        int serial = end();
        if (target != null) for (var p : pinches) if (p.client() == target.client()) p.sendEnd(serial, seat.time(), cancelled ? 1 : 0);
        target = null;
    }

    void holdBegan(int newFingers) {
        int serial = begin();
        if (target != null) for (var h : holds) if (h.client() == target.client()) h.sendBegin(serial, seat.time(), target.resource(), newFingers);
    }

    void holdEnded(boolean cancelled) {
        int serial = end();
        if (target != null) for (var h : holds) if (h.client() == target.client()) h.sendEnd(serial, seat.time(), cancelled ? 1 : 0);
        target = null;
    }
}
