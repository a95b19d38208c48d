package weft.compositor.render;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import weft.compositor.scene.Rect;

/**
 * What is behind all windows: a woven ground that shows most in the lower right and fades away from there. Drawn once
 * for a size and theme, when it is first needed, into native memory, and copied from there. Close it when it is replaced.
 */
public final class Ground implements RenderElement, AutoCloseable {
    private static final int WEFT_PERIOD = 46, WEFT_AT = 22, WARP_PERIOD = 70, WARP_AT = 34, THREAD = 2;
    private final Arena arena = Arena.ofConfined();
    private final int width, height;
    private final Theme theme;
    private MemorySegment rows;

    public Ground(int width, int height, Theme theme) {
        this.width = width;
        this.height = height;
        this.theme = theme;
    }

    private MemorySegment rows() {
        if (rows != null) return rows;
        rows = arena.allocate(4L * width * height);
        int[] row = new int[width];
        for (int y = 0; y < height; y++) {
            draw(row, y);
            MemorySegment.copy(row, 0, rows, ValueLayout.JAVA_INT, 4L * y * width, width);
        }
        return rows;
    }

    private void draw(int[] row, int y) {
        Arrays.fill(row, theme.ground);
        boolean weft = y % WEFT_PERIOD >= WEFT_AT && y % WEFT_PERIOD < WEFT_AT + THREAD;
        if (weft) for (int x = 0; x < width; x++) row[x] = thread(theme.threadA, x, y);
        for (int x = WARP_AT; x < width; x += WARP_PERIOD) {
            // Where threads cross, one goes over the other by turns.
            if (weft && (x / WARP_PERIOD + y / WEFT_PERIOD) % 2 == 0) continue;
            for (int i = x; i < Math.min(x + THREAD, width); i++) row[i] = thread(theme.threadB, i, y);
        }
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
        int l = canvas.clipLeft(), n = Math.min(canvas.clipRight(), width) - l;
        for (int y = canvas.clipTop(); y < Math.min(canvas.clipBottom(), height) && n > 0; y++) {
            MemorySegment.copy(rows(), ValueLayout.JAVA_INT, 4L * ((long) y * width + l), canvas.pixels(), y * canvas.width() + l, n);
        }
    }

    @Override
    public boolean covers(int left, int top, int right, int bottom) {
        return right <= width && bottom <= height;
    }

    @Override
    public void close() {
        arena.close();
    }
}
