package weft.compositor.render;

import weft.compositor.scene.Rect;

/**
 * A picture of 0xAARRGGBB pixels, alpha premultiplied, and the part of it that may be drawn on. What it shows of the desktop is its view: pixels
 * are the picture's own, desktop coordinates become pixels by {@link #pixelX} and the like.
 */
public final class Canvas {
    private final int width, height;
    private final int[] pixels;
    private final boolean alpha;
    private int left, top, right, bottom;
    private int originX, originY, scale = Scale.ONE;

    public Canvas(int width, int height) {
        this(width, height, true);
    }

    private Canvas(int width, int height, boolean alpha) {
        this.width = width;
        this.height = height;
        this.alpha = alpha;
        pixels = new int[Math.multiplyExact(width, height)];
        unclip();
    }

    /** A picture that hides all behind it, such as an output's: the alpha of its pixels is anything, and to be ignored. */
    public static Canvas opaque(int width, int height) {
        return new Canvas(width, height, false);
    }

    /** Whether the alpha of its pixels means something. */
    public boolean hasAlpha() {
        return alpha;
    }

    public int width() {
        return width;
    }

    public int height() {
        return height;
    }

    /** The rows, top to bottom, without gaps. Live. */
    public int[] pixels() {
        return pixels;
    }

    public int get(int x, int y) {
        return pixels[y * width + x];
    }

    /** Limits drawing to what lies within the given edges and the picture. */
    public void clip(int newLeft, int newTop, int newRight, int newBottom) {
        left = Math.max(0, newLeft);
        top = Math.max(0, newTop);
        right = Math.max(left, Math.min(width, newRight));
        bottom = Math.max(top, Math.min(height, newBottom));
    }

    public void unclip() {
        clip(0, 0, width, height);
    }

    public int clipLeft() {
        return left;
    }

    public int clipTop() {
        return top;
    }

    public int clipRight() {
        return right;
    }

    public int clipBottom() {
        return bottom;
    }

    /** Shows the desktop from a point on, in a scale of {@link Scale}. */
    public void view(int x, int y, int newScale) {
        originX = x;
        originY = y;
        scale = newScale;
    }

    /** The pixels for one of the desktop, as {@link Scale} counts. */
    public int scale() {
        return scale;
    }

    /** The pixel at which a desktop coordinate begins. */
    public int pixelX(int x) {
        return Scale.round(x - originX, scale);
    }

    public int pixelY(int y) {
        return Scale.round(y - originY, scale);
    }

    /** A rectangle of the desktop, its edges on whole pixels. */
    public Rect pixels(Rect r) {
        return scale == Scale.ONE ? r.translated(-originX, -originY) : Rect.ofEdges(pixelX(r.x()), pixelY(r.y()), pixelX(r.right()), pixelY(r.bottom()));
    }

    /** The smallest rectangle of the desktop around the clip. */
    Rect clipOnDesktop() {
        return Rect.ofEdges(originX + Scale.desktopFloor(left, scale), originY + Scale.desktopFloor(top, scale),
                originX + Scale.desktopCeil(right, scale), originY + Scale.desktopCeil(bottom, scale));
    }

    /** Whether the clip meets a rectangle of the desktop. */
    public boolean touches(Rect r) {
        return Scale.floor(r.x() - originX, scale) < right && Scale.ceil(r.right() - originX, scale) > left
                && Scale.floor(r.y() - originY, scale) < bottom && Scale.ceil(r.bottom() - originY, scale) > top;
    }

    /** Fills a rectangle with one premultiplied colour, blending it if it is not opaque. */
    public void fill(int x, int y, int w, int h, int argb) {
        int l = Math.max(x, left), r = Math.min(x + w, right), b = Math.min(y + h, bottom);
        if (l >= r) return;
        for (int row = Math.max(y, top); row < b; row++) Blend.fill(argb, pixels, row * width + l, r - l);
    }

    /** Blends a whole picture over this one, its top left corner at ({@code x}, {@code y}). */
    public void draw(Canvas picture, int x, int y) {
        int l = Math.max(x, left), r = Math.min(x + picture.width, right), b = Math.min(y + picture.height, bottom);
        if (l >= r) return;
        for (int row = Math.max(y, top); row < b; row++) {
            Blend.over(picture.pixels, (row - y) * picture.width + l - x, pixels, row * width + l, r - l);
        }
    }
}
