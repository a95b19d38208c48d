package weft.compositor.render;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import weft.compositor.scene.Rect;

/**
 * What is behind all windows: a woven ground that shows most in the lower right and fades away from there. Drawn once
 * for a size and theme into native memory, and copied from there. Close it when it is replaced.
 */
public final class Ground implements RenderElement, AutoCloseable {
    private static final int WEFT_PERIOD = 46, WEFT_AT = 22, WARP_PERIOD = 70, WARP_AT = 34, THREAD = 2;
    private final Arena arena = Arena.ofConfined();
    private final int width, height;
    private final MemorySegment rows;

    public Ground(int width, int height, Theme theme) {
        this.width = width;
        this.height = height;
        rows = arena.allocate(4L * width * height);
        int[] row = new int[width];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) row[x] = Blend.mix(theme.ground, thread(x, y, theme), visibility(x, y));
            MemorySegment.copy(row, 0, rows, ValueLayout.JAVA_INT, 4L * y * width, width);
        }
    }

    /** The colour of the weave at a pixel: where threads cross, one goes over the other by turns. */
    private static int thread(int x, int y, Theme theme) {
        boolean weft = y % WEFT_PERIOD >= WEFT_AT && y % WEFT_PERIOD < WEFT_AT + THREAD;
        boolean warp = x % WARP_PERIOD >= WARP_AT && x % WARP_PERIOD < WARP_AT + THREAD;
        boolean weftOnTop = (x / WARP_PERIOD + y / WEFT_PERIOD) % 2 == 0;
        if (weft && (!warp || weftOnTop)) return theme.threadA;
        return warp ? theme.threadB : theme.ground;
    }

    /** 255 at 70 % of the width just below the lower edge, falling to 0 at three quarters of an ellipse of 1200 × 700. */
    private int visibility(int x, int y) {
        double distance = Math.hypot((x + .5 - .7 * width) / 1200, (y + .5 - 1.1 * height) / 700);
        return (int) Math.round(Math.clamp(1 - distance / .75, 0.0, 1.0) * 255);
    }

    @Override
    public Rect extents() {
        return new Rect(0, 0, width, height);
    }

    @Override
    public void paint(Canvas canvas) {
        int l = canvas.clipLeft(), n = Math.min(canvas.clipRight(), width) - l;
        for (int y = canvas.clipTop(); y < Math.min(canvas.clipBottom(), height) && n > 0; y++) {
            MemorySegment.copy(rows, ValueLayout.JAVA_INT, 4L * ((long) y * width + l), canvas.pixels(), y * canvas.width() + l, n);
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
