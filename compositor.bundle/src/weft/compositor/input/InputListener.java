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

    /** A wheel was turned; 15 is one click, down and to the right are positive. {@code natural}: the device turns it round. */
    void wheel(double dx, double dy, boolean natural);

    /** Fingers on a touchpad scroll by so many pixels. */
    void scrolled(double dx, double dy, boolean natural);

    /** The fingers that scrolled are lifted. */
    void scrollStopped();

    void key(int key, boolean pressed);

    /** So many fingers begin to move together over a touchpad. */
    void swipeBegan(int fingers);

    void swipeMoved(double dx, double dy);

    /** {@code cancelled}: it turned out to be something else. */
    void swipeEnded(boolean cancelled);

    void pinchBegan(int fingers);

    /** {@code scale}: the fingers' distance, compared to that in the beginning; {@code rotation}: degrees clockwise since the last. */
    void pinchMoved(double dx, double dy, double scale, double rotation);

    void pinchEnded(boolean cancelled);

    /** Fingers rest on a touchpad. */
    void holdBegan(int fingers);

    void holdEnded(boolean cancelled);

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
