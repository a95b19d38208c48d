package weft.compositor.backend.kms;

import java.util.HashMap;
import java.util.Map;
import weft.compositor.gles.GbmSurface;
import weft.compositor.gles.GlesDevice;
import weft.compositor.gles.GlesFrame;
import weft.compositor.scene.Region;
import weft.ffi.Drm;
import weft.os.OsException;

/** Memory that the display device's GPU draws an output's frames in, as frame buffers: one is shown, one waits for that, one is drawn in. */
final class GpuBuffers implements AutoCloseable {
    private final int fd, width, height;
    private final GlesDevice device;
    private final GbmSurface surface;
    private final Map<Long, Integer> frameBuffers = new HashMap<>();
    private GbmSurface.Buffer waiting, shown;

    /** @throws weft.compositor.render.DeviceLostException if the device has no such memory */
    GpuBuffers(int fd, GlesDevice device, int width, int height) {
        this.fd = fd;
        this.device = device;
        this.width = width;
        this.height = height;
        surface = new GbmSurface(device, width, height);
    }

    /** Whether they can take a frame. */
    boolean fit(GlesFrame frame) {
        return frame.device() == device && frame.width() == width && frame.height() == height;
    }

    /** Draws a frame; returns the frame buffer that is to be shown. {@link #shown} or {@link #notShown} follows. */
    int draw(GlesFrame frame, Region damage) throws OsException {
        var buffer = surface.draw(frame, damage);
        if (buffer == null) throw new OsException("all memory that the GPU draws in is in use", weft.os.Errno.EBUSY);
        waiting = buffer;
        Integer known = frameBuffers.get(buffer.id());
        if (known != null) return known;
        int made = (int) OsException.check(Drm.addFrameBuffer(fd, width, height, buffer.handle(), buffer.stride()), "frame buffer");
        frameBuffers.put(buffer.id(), made);
        return made;
    }

    /** The frame that was drawn last is on the screen, and the one before no more. */
    void shown() {
        if (waiting == null) return;
        if (shown != null) surface.release(shown);
        shown = waiting;
        waiting = null;
    }

    /** Whether any frame was on the screen. */
    boolean hasShown() {
        return shown != null;
    }

    /** The frame that was drawn last will not be. */
    void notShown() {
        if (waiting != null) surface.release(waiting);
        waiting = null;
        surface.forget();
    }

    /** Takes the frame buffers away, also from the screen. */
    @Override
    public void close() {
        frameBuffers.values().forEach(id -> Drm.removeFrameBuffer(fd, id));
        frameBuffers.clear();
        notShown();
        if (shown != null) surface.release(shown);
        shown = null;
        surface.close();
    }
}
