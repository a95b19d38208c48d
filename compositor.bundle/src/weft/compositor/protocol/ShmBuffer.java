package weft.compositor.protocol;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import weft.compositor.render.Canvas;
import weft.compositor.scene.PixelFormat;
import weft.compositor.scene.Region;
import weft.compositor.scene.Texture;
import weft.wayland.protocol.server.WlBuffer;
import weft.wayland.protocol.server.WlShm;

/**
 * A buffer in a shared memory pool. One in mapped memory is shown from there, and is busy until another is attached;
 * one in memory that has to be read is copied (only what has changed) and is free again at once.
 */
final class ShmBuffer implements Buffer {
    private final WlBuffer resource;
    private final ShmPool pool;
    private final long offset;
    private final int width, height, stride;
    private final PixelFormat format;

    /** Its place in the pool must have been checked. */
    ShmBuffer(WlBuffer resource, ShmPool pool, long offset, int width, int height, int stride, PixelFormat format) {
        this.resource = resource;
        this.pool = pool.hold();
        this.offset = offset;
        this.width = width;
        this.height = height;
        this.stride = stride;
        this.format = format;
        resource.setUserData(this);
        resource.setRequests(new WlBuffer.Requests() {});
        resource.onDestroy(pool::letGo);
    }

    @Override
    public WlBuffer resource() {
        return resource;
    }

    @Override
    public int width() {
        return width;
    }

    @Override
    public int height() {
        return height;
    }

    boolean is(PixelFormat otherFormat, int otherStride) {
        return format == otherFormat && stride == otherStride;
    }

    boolean is(PixelFormat otherFormat) {
        return format == otherFormat;
    }

    /** Fills it, which must be 0xAARRGGBB with or without alpha, from a picture's part that begins at ({@code x}, {@code y}); returns whether all of it could be written. */
    boolean write(Canvas picture, int x, int y) {
        boolean opaque = !picture.hasAlpha() && !format.isOpaque();
        try (Arena arena = Arena.ofConfined()) {
            var row = arena.allocate(4L * width, 8);
            for (int line = 0; line < height; line++) {
                MemorySegment.copy(picture.pixels(), (y + line) * picture.width() + x, row, ValueLayout.JAVA_INT, 0, width);
                if (opaque) for (long i = 3; i < 4L * width; i += 4) row.set(ValueLayout.JAVA_BYTE, i, (byte) 255);
                if (!pool.write(offset + (long) line * stride, row, 4L * width)) return false;
            }
            return true;
        }
    }

    @Override
    public Attachment attach(Attachment previous, Region damage) {
        if (previous instanceof Mapped m && m.buffer() == this) return m;
        if (pool.mapping() != null) return new Mapped();
        boolean reusable = previous instanceof Copy c && c.fits(this);
        var copy = reusable ? (Copy) previous : new Copy(this);
        if (!reusable) {
            copy.read(this, 0, height);
        } else {
            for (int i = 0; i < damage.count(); i++) {
                copy.read(this, Math.clamp(damage.top(i), 0, height), Math.clamp(damage.bottom(i), 0, height));
            }
        }
        resource.sendRelease();
        return copy;
    }

    private final class Mapped implements Attachment {
        private final ShmMapping mapping = pool.mapping().hold();
        private final Texture texture = Texture.of(mapping.memory(), offset, width, height, stride, format);

        ShmBuffer buffer() {
            return ShmBuffer.this;
        }

        @Override
        public Texture texture() {
            return texture;
        }

        @Override
        public void close() {
            mapping.letGo();
            resource.sendRelease();
        }
    }

    /** A surface's own copy of the pixels, its rows without gaps. */
    private static final class Copy implements Attachment {
        private final Arena arena = Arena.ofConfined();
        private final MemorySegment memory;
        private final Texture texture;
        private final PixelFormat format;

        Copy(ShmBuffer b) {
            format = b.format;
            memory = arena.allocate((long) format.bytes() * b.width * b.height, 8);
            texture = Texture.of(memory, 0, b.width, b.height, format.bytes() * b.width, format);
        }

        boolean fits(ShmBuffer b) {
            return texture.width() == b.width && texture.height() == b.height && format == b.format;
        }

        void read(ShmBuffer b, int top, int bottom) {
            long row = (long) format.bytes() * b.width;
            if (b.stride == row) {
                read(b, b.offset + top * row, top * row, (bottom - top) * row);
                return;
            }
            for (int y = top; y < bottom; y++) read(b, b.offset + (long) y * b.stride, y * row, row);
        }

        private void read(ShmBuffer b, long offset, long at, long bytes) {
            if (bytes > 0 && !b.pool.read(offset, memory, at, bytes)) throw b.resource.error(WlShm.ERROR_INVALID_FD, "the buffer's memory is not there");
        }

        @Override
        public Texture texture() {
            return texture;
        }

        @Override
        public void close() {
            arena.close();
        }
    }
}
