package weft.ffi;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/** libdrm: memory that devices share (PRIME, drm-memory(7)). Each takes the descriptor of an open device; results below 0 are {@code -errno}. */
public final class DrmPrime {
    private static final int CLOEXEC_READ_WRITE = 0x80002;
    private static final long GEM_CLOSE = 0x40086409L;
    private static final NativeLibrary LIBRARY = NativeLibrary.open("libdrm.so.2");
    private static final MemorySegment IOCTL = LIBRARY.find("drmIoctl");
    private static final MemorySegment TO_HANDLE = LIBRARY.find("drmPrimeFDToHandle");
    private static final MemorySegment TO_FD = LIBRARY.find("drmPrimeHandleToFD");
    private static final MethodHandle ADD_FB2 = LIBRARY.function("drmModeAddFB2", 9);

    private DrmPrime() {}

    /** A descriptor, the caller's, of memory of a device; or {@code -errno}. */
    public static long export(int fd, int handle) {
        try (Arena arena = Arena.ofConfined()) {
            var out = arena.allocate(8, 8);
            int r = (int) LongCall.call(TO_FD, fd, handle, CLOEXEC_READ_WRITE, out.address());
            return r < 0 ? r : out.get(ValueLayout.JAVA_INT, 0);
        }
    }

    /**
     * A frame buffer of one plane of memory that devices share, to be removed with {@link Drm#removeFrameBuffer}; its id, or {@code -errno} if the device cannot show it.
     *
     * @param memory its descriptor; stays the caller's
     * @param format of drm_fourcc.h
     */
    public static long addFrameBuffer(int fd, int memory, int width, int height, int format, int offset, int stride) {
        try (Arena arena = Arena.ofConfined()) {
            var handles = arena.allocate(16, 8);
            var pitches = arena.allocate(16, 8);
            var offsets = arena.allocate(16, 8);
            var id = arena.allocate(8, 8);
            int r = (int) LongCall.call(TO_HANDLE, fd, memory, handles.address());
            if (r < 0) return r;
            pitches.set(ValueLayout.JAVA_INT, 0, stride);
            offsets.set(ValueLayout.JAVA_INT, 0, offset);
            r = (int) (long) ADD_FB2.invokeExact((long) fd, (long) width, (long) height, (long) format, handles.address(), pitches.address(),
                    offsets.address(), id.address(), 0L);
            // The frame buffer keeps the memory.
            LongCall.call(IOCTL, fd, GEM_CLOSE, handles.address());
            return r < 0 ? r : id.get(ValueLayout.JAVA_INT, 0);
        } catch (Throwable t) {
            throw new AssertionError(t);
        }
    }
}
