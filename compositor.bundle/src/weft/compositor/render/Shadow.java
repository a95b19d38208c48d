package weft.compositor.render;

import weft.compositor.scene.Rect;
import weft.compositor.window.FrameLayout;

/**
 * The soft shadow of one box with rounded corners: a narrow one close below it and a wide one. The wide one is the
 * product of two blurred edges, so only a profile a side is kept; the narrow one follows the corners and is kept as a
 * small picture whose middle is stretched. Drawing darkens what is around the box, never its inside.
 */
public final class Shadow {
    /** How far the wide shadow reaches beyond the box before it can no longer be seen, on the desktop. */
    private static final int REACH = 44;
    private final int scale, margin, radius, pad, corner, patchSize;
    private int width = -1, height = -1;
    private Theme theme;
    private int[] wideX = {}, wideY = {};
    private final int[] patch;
    private int revision;

    /** One for outputs of a scale of {@link Scale}. */
    Shadow(int scale) {
        this.scale = scale;
        margin = Scale.floor(REACH, scale);
        radius = Scale.round(FrameLayout.RADIUS, scale);
        pad = Scale.round(4, scale);
        corner = pad + radius;
        patchSize = 2 * corner + 1;
        patch = new int[patchSize * patchSize];
    }

    /** How often the profiles and the patch have become others. */
    public int revision() {
        return revision;
    }

    /** How much the wide shadow takes of the light, from 0 to 256, is the product of two profiles: from {@code margin} before the box to {@code margin} behind it. */
    public int[] profileX() {
        return wideX;
    }

    public int[] profileY() {
        return wideY;
    }

    /** How far the wide shadow reaches beyond the box. */
    public int margin() {
        return margin;
    }

    /** The radius of the box's corners. */
    public int radius() {
        return radius;
    }

    /** The light that the narrow shadow leaves, from 0 to 256: a square of {@link #patchSize}, which begins {@link #pad} before the box. */
    public int[] patch() {
        return patch;
    }

    public int patchSize() {
        return patchSize;
    }

    public int pad() {
        return pad;
    }

    /** Before and behind this the patch's middle stands for all: its corner's size. */
    public int corner() {
        return corner;
    }

    /** What the shadow of a box covers, the box itself included. */
    static Rect extents(Rect box) {
        return box.grown(REACH, REACH, REACH, REACH);
    }

    /** Darkens the surroundings of a box within the canvas's clip; the box in pixels. */
    void paint(Canvas canvas, Rect box, Theme newTheme) {
        prepare(box.width(), box.height(), newTheme);
        eachStrip(box, (l, t, r, b) -> strip(canvas, box, l, t, r, b));
    }

    /** A part of the surroundings by its edges. */
    public interface Strip {
        void at(int left, int top, int right, int bottom);
    }

    /** Visits what is darkened around a box, in pixels: what lies in its corners too. */
    public void eachStrip(Rect box, Strip visit) {
        int l = box.x() - margin, r = box.right() + margin, innerTop = box.y() + radius, innerBottom = box.bottom() - radius;
        visit.at(l, box.y() - margin, r, innerTop);
        visit.at(l, innerBottom, r, box.bottom() + margin);
        visit.at(l, innerTop, box.x(), innerBottom);
        visit.at(box.right(), innerTop, r, innerBottom);
    }

    private void strip(Canvas canvas, Rect box, int left, int top, int right, int bottom) {
        int l = Math.max(left, canvas.clipLeft()), r = Math.min(right, canvas.clipRight());
        int t = Math.max(top, canvas.clipTop()), b = Math.min(bottom, canvas.clipBottom());
        for (int y = t; y < b && l < r; y++) {
            int row = y * canvas.width();
            wide(canvas.pixels(), row + l, r - l, l - box.x() + margin, wideY[y - box.y() + margin]);
            if (y < box.y() - pad || y >= box.bottom() + pad) continue;
            int from = Math.max(l, box.x() - pad), to = Math.min(r, box.right() + pad);
            narrow(canvas.pixels(), row, from, to, box.x() - pad, patchAt(y - box.y() + pad, box.height()) * patchSize, box.width());
        }
    }

    // The horizontal profile is 0 to 256, the alpha is part of the vertical one; what is left of the light is 0 to 256.
    private void wide(int[] target, int at, int n, int profile, int vertical) {
        for (int i = 0; i < n; i++) {
            int p = target[at + i], light = 256 - (wideX[profile + i] * vertical + 128 >>> 8);
            int rb = (p & 0xff00ff) * light + 0x800080 >>> 8 & 0xff00ff, g = (p & 0xff00) * light + 0x8000 >>> 8 & 0xff00;
            target[at + i] = 0xff000000 | rb | g;
        }
    }

    private void narrow(int[] target, int row, int from, int to, int origin, int patchRow, int boxWidth) {
        for (int x = from; x < to; x++) {
            int p = target[row + x], light = patch[patchRow + patchAt(x - origin, boxWidth)];
            int rb = (p & 0xff00ff) * light + 0x800080 >>> 8 & 0xff00ff, g = (p & 0xff00) * light + 0x8000 >>> 8 & 0xff00;
            target[row + x] = 0xff000000 | rb | g;
        }
    }

    /** The patch's coordinate for one of a box that is {@code size} long: its middle stands for all between the corners. */
    private int patchAt(int i, int size) {
        return i < corner ? i : Math.max(corner, i - size + 2 * radius + 1);
    }

    /** Makes the profiles and the patch be those of a box of that size, in pixels. */
    public void prepare(int w, int h, Theme newTheme) {
        if (w == width && h == height && newTheme == theme) return;
        revision++;
        boolean other = newTheme != theme;
        theme = newTheme;
        if (other) fillPatch(newTheme.narrowShadow);
        if (w != width || other) wideX = profile(wideX, w, 0, 256);
        wideY = profile(wideY, h, Scale.of(8, scale), newTheme.wideShadow * 256 / 255);
        width = w;
        height = h;
    }

    private void fillPatch(int alpha) {
        double half = radius + .5, drop = Scale.of(1, scale), sigma = Scale.of(1, scale);
        for (int y = 0; y < patchSize; y++) {
            for (int x = 0; x < patchSize; x++) {
                double qx = Math.abs(x + .5 - pad - half) - half + radius, qy = Math.abs(y + .5 - pad - half - drop) - half + radius;
                double distance = Math.hypot(Math.max(qx, 0), Math.max(qy, 0)) + Math.min(Math.max(qx, qy), 0) - radius;
                patch[y * patchSize + x] = 256 - (int) Math.round(alpha * 256 / 255.0 * cumulative(-distance / sigma));
            }
        }
    }

    /** A box of {@code size} pixels, moved by {@code drop} and blurred (by a Gaussian of half the theme's width). */
    private int[] profile(int[] reuse, int size, double drop, int full) {
        int n = size + 2 * margin;
        int[] out = reuse.length >= n ? reuse : new int[n];
        double sigma = Scale.of(theme.shadowBlur, scale) / 2;
        for (int i = 0; i < n; i++) {
            double x = i + .5 - margin - drop;
            out[i] = (int) Math.round(full * (cumulative(x / sigma) - cumulative((x - size) / sigma)));
        }
        return out;
    }

    /** The normal distribution's cumulative function, in its logistic approximation (error below 0.0002). */
    private static double cumulative(double x) {
        return 1 / (1 + Math.exp(-(1.5976 * x + 0.07056 * x * x * x)));
    }
}
