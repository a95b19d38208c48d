package weft.compositor.render;

import java.util.Arrays;

/** The ground of outputs of one size, scale and theme. Only the threads are kept: all between them is one colour. */
public final class Weave {
    private final int width, height, weftPeriod, weftAt, warpPeriod, warpAt, thread;
    private final double reachX, reachY;
    private final Theme theme;
    /** The rows in which a weft thread lies, whole; the others hold the pixels of the warp threads alone. */
    private final int[][] rows;

    Weave(int width, int height, int scale, Theme theme) {
        this.theme = theme;
        this.width = width;
        this.height = height;
        weftPeriod = Scale.round(46, scale);
        weftAt = Scale.round(22, scale);
        warpPeriod = Scale.round(70, scale);
        warpAt = Scale.round(34, scale);
        thread = Math.max(1, Scale.round(2, scale));
        reachX = Scale.of(1200, scale);
        reachY = Scale.of(700, scale);
        rows = new int[height][];
        for (int y = 0; y < height; y++) rows[y] = isWeft(y) ? weft(y) : warps(y);
    }

    private boolean isWeft(int y) {
        return y % weftPeriod >= weftAt && y % weftPeriod < weftAt + thread;
    }

    private int[] weft(int y) {
        int[] row = new int[width];
        for (int x = 0; x < width; x++) row[x] = colour(theme.threadA, x, y);
        for (int x = warpAt; x < width; x += warpPeriod) {
            // Where threads cross, one goes over the other by turns.
            if ((x / warpPeriod + y / weftPeriod) % 2 == 0) continue;
            for (int i = x; i < Math.min(x + thread, width); i++) row[i] = colour(theme.threadB, i, y);
        }
        return row;
    }

    private int[] warps(int y) {
        int[] row = new int[thread * ((width + warpPeriod - 1) / warpPeriod)];
        for (int i = 0; i < row.length; i++) row[i] = colour(theme.threadB, warpX(i), y);
        return row;
    }

    private int warpX(int i) {
        return i / thread * warpPeriod + warpAt + i % thread;
    }

    /** The colour of a thread at a pixel: it shows most at 70 % of the width just below the lower edge, and fades out at three quarters of an ellipse. */
    private int colour(int colour, int x, int y) {
        double dx = (x + .5 - .7 * width) / reachX, dy = (y + .5 - 1.1 * height) / reachY;
        double visible = Math.clamp(1 - Math.sqrt(dx * dx + dy * dy) / .75, 0.0, 1.0);
        return Blend.mix(theme.ground, colour, (int) Math.round(visible * 255));
    }

    public int width() {
        return width;
    }

    public int height() {
        return height;
    }

    /** Paints the canvas's clip as that part of the ground. The canvas is as wide as that, its first row is the ground's row {@code top}. */
    public void paint(Canvas canvas, int top) {
        int l = canvas.clipLeft(), r = canvas.clipRight(), b = canvas.clipBottom();
        for (int y = canvas.clipTop(); y < b && l < r; y++) {
            int start = y * width;
            if (isWeft(y + top)) System.arraycopy(rows[y + top], l, canvas.pixels(), start + l, r - l);
            else paintPlain(rows[y + top], canvas.pixels(), start, l, r);
        }
    }

    private void paintPlain(int[] warps, int[] pixels, int start, int l, int r) {
        Arrays.fill(pixels, start + l, start + r, theme.ground);
        for (int i = l / warpPeriod * thread; i < warps.length; i++) {
            int x = warpX(i);
            if (x >= r) return;
            if (x >= l) pixels[start + x] = warps[i];
        }
    }
}
