package weft.compositor.scene;

/** Formats of 32 bits a pixel, little-endian, alpha premultiplied; codes are those of wl_shm.format. */
public enum PixelFormat {
    ARGB8888(0), XRGB8888(1), ABGR8888(0x34324241), XBGR8888(0x34324258);

    private static final PixelFormat[] ALL = values();
    private final int code;

    PixelFormat(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }

    public boolean isOpaque() {
        return this == XRGB8888 || this == XBGR8888;
    }

    boolean swapsRedAndBlue() {
        return this == ABGR8888 || this == XBGR8888;
    }

    /** The format of a code, or null: a client may send any number. */
    public static PixelFormat of(int code) {
        for (var f : ALL) if (f.code == code) return f;
        return null;
    }
}
