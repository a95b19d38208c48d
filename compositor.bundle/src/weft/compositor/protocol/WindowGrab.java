package weft.compositor.protocol;

import weft.compositor.window.Grab;

/** A window is moved or resized by hand until the button is let go. */
final class WindowGrab implements PointerGrab {
    private final SeatPointer pointer;
    private final Grab grab;

    WindowGrab(SeatPointer pointer, Grab grab) {
        this.pointer = pointer;
        this.grab = grab;
        pointer.focus(null);
        pointer.image().show(HoverGrab.shape(grab.edges()));
    }

    @Override
    public void motion(double x, double y) {
        grab.pointerAt(x, y);
    }

    @Override
    public void button(int button, boolean pressed) {
        if (!pointer.pressed().isEmpty()) return;
        grab.end();
        pointer.image().reset();
        pointer.ungrab(this);
    }

    @Override
    public boolean takesAxis() {
        return true;
    }

    @Override
    public void refocus() {
        if (!grab.window().isMapped()) pointer.ungrab(this);
    }

    @Override
    public void cancel() {
        grab.end();
    }
}
