package weft.compositor.backend.nested;

import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import weft.compositor.render.Canvas;
import weft.compositor.scene.Region;
import weft.os.Memfd;
import weft.os.OsException;
import weft.wayland.protocol.client.WlBuffer;
import weft.wayland.protocol.client.WlShm;

/**
 * Shared memory that the parent reads frames from: usually two buffers, one shown and one to draw in; more, up to a
 * limit, while the parent is slow to give them back. Each keeps in mind what has changed since it was drawn last, so only
 * that is copied.
 */
final class ParentBuffers implements AutoCloseable {
    private static final int MOST = 4, MOST_RECTANGLES = 64;
    private final WlShm shm;
    private final List<Buffer> buffers = new ArrayList<>();

    ParentBuffers(WlShm shm) {
        this.shm = shm;
    }

    private static final class Buffer implements AutoCloseable {
        final Arena arena = Arena.ofConfined();
        final Region stale = new Region();
        final int width, height;
        final MemorySegment memory;
        final WlBuffer handle;
        boolean busy;

        Buffer(WlShm shm, int width, int height) throws OsException {
            this.width = width;
            this.height = height;
            int bytes = Math.multiplyExact(4 * width, height);
            try (var file = Memfd.create("frame", bytes)) {
                Memfd.seal(file, Memfd.SEAL_SHRINK | Memfd.SEAL_GROW | Memfd.SEAL_SEAL);
                memory = Memfd.map(file.number(), bytes, true, arena);
                var pool = shm.createPool(file, bytes);
                handle = pool.createBuffer(0, width, height, 4 * width, WlShm.FORMAT_XRGB8888);
                pool.destroy();
            }
            handle.setEvents(self -> busy = false);
            stale.add(0, 0, width, height);
        }

        void copy(Canvas frame) {
            for (int i = 0; i < stale.count(); i++) {
                int left = stale.left(i), length = stale.right(i) - left;
                for (int y = stale.top(i); y < stale.bottom(i); y++) {
                    int at = y * width + left;
                    MemorySegment.copy(frame.pixels(), at, memory, ValueLayout.JAVA_INT, 4L * at, length);
                }
            }
            stale.clear();
        }

        @Override
        public void close() {
            handle.destroy();
            arena.close();
        }
    }

    /** Copies a frame into a buffer that the parent does not use; the buffer is then the parent's until it gives it back. */
    WlBuffer draw(Canvas frame, Region damage) {
        if (!buffers.isEmpty() && (buffers.getFirst().width != frame.width() || buffers.getFirst().height != frame.height())) close();
        for (var b : buffers) {
            b.stale.addAll(damage);
            b.stale.simplify(MOST_RECTANGLES);
        }
        var buffer = free(frame.width(), frame.height());
        buffer.copy(frame);
        buffer.busy = true;
        return buffer.handle;
    }

    private Buffer free(int width, int height) {
        for (var b : buffers) if (!b.busy) return b;
        // A parent that keeps them all gets a new one in place of the oldest, which it has long replaced on the screen.
        if (buffers.size() == MOST) buffers.removeFirst().close();
        try {
            buffers.add(new Buffer(shm, width, height));
        } catch (OsException e) {
            throw new UncheckedIOException("no memory for a frame", e);
        }
        return buffers.getLast();
    }

    @Override
    public void close() {
        buffers.forEach(Buffer::close);
        buffers.clear();
    }
}
