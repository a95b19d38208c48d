package weft.compositor.backend.kms;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import weft.compositor.render.Canvas;
import weft.compositor.scene.Region;
import weft.ffi.Drm;
import weft.ffi.Libc;
import weft.os.OsException;

/** Memory of a display device that the CPU draws in and that can be shown. Knows what has changed since it was drawn last. */
final class DumbBuffer implements AutoCloseable {
    private static final int READ_WRITE = 3, SHARED = 1, MOST_RECTANGLES = 64;
    private final int fd, width, height, frameBuffer;
    private final Drm.Dumb dumb;
    private final MemorySegment memory;
    private final Region stale = new Region();

    DumbBuffer(int fd, int width, int height) throws OsException {
        this.fd = fd;
        this.width = width;
        this.height = height;
        dumb = Drm.createDumb(fd, width, height);
        if (dumb == null) throw new OsException("the display device has no memory for " + width + "x" + height, weft.os.Errno.ENOMEM);
        long address = Libc.mmap(0, dumb.bytes(), READ_WRITE, SHARED, fd, dumb.offset());
        long id = address < 0 && address > -4096 ? address : Drm.addFrameBuffer(fd, width, height, dumb.handle(), dumb.pitch());
        if (id < 0) {
            if (address > 0) Libc.munmap(address, dumb.bytes());
            Drm.destroyDumb(fd, dumb.handle());
            OsException.check(id, "frame buffer");
        }
        memory = MemorySegment.ofAddress(address).reinterpret(dumb.bytes());
        frameBuffer = (int) id;
        stale.add(0, 0, width, height);
    }

    int frameBuffer() {
        return frameBuffer;
    }

    /** A part of the screen will be different in the next frame. */
    void change(int x, int y, int w, int h) {
        stale.add(x, y, w, h);
        stale.clip(0, 0, width, height);
        stale.simplify(MOST_RECTANGLES);
    }

    void changeAll() {
        stale.clear();
        stale.add(0, 0, width, height);
    }

    /** Copies what has changed; of a frame that has not its size, as when the mode changes just now, as much as there is. */
    void copy(Canvas frame) {
        stale.clip(0, 0, frame.width(), frame.height());
        for (int i = 0; i < stale.count(); i++) {
            int left = stale.left(i), length = stale.right(i) - left;
            for (int y = stale.top(i); y < stale.bottom(i); y++) {
                MemorySegment.copy(frame.pixels(), y * frame.width() + left, memory, ValueLayout.JAVA_INT, at(y, left), length);
            }
        }
        stale.clear();
    }

    private long at(int y, int x) {
        return (long) y * dumb.pitch() + 4L * x;
    }

    @Override
    public void close() {
        Drm.removeFrameBuffer(fd, frameBuffer);
        Libc.munmap(memory.address(), dumb.bytes());
        Drm.destroyDumb(fd, dumb.handle());
    }
}
