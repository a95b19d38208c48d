package weft.compositor.render;

import weft.compositor.scene.Rect;
import weft.compositor.scene.SurfaceNode;

/** A picture of 0xAARRGGBB pixels in memory, alpha premultiplied. */
public final class Canvas extends Target implements Frame {
    private final int width;
    private final int[] pixels;
    private final boolean alpha;
    private int revision;
    private int[] corners = {};

    public Canvas(int width, int height) {
        this(width, height, true);
    }

    private Canvas(int width, int height, boolean alpha) {
        super(width, height);
        this.width = width;
        this.alpha = alpha;
        pixels = new int[Math.multiplyExact(width, height)];
    }

    /** A picture that hides all behind it, such as an output's: the alpha of its pixels is anything, and to be ignored. */
    public static Canvas opaque(int width, int height) {
        return new Canvas(width, height, false);
    }

    /** Whether the alpha of its pixels means something. */
    public boolean hasAlpha() {
        return alpha;
    }

    /** How often it was {@link #changed}. */
    public int revision() {
        return revision;
    }

    /** To be said when a picture that was drawn somewhere is drawn anew itself: who keeps something of it makes that again. */
    public void changed() {
        revision++;
    }

    @Override
    public Canvas read() {
        return this;
    }

    /** The rows, top to bottom, without gaps. Live. */
    public int[] pixels() {
        return pixels;
    }

    public int get(int x, int y) {
        return pixels[y * width + x];
    }

    @Override
    public void fill(int x, int y, int w, int h, int argb) {
        int l = Math.max(x, clipLeft()), r = Math.min(x + w, clipRight()), b = Math.min(y + h, clipBottom());
        if (l >= r) return;
        for (int row = Math.max(y, clipTop()); row < b; row++) Blend.fill(argb, pixels, row * width + l, r - l);
    }

    @Override
    public void draw(Canvas picture, int x, int y) {
        int l = Math.max(x, clipLeft()), r = Math.min(x + picture.width, clipRight()), b = Math.min(y + picture.height(), clipBottom());
        if (l >= r) return;
        for (int row = Math.max(y, clipTop()); row < b; row++) {
            Blend.over(picture.pixels, (row - y) * picture.width + l - x, pixels, row * width + l, r - l);
        }
    }

    @Override
    protected void surface(SurfacePainter painter, SurfaceNode node, Rect at, PixelMap map) {
        painter.paint(node, at, map, this);
    }

    @Override
    protected void shadow(Shadow shadow, Rect box, Theme theme) {
        shadow.paint(this, box, theme);
    }

    @Override
    protected void ground(Weave weave) {
        weave.paint(this, 0);
    }

    @Override
    protected void keepCorners(Rect box, int radius) {
        if (corners.length < 2 * radius * radius) corners = new int[2 * radius * radius];
        Corners.keep(this, box, radius, corners);
    }

    @Override
    protected void roundCorners(Corners shape, Rect box) {
        shape.round(this, box, corners);
    }
}
