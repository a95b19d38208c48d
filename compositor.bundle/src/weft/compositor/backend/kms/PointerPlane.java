package weft.compositor.backend.kms;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import weft.compositor.render.Canvas;
import weft.ffi.Drm;
import weft.ffi.DrmCursor;
import weft.ffi.Libc;
import weft.os.Errno;

/** The plane of a display that shows the pointer above its frames, if the device has one for it. Two buffers by turns: what is on the screen is not written to. */
final class PointerPlane implements AutoCloseable {
    private static final int BUFFERS = 2, READ_WRITE = 3, SHARED = 1;
    private final int fd, crtc, width, height;
    private final Drm.Dumb[] buffers = new Drm.Dumb[BUFFERS];
    private final MemorySegment[] memory = new MemorySegment[BUFFERS];
    private int current, x, y, hotspotX, hotspotY;
    private boolean shown, usable = true;

    PointerPlane(int fd, int crtc) {
        this.fd = fd;
        this.crtc = crtc;
        width = DrmCursor.width(fd);
        height = DrmCursor.height(fd);
    }

    /** As {@link weft.compositor.backend.BackendOutput#showPointer}. */
    boolean show(Canvas picture, int newX, int newY, int newHotspotX, int newHotspotY) {
        x = newX;
        y = newY;
        if (picture == null && shown) return isFine(DrmCursor.move(fd, crtc, x, y));
        if (!usable || picture == null || picture.width() > width || picture.height() > height || !allocate()) {
            hide();
            return false;
        }
        hotspotX = newHotspotX;
        hotspotY = newHotspotY;
        current = 1 - current;
        fill(memory[current], picture);
        shown = true;
        return set();
    }

    /** What was shown is lost, as after a mode was set: shows it again. */
    void again() {
        if (shown) set();
    }

    private boolean set() {
        // First the place, so that it is not seen at the one before.
        DrmCursor.move(fd, crtc, x, y);
        return isFine(DrmCursor.set(fd, crtc, buffers[current].handle(), width, height, hotspotX, hotspotY));
    }

    // Without the foreground it is shown when that is back.
    private boolean isFine(int result) {
        if (result == 0 || result == -Errno.EACCES) return true;
        usable = false;
        hide();
        System.getLogger("weft.compositor").log(System.Logger.Level.INFO, "the pointer is drawn into frames: the display has no plane for it (error {0})", -result);
        return false;
    }

    private boolean allocate() {
        for (int i = 0; i < BUFFERS; i++) {
            if (buffers[i] != null) continue;
            var dumb = Drm.createDumb(fd, width, height);
            if (dumb == null) return usable = false;
            long address = Libc.mmap(0, dumb.bytes(), READ_WRITE, SHARED, fd, dumb.offset());
            // The interface has no words for rows with gaps.
            if (address < 0 && address > -4096 || dumb.pitch() != 4 * width) {
                if (address > 0) Libc.munmap(address, dumb.bytes());
                Drm.destroyDumb(fd, dumb.handle());
                return usable = false;
            }
            buffers[i] = dumb;
            memory[i] = MemorySegment.ofAddress(address).reinterpret(dumb.bytes());
        }
        return true;
    }

    private void fill(MemorySegment into, Canvas picture) {
        into.fill((byte) 0);
        for (int row = 0; row < picture.height(); row++) {
            MemorySegment.copy(picture.pixels(), row * picture.width(), into, ValueLayout.JAVA_INT, 4L * row * width, picture.width());
        }
    }

    void hide() {
        if (shown) DrmCursor.set(fd, crtc, 0, 0, 0, 0, 0);
        shown = false;
    }

    @Override
    public void close() {
        hide();
        for (int i = 0; i < BUFFERS; i++) {
            if (buffers[i] == null) continue;
            Libc.munmap(memory[i].address(), buffers[i].bytes());
            Drm.destroyDumb(fd, buffers[i].handle());
        }
    }
}
