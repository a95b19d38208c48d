package weft.compositor.render;

import weft.compositor.scene.Rect;

/** Something in the scene that draws itself: the ground, a window with its bar, a popup, the pointer. */
public interface RenderElement {
    /** All that it may draw on, in desktop coordinates. */
    Rect extents();

    /** Draws itself within the target's clip, in its view and scale. */
    void paint(Target target);

    /** Whether it hides everything below within the given edges, in desktop coordinates. */
    boolean covers(int left, int top, int right, int bottom);
}
