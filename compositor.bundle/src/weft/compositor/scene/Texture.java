package weft.compositor.scene;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * The pixels that a surface shows: rows in native memory, or one colour. The memory belongs to whoever made the texture
 * and must stay readable while the texture is attached to a node: never a mapping that its client could shorten.
 */
public final class Texture {
    private static final ValueLayout.OfInt PIXEL = ValueLayout.JAVA_INT_UNALIGNED;
    private static final int OPAQUE = 0xff000000;
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
        if (offset < 0 || offset + (long) stride * (height - 1) + 4L * width > memory.byteSize()) {
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

    /** Copies {@code n} pixels of row {@code y} from {@code x} on, as premultiplied 0xAARRGGBB. */
    public void read(int x, int y, int n, int[] into, int at) {
        if (memory.address() == 0) {
            into[at] = colour;
            return;
        }
        MemorySegment.copy(memory, PIXEL, offset + (long) y * stride + 4L * x, into, at, n);
        if (format.swapsRedAndBlue()) swapRedAndBlue(into, at, n);
        if (format.isOpaque()) for (int i = at; i < at + n; i++) into[i] |= OPAQUE;
    }

    private static void swapRedAndBlue(int[] row, int at, int n) {
        for (int i = at; i < at + n; i++) {
            int p = row[i];
            row[i] = p & 0xff00ff00 | (p & 0xff) << 16 | p >>> 16 & 0xff;
        }
    }
}
