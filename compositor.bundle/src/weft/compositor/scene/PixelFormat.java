package weft.compositor.scene;

/** Formats of a pixel, little-endian, alpha premultiplied; codes are those of wl_shm.format. */
public enum PixelFormat {
    ARGB8888(0, 4, false), XRGB8888(1, 4, true), ABGR8888(0x34324241, 4, false), XBGR8888(0x34324258, 4, true),
    RGBA8888(0x34324152, 4, false), RGBX8888(0x34325852, 4, true), BGRA8888(0x34324142, 4, false), BGRX8888(0x34325842, 4, true),
    ARGB2101010(0x30335241, 4, false), XRGB2101010(0x30335258, 4, true), ABGR2101010(0x30334241, 4, false), XBGR2101010(0x30334258, 4, true),
    RGB565(0x36314752, 2, true);

    private static final PixelFormat[] ALL = values();
    private static final int OPAQUE = 0xff000000;
    private final int code, bytes;
    private final boolean opaque;

    PixelFormat(int code, int bytes, boolean opaque) {
        this.code = code;
        this.bytes = bytes;
        this.opaque = opaque;
    }

    public int code() {
        return code;
    }

    /** Its code in drm_fourcc.h, by which linux-dmabuf names it. */
    public int drmCode() {
        return this == ARGB8888 ? 0x34325241 : this == XRGB8888 ? 0x34325258 : code;
    }

    /** The one that is alike but for its alpha, which means nothing. */
    public PixelFormat opaque() {
        return opaque ? this : valueOf(name().replace('A', 'X'));
    }

    /** How many bytes a pixel takes. */
    public int bytes() {
        return bytes;
    }

    public boolean isOpaque() {
        return opaque;
    }

    /** Makes 0xAARRGGBB of pixels as they are in memory, in place. */
    void decode(int[] row, int from, int to) {
        switch (this) {
            case ARGB8888, XRGB8888 -> {}
            case ABGR8888, XBGR8888 -> {
                for (int i = from; i < to; i++) row[i] = row[i] & 0xff00ff00 | (row[i] & 0xff) << 16 | row[i] >>> 16 & 0xff;
            }
            case RGBA8888, RGBX8888 -> {
                for (int i = from; i < to; i++) row[i] = row[i] >>> 8 | row[i] << 24;
            }
            case BGRA8888, BGRX8888 -> {
                for (int i = from; i < to; i++) row[i] = Integer.reverseBytes(row[i]);
            }
            case ARGB2101010, XRGB2101010 -> {
                for (int i = from; i < to; i++) row[i] = alpha(row[i]) | (row[i] >>> 22 & 0xff) << 16 | (row[i] >>> 12 & 0xff) << 8 | row[i] >>> 2 & 0xff;
            }
            case ABGR2101010, XBGR2101010 -> {
                for (int i = from; i < to; i++) row[i] = alpha(row[i]) | (row[i] >>> 2 & 0xff) << 16 | (row[i] >>> 12 & 0xff) << 8 | row[i] >>> 22 & 0xff;
            }
            case RGB565 -> {
                for (int i = from; i < to; i++) row[i] = rgb565(row[i]);
            }
        }
        if (opaque) for (int i = from; i < to; i++) row[i] |= OPAQUE;
    }

    private static int alpha(int pixel) {
        return (pixel >>> 30) * 0x55 << 24;
    }

    private static int rgb565(int pixel) {
        int r = pixel >>> 11 & 31, g = pixel >>> 5 & 63, b = pixel & 31;
        return (r << 3 | r >>> 2) << 16 | (g << 2 | g >>> 4) << 8 | b << 3 | b >>> 2;
    }

    /** The format of a code, or null: a client may send any number. */
    public static PixelFormat of(int code) {
        for (var f : ALL) if (f.code == code) return f;
        return null;
    }

    /** The format of a code of drm_fourcc.h, or null. */
    public static PixelFormat ofDrm(int code) {
        for (var f : ALL) if (f.drmCode() == code) return f;
        return null;
    }
}
