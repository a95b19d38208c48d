package weft.compositor.protocol;

/** A button is held on a surface: that surface hears everything until the last button is let go. */
final class ClickGrab implements PointerGrab {
    private final SeatPointer pointer;
    private final Surface surface;
    private final int serial;

    ClickGrab(SeatPointer pointer, Surface surface, int serial) {
        this.pointer = pointer;
        this.surface = surface;
        this.serial = serial;
    }

    Surface surface() {
        return surface;
    }

    /** The serial of the press that began it. */
    int serial() {
        return serial;
    }

    @Override
    public void motion(double x, double y) {
        if (surface.isDestroyed()) pointer.ungrab(this);
        else pointer.focus(surface);
    }

    @Override
    public void button(int button, boolean pressed) {
        pointer.sendButton(button, pressed);
        if (pointer.pressed().isEmpty()) pointer.ungrab(this);
    }

    @Override
    public void refocus() {
        if (surface.isDestroyed()) pointer.ungrab(this);
    }
}
