package weft.shell.engine.window;

import weft.shell.engine.frame.Frame;
import weft.shell.engine.page.InputTarget;

/** What a window shows, and what is told about it. Called in the loop's thread. */
public interface WindowContent {
    Frame frame();

    InputTarget input();

    /** The cursor that it asked for last ({@code cef_cursor_type_t}). */
    default int cursor() {
        return 0;
    }

    /** A key goes down in one of its windows, before {@link #input} hears it; flags and code as there. */
    default void keyPressed(int flags, int windowsCode) {}

    /** A button goes down or up in one of its windows, before {@link #input} hears it; numbered as there. */
    default void button(int button, boolean pressed) {}

    /** The compositor has decided on a size; a bitset of {@code ZweftShellWindowV1.STATE_…}. */
    void configured(int width, int height, int state);

    /** The user wants the window closed, or it is closed already. */
    void closed();

    /** The window got the keyboard, or lost it. */
    void focused(boolean has);

    /** The user pressed the badges on the window's bar. */
    default void badgesPressed() {}

    /** A frame has been put on the surface. */
    void committed();

    /** Whether anybody can see the window; guessed from the compositor's wish for frames. */
    void visible(ShellWindow window, boolean visible);
}
