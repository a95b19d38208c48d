package weft.compositor.render;

import weft.compositor.scene.Rect;
import weft.compositor.scene.SurfaceNode;

/**
 * What the scene is drawn on: a {@link Canvas} in memory, or a GPU's. Has a clip, and a view of the desktop: pixels are the picture's own, desktop
 * coordinates become pixels by {@link #pixelX} and the like. Drawing is the same on all within two steps of a channel.
 */
public abstract class Target {
    private final int width, height;
    private int left, top, right, bottom;
    private int originX, originY, scale = Scale.ONE;

    protected Target(int width, int height) {
        this.width = width;
        this.height = height;
        right = width;
        bottom = height;
    }

    public final int width() {
        return width;
    }

    public final int height() {
        return height;
    }

    /** Limits drawing to what lies within the given edges and the picture. */
    public final void clip(int newLeft, int newTop, int newRight, int newBottom) {
        left = Math.max(0, newLeft);
        top = Math.max(0, newTop);
        right = Math.max(left, Math.min(width, newRight));
        bottom = Math.max(top, Math.min(height, newBottom));
    }

    public final void unclip() {
        clip(0, 0, width, height);
    }

    public final int clipLeft() {
        return left;
    }

    public final int clipTop() {
        return top;
    }

    public final int clipRight() {
        return right;
    }

    public final int clipBottom() {
        return bottom;
    }

    /** Shows the desktop from a point on, in a scale of {@link Scale}. */
    public final void view(int x, int y, int newScale) {
        originX = x;
        originY = y;
        scale = newScale;
    }

    /** The pixels for one of the desktop, as {@link Scale} counts. */
    public final int scale() {
        return scale;
    }

    /** The pixel at which a desktop coordinate begins. */
    public final int pixelX(int x) {
        return Scale.round(x - originX, scale);
    }

    public final int pixelY(int y) {
        return Scale.round(y - originY, scale);
    }

    /** A rectangle of the desktop, its edges on whole pixels. */
    public final Rect pixels(Rect r) {
        return scale == Scale.ONE ? r.translated(-originX, -originY) : Rect.ofEdges(pixelX(r.x()), pixelY(r.y()), pixelX(r.right()), pixelY(r.bottom()));
    }

    /** The smallest rectangle of the desktop around the clip. */
    final Rect clipOnDesktop() {
        return Rect.ofEdges(originX + Scale.desktopFloor(left, scale), originY + Scale.desktopFloor(top, scale),
                originX + Scale.desktopCeil(right, scale), originY + Scale.desktopCeil(bottom, scale));
    }

    /** Whether the clip meets a rectangle of the desktop. */
    public final boolean touches(Rect r) {
        return Scale.floor(r.x() - originX, scale) < right && Scale.ceil(r.right() - originX, scale) > left
                && Scale.floor(r.y() - originY, scale) < bottom && Scale.ceil(r.bottom() - originY, scale) > top;
    }

    /** Fills a rectangle with one premultiplied colour, blending it if it is not opaque. */
    public abstract void fill(int x, int y, int w, int h, int argb);

    /** Blends a whole picture over this one, its top left corner at ({@code x}, {@code y}). It may be kept until {@link Canvas#changed} or its end. */
    public abstract void draw(Canvas picture, int x, int y);

    /**
     * Draws one surface, without its children, onto a rectangle of pixels that has a size.
     *
     * @param painter whose scratch memory may be used
     * @param map from there to its buffer; valid during the call
     */
    protected abstract void surface(SurfacePainter painter, SurfaceNode node, Rect at, PixelMap map);

    /** Darkens the surroundings of a box, in pixels. */
    protected abstract void shadow(Shadow shadow, Rect box, Theme theme);

    /** Draws the ground, which hides all below. */
    protected abstract void ground(Weave weave);

    /** Remembers what is below the lower corners of a box, for the {@link #roundCorners} that follows under the same clip. */
    protected abstract void keepCorners(Rect box, int radius);

    /** Rounds the lower corners: draws the border's arc, and puts back what was outside of it. */
    protected abstract void roundCorners(Corners corners, Rect box);
}
