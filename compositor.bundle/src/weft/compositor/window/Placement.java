package weft.compositor.window;

/** How a window's size and place are decided: by the user, or by the area it fills. */
public enum Placement {
    FLOATING, MAXIMIZED, FULLSCREEN, LEFT_HALF, RIGHT_HALF;

    public boolean isTiled() {
        return this == LEFT_HALF || this == RIGHT_HALF;
    }
}
