package weft.compositor.render;

import weft.compositor.scene.Rect;

/** A picture of the system's own, such as its pointer. */
public final class PictureElement implements RenderElement {
    private Canvas picture;
    private Rect extents = Rect.EMPTY;

    /** Shows a picture, its top left corner at ({@code x}, {@code y}); nothing if it is null. */
    public void show(Canvas newPicture, int x, int y) {
        picture = newPicture;
        extents = picture == null ? Rect.EMPTY : new Rect(x, y, picture.width(), picture.height());
    }

    @Override
    public Rect extents() {
        return extents;
    }

    @Override
    public void paint(Canvas canvas) {
        if (picture != null) canvas.draw(picture, extents.x(), extents.y());
    }

    @Override
    public boolean covers(int left, int top, int right, int bottom) {
        return false;
    }
}
