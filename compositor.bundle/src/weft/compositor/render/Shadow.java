package weft.compositor.render;

import weft.compositor.scene.Rect;
import weft.compositor.window.FrameLayout;

/**
 * The soft shadow of one box with rounded corners: a narrow one close below it and a wide one. The wide one is the
 * product of two blurred edges, so only a profile a side is kept; the narrow one follows the corners and is kept as a
 * small picture whose middle is stretched. Drawing darkens what is around the box, never its inside.
 */
final class Shadow {
    private static final int WIDE_DROP = 8, NARROW_DROP = 1, RADIUS = FrameLayout.RADIUS, PAD = 4, CORNER = PAD + RADIUS, PATCH = 2 * CORNER + 1;
    private static final double NARROW_SIGMA = 1;
    /** How far the wide shadow reaches beyond the box before it can no longer be seen. */
    static final int MARGIN = 44;
    private int width = -1, height = -1;
    private Theme theme;
    private int[] wideX = {}, wideY = {};
    private final int[] patch = new int[PATCH * PATCH];

    /** What the shadow of a box covers, the box itself included. */
    static Rect extents(Rect box) {
        return box.grown(MARGIN, MARGIN, MARGIN, MARGIN);
    }

    /** Darkens the surroundings of a box within the canvas's clip. */
    void paint(Canvas canvas, Rect box, Theme newTheme) {
        prepare(box.width(), box.height(), newTheme);
        int l = box.x() - MARGIN, r = box.right() + MARGIN, innerTop = box.y() + RADIUS, innerBottom = box.bottom() - RADIUS;
        strip(canvas, box, l, box.y() - MARGIN, r, innerTop);
        strip(canvas, box, l, innerBottom, r, box.bottom() + MARGIN);
        strip(canvas, box, l, innerTop, box.x(), innerBottom);
        strip(canvas, box, box.right(), innerTop, r, innerBottom);
    }

    private void strip(Canvas canvas, Rect box, int left, int top, int right, int bottom) {
        int l = Math.max(left, canvas.clipLeft()), r = Math.min(right, canvas.clipRight());
        int t = Math.max(top, canvas.clipTop()), b = Math.min(bottom, canvas.clipBottom());
        for (int y = t; y < b && l < r; y++) {
            int row = y * canvas.width();
            wide(canvas.pixels(), row + l, r - l, l - box.x() + MARGIN, wideY[y - box.y() + MARGIN]);
            if (y < box.y() - PAD || y >= box.bottom() + PAD) continue;
            int from = Math.max(l, box.x() - PAD), to = Math.min(r, box.right() + PAD);
            narrow(canvas.pixels(), row, from, to, box.x() - PAD, patchAt(y - box.y() + PAD, box.height()) * PATCH, box.width());
        }
    }

    // The horizontal profile is 0 to 256, the alpha is part of the vertical one; what is left of the light is 0 to 256.
    private void wide(int[] target, int at, int n, int profile, int vertical) {
        for (int i = 0; i < n; i++) {
            int p = target[at + i], light = 256 - (wideX[profile + i] * vertical >>> 8);
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
    private static int patchAt(int i, int size) {
        return i < CORNER ? i : Math.max(CORNER, i - size + 2 * RADIUS + 1);
    }

    private void prepare(int w, int h, Theme newTheme) {
        if (w == width && h == height && newTheme == theme) return;
        if (newTheme != theme) fillPatch(newTheme.narrowShadow);
        if (w != width || newTheme != theme) wideX = profile(wideX, w, newTheme.shadowBlur, 0, 256);
        wideY = profile(wideY, h, newTheme.shadowBlur, WIDE_DROP, newTheme.wideShadow * 256 / 255);
        width = w;
        height = h;
        theme = newTheme;
    }

    private void fillPatch(int alpha) {
        double half = RADIUS + .5;
        for (int y = 0; y < PATCH; y++) {
            for (int x = 0; x < PATCH; x++) {
                double qx = Math.abs(x + .5 - PAD - half) - half + RADIUS, qy = Math.abs(y + .5 - PAD - half - NARROW_DROP) - half + RADIUS;
                double distance = Math.hypot(Math.max(qx, 0), Math.max(qy, 0)) + Math.min(Math.max(qx, qy), 0) - RADIUS;
                patch[y * PATCH + x] = 256 - (int) Math.round(alpha * 256 / 255.0 * cumulative(-distance / NARROW_SIGMA));
            }
        }
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
