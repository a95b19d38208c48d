package weft.compositor.backend.kms;

import java.lang.System.Logger.Level;
import weft.compositor.gles.GlesFrame;
import weft.compositor.render.DeviceLostException;
import weft.compositor.render.Frame;
import weft.compositor.scene.Region;
import weft.os.OsException;

/**
 * What an output's frames are in when they are shown. A frame of the display device's own GPU is drawn into memory of that; every other one is copied into one
 * of two dumb buffers, of it only what is another than what the buffer has. Where the GPU's memory cannot be had or shown, its frames are read back and copied too.
 */
final class OutputBuffers implements AutoCloseable {
    private static final int BUFFERS = 2;
    private final int fd, width, height;
    private final DumbBuffer[] copies = new DumbBuffer[BUFFERS];
    private GpuBuffers gpu;
    private boolean byGpu, gpuFails;
    private int next;

    OutputBuffers(int fd, int width, int height) throws OsException {
        this.fd = fd;
        this.width = width;
        this.height = height;
        boolean complete = false;
        try {
            for (int i = 0; i < BUFFERS; i++) copies[i] = new DumbBuffer(fd, width, height);
            complete = true;
        } finally {
            if (!complete) close();
        }
    }

    /** What was drawn before counts no more: each buffer is drawn whole when it is its turn. */
    void changeAll() {
        for (var b : copies) b.changeAll();
        if (gpu != null) gpu.notShown();
    }

    /**
     * Draws a frame; returns the frame buffer to show. {@link #accepted} or {@link #refused} follows.
     *
     * @throws DeviceLostException if the GPU that it is on can draw no more
     */
    int draw(Frame frame, Region damage) {
        for (int i = 0; i < damage.count(); i++) {
            int x = damage.left(i), y = damage.top(i), w = damage.right(i) - x, h = damage.bottom(i) - y;
            for (var b : copies) b.change(x, y, w, h);
        }
        int drawn = frame instanceof GlesFrame g && !gpuFails && g.device().drawsFor(fd) ? drawByGpu(g, damage) : 0;
        byGpu = drawn != 0;
        if (byGpu) return drawn;
        copies[next].copy(frame.read());
        return copies[next].frameBuffer();
    }

    private int drawByGpu(GlesFrame frame, Region damage) {
        if (frame.width() != width || frame.height() != height) return 0;
        boolean first = gpu == null || !gpu.fit(frame);
        try {
            if (first) {
                if (gpu != null) gpu.close();
                gpu = null;
                gpu = new GpuBuffers(fd, frame.device(), width, height);
            }
            int drawn = gpu.draw(frame, damage);
            if (first) log(Level.INFO, "frames are drawn in memory of the display device, {0}x{1}", width, height);
            return drawn;
        } catch (DeviceLostException e) {
            // Later on, the same would come again: then it is the device.
            if (!first) throw e;
            fail(e.getMessage());
        } catch (OsException e) {
            fail(e.getMessage());
        }
        return 0;
    }

    private void fail(String why) {
        gpuFails = true;
        log(Level.WARNING, "frames are copied to the display, because {0}", why);
    }

    private static void log(Level level, String what, Object... values) {
        System.getLogger("weft.compositor").log(level, what, values);
    }

    /** The device shows the frame that was drawn last at its next blank. */
    void accepted() {
        if (!byGpu) next = 1 - next;
    }

    /** It does not. @return whether another try, which draws it whole elsewhere, may succeed */
    boolean refused() {
        if (!byGpu) return false;
        gpu.notShown();
        if (gpu.hasShown()) return false;
        fail("the device does not show what its GPU draws");
        return true;
    }

    /** The frame that was drawn last is on the screen. */
    void shown() {
        if (gpu == null) return;
        if (byGpu) {
            gpu.shown();
        } else {
            gpu.close();
            gpu = null;
        }
    }

    @Override
    public void close() {
        if (gpu != null) gpu.close();
        gpu = null;
        for (var b : copies) if (b != null) b.close();
    }
}
