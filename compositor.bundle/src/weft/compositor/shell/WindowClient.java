package weft.compositor.shell;

import java.util.List;
import weft.api.Badge;
import weft.compositor.window.Window;

/** The program behind a window, as told by the workspace. */
public interface WindowClient {
    /** The badges of programs that are in no sandbox. */
    List<Badge> UNCONFINED = List.of(new Badge("not sandboxed", Badge.Kind.write));

    /** It should draw in the size and state that the window wants. */
    void configure(Window window, boolean activated);

    /** It is somewhere else on the output. */
    default void moved(Window window) {}

    /** The keyboard came or went. */
    default void focusChanged(boolean focused) {}

    /** Whether it is an ordinary program, and no part of the session. */
    default boolean isForeign() {
        return false;
    }

    /** Whether a press on its badges means something to it; otherwise they are a part of the bar like any other. */
    default boolean hearsBadges() {
        return false;
    }

    /** The user pressed the badges on the window's bar. */
    default void badgesPressed() {}

    /** The user wants the window closed. */
    void close();

    /** The process, as the kernel knows it. */
    int pid();
}
