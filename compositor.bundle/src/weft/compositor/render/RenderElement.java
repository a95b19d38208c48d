package weft.compositor.render;

import weft.compositor.scene.Rect;
import weft.compositor.scene.SurfaceNode;

/** Something in the scene that draws itself: the ground, a window with its bar, a popup, the pointer. */
public interface RenderElement {
    /** All that it may draw on, in desktop coordinates. */
    Rect extents();

    /** Whether it is drawn at all, and not shown by other means. */
    default boolean isDrawn() {
        return true;
    }

    /** Draws itself within the target's clip, in its view and scale. */
    void paint(Target target);

    /** The surface, shown at ({@code area.x}, {@code area.y}) and without children that show anything, that is all that it draws on an area; null: there is more, or less. */
    default SurfaceNode only(Rect area) {
        return null;
    }

    /** Whether it hides everything below within the given edges, in desktop coordinates. */
    boolean covers(int left, int top, int right, int bottom);
}
