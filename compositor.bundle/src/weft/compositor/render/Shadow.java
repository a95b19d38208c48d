package weft.compositor.render;

import weft.compositor.scene.Rect;

/**
 * The soft shadow of one box: a narrow one close below it and a wide one. A blurred box is the product of two blurred
 * edges, so only one profile a side is kept; drawing darkens what is around the box, never inside it.
 */
final class Shadow {
    private static final int NARROW_BLUR = 2, NARROW_DROP = 1, WIDE_DROP = 8;
    /** How far the wide shadow reaches beyond the box before it can no longer be seen. */
    static final int MARGIN = 44;
    private int width = -1, height = -1;
    private Theme theme;
    private int[] narrowX = {}, narrowY = {}, wideX = {}, wideY = {};

    /** What the shadow of a box covers, the box itself included. */
    static Rect extents(Rect box) {
        return box.grown(MARGIN, MARGIN, MARGIN, MARGIN);
    }

    /** Darkens the surroundings of a box within the canvas's clip. */
    void paint(Canvas canvas, Rect box, int cornerRadius, Theme newTheme) {
        prepare(box.width(), box.height(), newTheme);
        var e = extents(box);
        int inner = cornerRadius;
        strip(canvas, e, e.x(), e.y(), e.right(), box.y() + inner);
        strip(canvas, e, e.x(), box.bottom() - inner, e.right(), e.bottom());
        strip(canvas, e, e.x(), box.y() + inner, box.x(), box.bottom() - inner);
        strip(canvas, e, box.right(), box.y() + inner, e.right(), box.bottom() - inner);
    }

    private void strip(Canvas canvas, Rect e, int left, int top, int right, int bottom) {
        int l = Math.max(left, canvas.clipLeft()), r = Math.min(right, canvas.clipRight());
        int t = Math.max(top, canvas.clipTop()), b = Math.min(bottom, canvas.clipBottom());
        for (int y = t; y < b && l < r; y++) {
            darken(canvas.pixels(), y * canvas.width() + l, r - l, l - e.x(), narrowY[y - e.y()], wideY[y - e.y()]);
        }
    }

    // Profiles are 0 to 256, alphas already part of the vertical ones; light left over is the product of both.
    private void darken(int[] target, int at, int n, int profile, int narrow, int wide) {
        for (int i = 0; i < n; i++) {
            int p = target[at + i];
            int light = (65536 - narrowX[profile + i] * narrow) * (65536 - wideX[profile + i] * wide >>> 8) >>> 16;
            int rb = (p & 0xff00ff) * light + 0x800080 >>> 8 & 0xff00ff, g = (p & 0xff00) * light + 0x8000 >>> 8 & 0xff00;
            target[at + i] = 0xff000000 | rb | g;
        }
    }

    private void prepare(int w, int h, Theme newTheme) {
        if (w == width && h == height && newTheme == theme) return;
        if (w != width || newTheme != theme) {
            narrowX = profile(narrowX, w, NARROW_BLUR, 0, 256);
            wideX = profile(wideX, w, newTheme.shadowBlur, 0, 256);
        }
        narrowY = profile(narrowY, h, NARROW_BLUR, NARROW_DROP, newTheme.narrowShadow * 256 / 255);
        wideY = profile(wideY, h, newTheme.shadowBlur, WIDE_DROP, newTheme.wideShadow * 256 / 255);
        width = w;
        height = h;
        theme = newTheme;
    }

    /** A box of {@code size} pixels, moved by {@code drop} and blurred (by a Gaussian of half the blur's width). */
    private static int[] profile(int[] reuse, int size, int blur, int drop, int full) {
        int n = size + 2 * MARGIN;
        int[] out = reuse.length >= n ? reuse : new int[n];
        double sigma = blur / 2.0;
        for (int i = 0; i < n; i++) {
            double x = i + .5 - MARGIN - drop;
            out[i] = (int) Math.round(full * (cumulative(x / sigma) - cumulative((x - size) / sigma)));
        }
        return out;
    }

    /** The normal distribution's cumulative function, in its logistic approximation (error below 0.0002). */
    private static double cumulative(double x) {
        return 1 / (1 + Math.exp(-(1.5976 * x + 0.07056 * x * x * x)));
    }
}
