package weft.compositor.window;

import weft.compositor.scene.Rect;

/** What a {@link Desktop} tells about its decisions, while it is at it: do not call it back from here. */
public interface DesktopListener {
    /** The client should be told a new size or state. */
    void configure(Window window);

    /** It is somewhere else, of another size, shown or hidden; {@code before} is the frame until now, empty if it was hidden. */
    void changed(Window window, Rect before);

    /** The order of windows has changed. */
    void restacked();

    /** Another window, or none (null), has the keyboard now. */
    void focused(Window before, Window now);

    /** The user wants the window closed. */
    void closeRequested(Window window);

    /** The user wants to know more about the window's badges. */
    default void badgesPressed(Window window) {}

    /** Whether a badge is at a point of the window's bar, given in the frame's coordinates. */
    default boolean badgeAt(Window window, double fx, double fy) {
        return false;
    }

    /** Whether a popup of the window takes input at a point of the output. */
    boolean popupAt(Window window, double x, double y);

    /** Whether the window's content takes input at a point of the output that lies within it. */
    boolean takesInput(Window window, double x, double y);
}
