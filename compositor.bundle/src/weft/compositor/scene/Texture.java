package weft.compositor.scene;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * The pixels that a surface shows: rows in native memory, or one colour. The memory belongs to whoever made the texture
 * and must stay readable while the texture is attached to a node: never a mapping that its client could shorten.
 */
public final class Texture {
    private static final ValueLayout.OfInt PIXEL = ValueLayout.JAVA_INT_UNALIGNED;
    private static final ValueLayout.OfShort HALF = ValueLayout.JAVA_SHORT_UNALIGNED;
    private final MemorySegment memory;
    private final long offset;
    private final int width, height, stride, colour;
    private final PixelFormat format;

    private Texture(MemorySegment memory, long offset, int width, int height, int stride, PixelFormat format, int colour) {
        this.memory = memory;
        this.offset = offset;
        this.width = width;
        this.height = height;
        this.stride = stride;
        this.format = format;
        this.colour = colour;
    }

    /** Rows of {@code stride} bytes from {@code offset} on. */
    public static Texture of(MemorySegment memory, long offset, int width, int height, int stride, PixelFormat format) {
        if (offset < 0 || offset + (long) stride * (height - 1) + (long) format.bytes() * width > memory.byteSize()) {
            throw new IllegalArgumentException("texture reaches beyond its memory");
        }
        return new Texture(memory, offset, width, height, stride, format, 0);
    }

    /** A single pixel of one premultiplied colour. */
    public static Texture ofColour(int argb) {
        var format = argb >>> 24 == 255 ? PixelFormat.XRGB8888 : PixelFormat.ARGB8888;
        return new Texture(MemorySegment.NULL, 0, 1, 1, 4, format, argb);
    }

    public int width() {
        return width;
    }

    public int height() {
        return height;
    }

    public boolean isOpaque() {
        return format.isOpaque();
    }

    /** As {@link #read}, but what is opaque may have any alpha: of the commonest format a mere copy. */
    public void readColours(int x, int y, int n, int[] into, int at) {
        if (format == PixelFormat.XRGB8888 && memory.address() != 0) MemorySegment.copy(memory, PIXEL, offset + (long) y * stride + 4L * x, into, at, n);
        else read(x, y, n, into, at);
    }

    /** Copies {@code n} pixels of row {@code y} from {@code x} on, as premultiplied 0xAARRGGBB. */
    public void read(int x, int y, int n, int[] into, int at) {
        if (memory.address() == 0) {
            into[at] = colour;
            return;
        }
        long from = offset + (long) y * stride + (long) format.bytes() * x;
        if (format.bytes() == 4) MemorySegment.copy(memory, PIXEL, from, into, at, n);
        else for (int i = 0; i < n; i++) into[at + i] = memory.get(HALF, from + 2L * i) & 0xffff;
        format.decode(into, at, at + n);
    }
}
