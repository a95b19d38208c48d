package weft.compositor.window;

import weft.compositor.scene.Rect;

/** How a window's size and place are decided: by the user, or by the area it fills. */
public enum Placement {
    FLOATING, MAXIMIZED, FULLSCREEN, LEFT_HALF, RIGHT_HALF;

    public boolean isTiled() {
        return this == LEFT_HALF || this == RIGHT_HALF;
    }

    /** What a window fills, of the output and of what of it is usable; null: it floats. */
    Rect area(Rect output, Rect usable) {
        return switch (this) {
            case FLOATING -> null;
            case FULLSCREEN -> output;
            case MAXIMIZED -> usable;
            case LEFT_HALF -> new Rect(usable.x(), usable.y(), usable.width() / 2, usable.height());
            case RIGHT_HALF -> Rect.ofEdges(usable.x() + usable.width() / 2, usable.y(), usable.right(), usable.bottom());
        };
    }
}
