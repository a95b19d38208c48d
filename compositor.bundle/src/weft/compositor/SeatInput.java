package weft.compositor;

import weft.compositor.input.InputListener;
import weft.compositor.protocol.Scrolling;
import weft.compositor.protocol.Seat;

/** Passes on to the seat what a backend's devices report. */
final class SeatInput implements InputListener {
    private final Seat seat;

    SeatInput(Seat seat) {
        this.seat = seat;
    }

    @Override
    public void pointerMoved(double x, double y) {
        seat.pointerMoved(x, y);
    }

    @Override
    public void pointerMovedBy(double dx, double dy, double rawX, double rawY) {
        seat.pointerMovedBy(dx, dy, rawX, rawY);
    }

    @Override
    public void pointerLeft() {
        seat.pointerLeft();
    }

    @Override
    public void button(int button, boolean pressed) {
        seat.pointerButton(button, pressed);
    }

    @Override
    public void wheel(double dx, double dy, boolean natural) {
        seat.pointerScrolled(Scrolling.wheel(dx, dy, natural));
    }

    @Override
    public void scrolled(double dx, double dy, boolean natural) {
        seat.pointerScrolled(Scrolling.fingers(dx, dy, natural));
    }

    @Override
    public void scrollStopped() {
        seat.pointerScrollStopped();
    }

    @Override
    public void key(int key, boolean pressed) {
        seat.key(key, pressed);
    }

    @Override
    public void swipeBegan(int fingers) {
        seat.swipeBegan(fingers);
    }

    @Override
    public void swipeMoved(double dx, double dy) {
        seat.swipeMoved(dx, dy);
    }

    @Override
    public void swipeEnded(boolean cancelled) {
        seat.swipeEnded(cancelled);
    }

    @Override
    public void pinchBegan(int fingers) {
        seat.pinchBegan(fingers);
    }

    @Override
    public void pinchMoved(double dx, double dy, double scale, double rotation) {
        seat.pinchMoved(dx, dy, scale, rotation);
    }

    @Override
    public void pinchEnded(boolean cancelled) {
        seat.pinchEnded(cancelled);
    }

    @Override
    public void holdBegan(int fingers) {
        seat.holdBegan(fingers);
    }

    @Override
    public void holdEnded(boolean cancelled) {
        seat.holdEnded(cancelled);
    }

    @Override
    public void touchScreen(boolean present) {
        seat.hasTouch(present);
    }

    @Override
    public void touchDown(int finger, double x, double y) {
        seat.touchDown(finger, x, y);
    }

    @Override
    public void touchMoved(int finger, double x, double y) {
        seat.touchMoved(finger, x, y);
    }

    @Override
    public void touchUp(int finger) {
        seat.touchUp(finger);
    }

    @Override
    public void touchFrame() {
        seat.touchFrame();
    }

    @Override
    public void touchCancelled() {
        seat.touchCancelled();
    }

    @Override
    public void keyboardLeft() {
        seat.releaseKeys();
    }
}
