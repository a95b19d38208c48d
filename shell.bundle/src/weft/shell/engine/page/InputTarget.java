package weft.shell.engine.page;

/**
 * Where the input of a window goes. Coordinates are those of the page; modifiers are flags of
 * {@link weft.shell.engine.cef.BrowserHost}. For one thread.
 */
public interface InputTarget {
    void focus(boolean focused);

    void pointerMoved(int x, int y, int modifiers);

    void pointerLeft(int x, int y, int modifiers);

    void button(int x, int y, int modifiers, int button, boolean pressed, int clicks);

    /** Pixels that the content moves to the right and downwards. */
    void wheel(int x, int y, int modifiers, int dx, int dy);

    /**
     * A key went down or up, or repeats.
     *
     * @param evdevCode   its place on the keyboard
     * @param windowsCode its virtual key code
     * @param text        what it types, maybe nothing
     */
    void key(boolean pressed, int modifiers, int evdevCode, int windowsCode, String text);
}
