package weft.compositor.protocol;

/** Who handles the pointer at present: the seat passes all that happens on to the topmost grab. Output coordinates. */
interface PointerGrab {
    void motion(double x, double y);

    void button(int button, boolean pressed);

    /** Scrolling; passed to whoever has the pointer unless the grab wants it otherwise. */
    default boolean takesAxis() {
        return false;
    }

    /** What is under the pointer may have changed. */
    default void refocus() {}

    /** Another grab takes over for good, or what it held is gone. */
    default void cancel() {}
}
