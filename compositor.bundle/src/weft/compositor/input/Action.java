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
    WORKSPACE_1, WORKSPACE_2, WORKSPACE_3, WORKSPACE_4,
    /** The window that has the keyboard goes to another workspace; the user stays. */
    TO_WORKSPACE_1, TO_WORKSPACE_2, TO_WORKSPACE_3, TO_WORKSPACE_4,
    /** Ends the session. */
    QUIT;

    private final String text = name().toLowerCase(Locale.ROOT).replace('_', '-');

    /** The name in the file of shortcuts. */
    public String text() {
        return text;
    }

    /** Whether it does something to the window that has the keyboard. */
    public boolean needsWindow() {
        return this != NEXT_WINDOW && this != PREVIOUS_WINDOW && this != QUIT && this != NONE && !showsWorkspace();
    }

    private boolean showsWorkspace() {
        return this == WORKSPACE_1 || this == WORKSPACE_2 || this == WORKSPACE_3 || this == WORKSPACE_4;
    }
}
