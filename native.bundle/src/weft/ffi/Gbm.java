package weft.ffi;

import java.lang.foreign.MemorySegment;

/**
 * libgbm: memory of a display device that a GPU draws in and that can be shown (gbm.h). Optional: where the library is missing, the first use throws
 * {@link LinkageError}. Handles are addresses of the library's objects, 0 is none. One thread at a time.
 */
public final class Gbm {
    public static final int XRGB8888 = 0x34325258, USE_SCANOUT = 1, USE_RENDERING = 4;
    private static final NativeLibrary LIBRARY = NativeLibrary.open("libgbm.so.1");
    private static final MemorySegment CREATE_DEVICE = LIBRARY.find("gbm_create_device");
    private static final MemorySegment DESTROY_DEVICE = LIBRARY.find("gbm_device_destroy");
    private static final MemorySegment CREATE_SURFACE = LIBRARY.find("gbm_surface_create");
    private static final MemorySegment DESTROY_SURFACE = LIBRARY.find("gbm_surface_destroy");
    private static final MemorySegment LOCK_FRONT = LIBRARY.find("gbm_surface_lock_front_buffer");
    private static final MemorySegment RELEASE = LIBRARY.find("gbm_surface_release_buffer");
    private static final MemorySegment HAS_FREE = LIBRARY.find("gbm_surface_has_free_buffers");
    private static final MemorySegment HANDLE = LIBRARY.find("gbm_bo_get_handle");
    private static final MemorySegment STRIDE = LIBRARY.find("gbm_bo_get_stride");

    private Gbm() {}

    /** @param fd of an open display device; stays the caller's, and has to stay open for as long */
    public static long createDevice(int fd) {
        return LongCall.call(CREATE_DEVICE, fd);
    }

    public static void destroyDevice(long device) {
        LongCall.call(DESTROY_DEVICE, device);
    }

    public static long createSurface(long device, int width, int height, int format, int uses) {
        return LongCall.call(CREATE_SURFACE, device, width, height, format, uses);
    }

    public static void destroySurface(long surface) {
        LongCall.call(DESTROY_SURFACE, surface);
    }

    /** Takes the buffer that was drawn last, after a swap; 0 on failure. To be {@linkplain #release released}. */
    public static long lockFront(long surface) {
        return LongCall.call(LOCK_FRONT, surface);
    }

    public static void release(long surface, long buffer) {
        LongCall.call(RELEASE, surface, buffer);
    }

    /** Whether there is a buffer left to draw in. */
    public static boolean hasFree(long surface) {
        return (int) LongCall.call(HAS_FREE, surface) != 0;
    }

    /** The device's handle of a buffer's memory. */
    public static int handle(long buffer) {
        return (int) LongCall.call(HANDLE, buffer);
    }

    /** The length of a row in bytes. */
    public static int stride(long buffer) {
        return (int) LongCall.call(STRIDE, buffer);
    }
}
