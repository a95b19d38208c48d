package weft.ffi;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * libdrm: the picture that a display device shows above all others, such as a pointer, by the interface that each driver has which can (drm-kms(7)); also with the atomic one
 * it is moved this way without waiting for a frame. Each takes the descriptor of an open device; results below 0 are {@code -errno}.
 */
public final class DrmCursor {
    private static final int CAP_WIDTH = 8, CAP_HEIGHT = 9, USUAL = 64, MOST = 512;
    private static final NativeLibrary LIBRARY = NativeLibrary.open("libdrm.so.2");
    private static final MemorySegment GET_CAP = LIBRARY.find("drmGetCap");
    private static final MemorySegment SET = LIBRARY.find("drmModeSetCursor2");
    private static final MemorySegment MOVE = LIBRARY.find("drmModeMoveCursor");

    private DrmCursor() {}

    /** How wide such a picture is. */
    public static int width(int fd) {
        return capability(fd, CAP_WIDTH);
    }

    public static int height(int fd) {
        return capability(fd, CAP_HEIGHT);
    }

    private static int capability(int fd, int which) {
        try (Arena arena = Arena.ofConfined()) {
            var value = arena.allocate(8, 8);
            long n = (int) LongCall.call(GET_CAP, fd, which, value.address()) == 0 ? value.get(ValueLayout.JAVA_LONG, 0) : 0;
            return n >= 1 && n <= MOST ? (int) n : USUAL;
        }
    }

    /**
     * Shows memory of the device, premultiplied 0xAARRGGBB in rows without gaps, on a CRTC.
     *
     * @param handle of memory; 0 shows none any more
     */
    public static int set(int fd, int crtc, int handle, int width, int height, int hotspotX, int hotspotY) {
        return (int) LongCall.call(SET, fd, crtc, handle, width, height, hotspotX, hotspotY);
    }

    /** Moves its left upper corner to a pixel of the mode. */
    public static int move(int fd, int crtc, int x, int y) {
        return (int) LongCall.call(MOVE, fd, crtc, x, y);
    }
}
