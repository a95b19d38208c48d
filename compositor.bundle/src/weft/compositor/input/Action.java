package weft.compositor.input;

import java.util.Locale;

/** What a shortcut of the system does. */
public enum Action {
    /** Nothing: the key goes to the program. */
    NONE,
    NEXT_WINDOW, PREVIOUS_WINDOW, CLOSE, LEFT_HALF, RIGHT_HALF, MAXIMIZE, FULLSCREEN,
    /** Out of a half, a maximised or a full-screen place; a floating window is minimised. */
    LOWER,
    MINIMIZE,
    /** Ends the session. */
    QUIT;

    private final String text = name().toLowerCase(Locale.ROOT).replace('_', '-');

    /** The name in the file of shortcuts. */
    public String text() {
        return text;
    }

    /** Whether it does something to the window that has the keyboard. */
    public boolean needsWindow() {
        return this != NEXT_WINDOW && this != PREVIOUS_WINDOW && this != QUIT && this != NONE;
    }
}
