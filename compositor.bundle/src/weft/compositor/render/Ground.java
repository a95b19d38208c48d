package weft.compositor.render;

import java.util.Arrays;
import weft.compositor.scene.Rect;

/**
 * What is behind all windows: a woven ground that shows most in the lower right and fades away from there. The threads' colours are worked out
 * once for a size and theme, when they are first needed; all between them is one colour and needs no memory.
 */
public final class Ground implements RenderElement {
    private static final int WEFT_PERIOD = 46, WEFT_AT = 22, WARP_PERIOD = 70, WARP_AT = 34, THREAD = 2;
    private final int width, height;
    private final Theme theme;
    /** The rows in which a weft thread lies, whole; the others hold the pixels of the warp threads alone. */
    private int[][] rows;

    public Ground(int width, int height, Theme theme) {
        this.width = width;
        this.height = height;
        this.theme = theme;
    }

    private void weave() {
        rows = new int[height][];
        for (int y = 0; y < height; y++) rows[y] = isWeft(y) ? weft(y) : warps(y);
    }

    private static boolean isWeft(int y) {
        return y % WEFT_PERIOD >= WEFT_AT && y % WEFT_PERIOD < WEFT_AT + THREAD;
    }

    private int[] weft(int y) {
        int[] row = new int[width];
        for (int x = 0; x < width; x++) row[x] = thread(theme.threadA, x, y);
        for (int x = WARP_AT; x < width; x += WARP_PERIOD) {
            // Where threads cross, one goes over the other by turns.
            if ((x / WARP_PERIOD + y / WEFT_PERIOD) % 2 == 0) continue;
            for (int i = x; i < Math.min(x + THREAD, width); i++) row[i] = thread(theme.threadB, i, y);
        }
        return row;
    }

    private int[] warps(int y) {
        int[] row = new int[THREAD * ((width + WARP_PERIOD - 1) / WARP_PERIOD)];
        for (int i = 0; i < row.length; i++) row[i] = thread(theme.threadB, warpX(i), y);
        return row;
    }

    private static int warpX(int i) {
        return i / THREAD * WARP_PERIOD + WARP_AT + i % THREAD;
    }

    /** The colour of a thread at a pixel: it shows most at 70 % of the width just below the lower edge, and fades out at three quarters of an ellipse of 1200 × 700. */
    private int thread(int colour, int x, int y) {
        double dx = (x + .5 - .7 * width) / 1200, dy = (y + .5 - 1.1 * height) / 700;
        double visible = Math.clamp(1 - Math.sqrt(dx * dx + dy * dy) / .75, 0.0, 1.0);
        return Blend.mix(theme.ground, colour, (int) Math.round(visible * 255));
    }

    @Override
    public Rect extents() {
        return new Rect(0, 0, width, height);
    }

    @Override
    public void paint(Canvas canvas) {
        if (rows == null) weave();
        int l = canvas.clipLeft(), r = Math.min(canvas.clipRight(), width), b = Math.min(canvas.clipBottom(), height);
        for (int y = canvas.clipTop(); y < b && l < r; y++) {
            int start = y * canvas.width();
            if (isWeft(y)) System.arraycopy(rows[y], l, canvas.pixels(), start + l, r - l);
            else paintPlain(rows[y], canvas.pixels(), start, l, r);
        }
    }

    private void paintPlain(int[] warps, int[] pixels, int start, int l, int r) {
        Arrays.fill(pixels, start + l, start + r, theme.ground);
        for (int i = l / WARP_PERIOD * THREAD; i < warps.length; i++) {
            int x = warpX(i);
            if (x >= r) return;
            if (x >= l) pixels[start + x] = warps[i];
        }
    }

    @Override
    public boolean covers(int left, int top, int right, int bottom) {
        return right <= width && bottom <= height;
    }
}
