package weft.compositor.scene;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/**
 * The pixels that a surface shows: rows in native memory, memory that devices share, or one colour. The memory belongs to whoever made the texture
 * and must stay readable while the texture is attached to a node: never a mapping that its client could shorten.
 */
public final class Texture {
    private static final ValueLayout.OfInt PIXEL = ValueLayout.JAVA_INT_UNALIGNED;
    private static final ValueLayout.OfShort HALF = ValueLayout.JAVA_SHORT_UNALIGNED;
    private static final int BLACK = 0xff000000;
    private final long offset;
    private final int width, height, stride, colour;
    private final PixelFormat format;
    private final Dmabuf dmabuf;
    private final MemorySegment memory;

    private Texture(Dmabuf dmabuf, MemorySegment memory, long offset, int width, int height, int stride, PixelFormat format, int colour) {
        this.dmabuf = dmabuf;
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
        return new Texture(null, memory, offset, width, height, stride, format, 0);
    }

    /**
     * A picture in memory that devices share, which a GPU shows as it is. To software it is rows, or nothing (transparent, or black) where its memory is not linear.
     * It stays the caller's, and must not be closed while the texture is shown.
     *
     * @param format as its code says
     */
    public static Texture of(Dmabuf dmabuf, PixelFormat format) {
        var plane = dmabuf.planes().getFirst();
        if (plane.offset() < 0 || plane.stride() < (long) format.bytes() * dmabuf.width()) throw new IllegalArgumentException("rows are shorter than the picture is wide");
        return new Texture(dmabuf, null, plane.offset(), dmabuf.width(), dmabuf.height(), plane.stride(), format, 0);
    }

    /** A single pixel of one premultiplied colour. */
    public static Texture ofColour(int argb) {
        var format = argb >>> 24 == 255 ? PixelFormat.XRGB8888 : PixelFormat.ARGB8888;
        return new Texture(null, MemorySegment.NULL, 0, 1, 1, 4, format, argb);
    }

    public int width() {
        return width;
    }

    public int height() {
        return height;
    }

    public PixelFormat format() {
        return format;
    }

    public boolean isOpaque() {
        return format.isOpaque();
    }

    /** Whether it is a single pixel of one colour. */
    public boolean isColour() {
        return memory == MemorySegment.NULL && dmabuf == null;
    }

    /** Whether it has the size and kind of another: what was made of that may be brought up to date for it. */
    boolean isLike(Texture o) {
        return o != null && o.width == width && o.height == height && o.format == format && (o.dmabuf == null) == (dmabuf == null) && o.isColour() == isColour();
    }

    /** The memory that devices share of which it is a picture, or null. */
    public Dmabuf dmabuf() {
        return dmabuf;
    }

    /** Where its rows are; the null segment if it is one colour, or cannot be read. */
    public MemorySegment memory() {
        if (dmabuf == null) return memory;
        var mapped = dmabuf.memory();
        return mapped == null ? MemorySegment.NULL : mapped;
    }

    /** Where its first pixel is in {@link #memory}, in bytes. */
    public long offset() {
        return offset;
    }

    /** The length of a row in bytes. */
    public int stride() {
        return stride;
    }

    /** As {@link #read}, but what is opaque may have any alpha: of the commonest format a mere copy. */
    public void readColours(int x, int y, int n, int[] into, int at) {
        var rows = memory();
        if (format == PixelFormat.XRGB8888 && rows.address() != 0) MemorySegment.copy(rows, PIXEL, offset + (long) y * stride + 4L * x, into, at, n);
        else read(x, y, n, into, at);
    }

    /** Copies {@code n} pixels of row {@code y} from {@code x} on, as premultiplied 0xAARRGGBB. */
    public void read(int x, int y, int n, int[] into, int at) {
        var rows = memory();
        if (rows.address() == 0) {
            Arrays.fill(into, at, at + n, dmabuf == null || !format.isOpaque() ? colour : BLACK);
            return;
        }
        long from = offset + (long) y * stride + (long) format.bytes() * x;
        if (format.bytes() == 4) MemorySegment.copy(rows, PIXEL, from, into, at, n);
        else for (int i = 0; i < n; i++) into[at + i] = rows.get(HALF, from + 2L * i) & 0xffff;
        format.decode(into, at, at + n);
    }
}
