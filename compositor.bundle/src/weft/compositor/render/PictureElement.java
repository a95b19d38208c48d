package weft.compositor.render;

import weft.compositor.scene.Rect;

/** A picture of the system's own, such as its pointer. */
public final class PictureElement implements RenderElement {
    private PointerShape shape;
    private Rect extents = Rect.EMPTY;

    /** Shows a shape, its hot spot at ({@code x}, {@code y}); nothing if it is null. */
    public void show(PointerShape newShape, int x, int y) {
        shape = newShape;
        extents = shape == null ? Rect.EMPTY : new Rect(x - shape.hotspotX(), y - shape.hotspotY(), PointerShape.SIZE, PointerShape.SIZE);
    }

    @Override
    public Rect extents() {
        return extents;
    }

    @Override
    public boolean isDrawn() {
        return shape != null;
    }

    @Override
    public void paint(Target target) {
        if (shape != null) target.draw(shape.picture(target.scale()), target.pixelX(extents.x()), target.pixelY(extents.y()));
    }

    @Override
    public boolean covers(int left, int top, int right, int bottom) {
        return false;
    }
}
