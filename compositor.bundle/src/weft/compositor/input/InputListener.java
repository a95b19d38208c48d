package weft.compositor.input;

/**
 * Hears what a person does with devices, or with a parent compositor's. Keys and buttons are evdev codes, places are
 * output coordinates. In the loop's thread.
 */
public interface InputListener {
    void pointerMoved(double x, double y);

    /** The pointer moves by so many pixels, as far as the output reaches; {@code raw}: before any acceleration. */
    void pointerMovedBy(double dx, double dy, double rawX, double rawY);

    /** The pointer is no longer on the output; its buttons are let go. */
    void pointerLeft();

    void button(int button, boolean pressed);

    /** A wheel was turned; 15 is one click, down and to the right are positive. */
    void wheel(double dx, double dy);

    /** Fingers on a touchpad scroll by so many pixels. */
    void scrolled(double dx, double dy);

    /** The fingers that scrolled are lifted. */
    void scrollStopped();

    void key(int key, boolean pressed);

    /** There is a touch screen from now on, or none any more. */
    void touchScreen(boolean present);

    /** A finger, numbered as long as it touches, comes down; {@link #touchFrame} follows what belongs together. */
    void touchDown(int finger, double x, double y);

    void touchMoved(int finger, double x, double y);

    void touchUp(int finger);

    void touchFrame();

    /** What the fingers did does not count. */
    void touchCancelled();

    /** The keyboard is somebody else's now: all its keys are let go, and that means nothing more. */
    void keyboardLeft();
}
