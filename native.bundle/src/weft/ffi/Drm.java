package weft.ffi;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * libdrm: display devices (drm-kms(7)). Each takes the descriptor of an open device; results below 0 are {@code -errno}.
 * Structure offsets are those of 64-bit systems (xf86drmMode.h, drm_mode.h).
 */
public final class Drm {
    public static final long CRTC = 0xccccccccL, CONNECTOR = 0xc0c0c0c0L, PLANE = 0xeeeeeeeeL;
    public static final int CAP_UNIVERSAL_PLANES = 2, CAP_ATOMIC = 3, PLANE_PRIMARY = 1, MODE_PREFERRED = 8;
    public static final int ATOMIC_NONBLOCK = 0x200, ATOMIC_ALLOW_MODESET = 0x400, ATOMIC_TEST_ONLY = 0x100, PAGE_FLIP_EVENT = 1;
    private static final int XRGB8888 = 0x34325258, MODE_BYTES = 68, EVENT_FLIP_COMPLETE = 2, MOST_BLOB = 1 << 16;
    private static final long CREATE_DUMB = 0xC02064B2L, MAP_DUMB = 0xC01064B3L, DESTROY_DUMB = 0xC00464B4L;
    private static final long VIRTIO_GET_PARAMETER = 0xC0106443L, VIRTIO_3D_FEATURES = 1;
    private static final NativeLibrary LIBRARY = NativeLibrary.open("libdrm.so.2");
    private static final MemorySegment IOCTL = LIBRARY.find("drmIoctl");
    private static final MemorySegment SET_CLIENT_CAP = LIBRARY.find("drmSetClientCap");
    private static final MemorySegment GET_VERSION = LIBRARY.find("drmGetVersion");
    private static final MemorySegment FREE_VERSION = LIBRARY.find("drmFreeVersion");
    private static final MemorySegment GET_RESOURCES = LIBRARY.find("drmModeGetResources");
    private static final MemorySegment FREE_RESOURCES = LIBRARY.find("drmModeFreeResources");
    private static final MemorySegment GET_CONNECTOR = LIBRARY.find("drmModeGetConnector");
    private static final MemorySegment FREE_CONNECTOR = LIBRARY.find("drmModeFreeConnector");
    private static final MemorySegment GET_ENCODER = LIBRARY.find("drmModeGetEncoder");
    private static final MemorySegment FREE_ENCODER = LIBRARY.find("drmModeFreeEncoder");
    private static final MemorySegment GET_PLANES = LIBRARY.find("drmModeGetPlaneResources");
    private static final MemorySegment FREE_PLANES = LIBRARY.find("drmModeFreePlaneResources");
    private static final MemorySegment GET_PLANE = LIBRARY.find("drmModeGetPlane");
    private static final MemorySegment FREE_PLANE = LIBRARY.find("drmModeFreePlane");
    private static final MemorySegment GET_OBJECT_PROPERTIES = LIBRARY.find("drmModeObjectGetProperties");
    private static final MemorySegment FREE_OBJECT_PROPERTIES = LIBRARY.find("drmModeFreeObjectProperties");
    private static final MemorySegment GET_PROPERTY = LIBRARY.find("drmModeGetProperty");
    private static final MemorySegment FREE_PROPERTY = LIBRARY.find("drmModeFreeProperty");
    private static final MemorySegment GET_BLOB = LIBRARY.find("drmModeGetPropertyBlob");
    private static final MemorySegment FREE_BLOB = LIBRARY.find("drmModeFreePropertyBlob");
    private static final MemorySegment CREATE_BLOB = LIBRARY.find("drmModeCreatePropertyBlob");
    private static final MemorySegment DESTROY_BLOB = LIBRARY.find("drmModeDestroyPropertyBlob");
    private static final MemorySegment ATOMIC_ALLOC = LIBRARY.find("drmModeAtomicAlloc");
    private static final MemorySegment ATOMIC_FREE = LIBRARY.find("drmModeAtomicFree");
    private static final MemorySegment ATOMIC_ADD = LIBRARY.find("drmModeAtomicAddProperty");
    private static final MemorySegment ATOMIC_COMMIT = LIBRARY.find("drmModeAtomicCommit");
    private static final MemorySegment PAGE_FLIP = LIBRARY.find("drmModePageFlip");
    private static final MemorySegment REMOVE_FB = LIBRARY.find("drmModeRmFB");
    private static final MethodHandle ADD_FB2 = LIBRARY.function("drmModeAddFB2", 9);
    private static final MethodHandle SET_CRTC = LIBRARY.function("drmModeSetCrtc", 8);
    private static final MemorySegment MEMORY = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);

    private Drm() {}

    /** A mode of a connector: its size, its refresh rate in thousandths of a hertz, and the structure itself. */
    public record Mode(int width, int height, int refresh, boolean preferred, byte[] bytes) {}

    /**
     * @param crtcs a bit for each of the device's CRTCs, by index, that can drive it
     * @param type a DRM_MODE_CONNECTOR_…; {@code typeNumber} counts those of a type, from 1
     * @param millimetresWide the picture's size, 0 where it is not known
     */
    public record Connector(int id, boolean connected, List<Mode> modes, int crtcs, int type, int typeNumber, int millimetresWide, int millimetresHigh) {}

    /** @param crtcs as of a connector */
    public record Plane(int id, int crtcs) {}

    /** Memory that the CPU draws in: its handle, bytes a row, all bytes, and where mmap(2) of the device finds it. */
    public record Dumb(int handle, int pitch, long bytes, long offset) {}

    /** Hears of frames that are on the screen: what was passed with them, and when, on the monotonic clock. */
    public interface FlipListener {
        void flipped(long userData, long nanoTime);
    }

    /** Lets this client use a part of the interface; returns whether the device has it. */
    public static boolean enable(int fd, int capability) {
        return (int) LongCall.call(SET_CLIENT_CAP, fd, capability, 1) == 0;
    }

    /** The name of a device's driver; empty if it is none. */
    public static String driver(int fd) {
        long v = LongCall.call(GET_VERSION, fd);
        if (v == 0) return "";
        var name = MEMORY.asSlice(pointer(v + 16), int32(v + 12)).toArray(ValueLayout.JAVA_BYTE);
        LongCall.call(FREE_VERSION, v);
        return new String(name, StandardCharsets.US_ASCII);
    }

    /** Whether a device of the driver {@code virtio_gpu} draws, by a GPU of the host's (virtgpu_drm.h). */
    public static boolean virtioDraws(int fd) {
        try (Arena arena = Arena.ofConfined()) {
            var value = arena.allocate(8, 8);
            var ask = arena.allocate(16, 8);
            ask.set(ValueLayout.JAVA_LONG, 0, VIRTIO_3D_FEATURES);
            ask.set(ValueLayout.JAVA_LONG, 8, value.address());
            return (int) LongCall.call(IOCTL, fd, VIRTIO_GET_PARAMETER, ask.address()) == 0 && value.get(ValueLayout.JAVA_INT, 0) != 0;
        }
    }

    /** The ids of all CRTCs, in the order of their indexes; empty if the device displays nothing. */
    public static List<Integer> crtcs(int fd) {
        return resources(fd, 16, 24);
    }

    /** The ids of all connectors. */
    public static List<Integer> connectors(int fd) {
        return resources(fd, 32, 40);
    }

    private static List<Integer> resources(int fd, int count, int array) {
        long r = LongCall.call(GET_RESOURCES, fd);
        if (r == 0) return List.of();
        var ids = ids(int32(r + count), pointer(r + array));
        LongCall.call(FREE_RESOURCES, r);
        return ids;
    }

    private static List<Integer> ids(int count, long array) {
        var ids = new ArrayList<Integer>();
        for (int i = 0; i < count; i++) ids.add(int32(array + 4L * i));
        return ids;
    }

    /** A connector as it is now; null if it is gone. Asks the display: may take milliseconds. */
    public static Connector connector(int fd, int id) {
        long c = LongCall.call(GET_CONNECTOR, fd, id);
        if (c == 0) return null;
        var modes = new ArrayList<Mode>();
        for (int i = 0; i < int32(c + 32); i++) modes.add(mode(pointer(c + 40) + (long) MODE_BYTES * i));
        int crtcs = 0;
        for (int encoder : ids(int32(c + 72), pointer(c + 80))) crtcs |= encoderCrtcs(fd, encoder);
        var connector = new Connector(id, int32(c + 16) == 1, modes, crtcs, int32(c + 8), int32(c + 12), int32(c + 20), int32(c + 24));
        LongCall.call(FREE_CONNECTOR, c);
        return connector;
    }

    private static Mode mode(long m) {
        int width = uint16(m + 4), height = uint16(m + 14), hz = int32(m + 24);
        long pixels = (long) uint16(m + 10) * uint16(m + 20);
        int refresh = pixels == 0 ? hz * 1000 : (int) (int32(m) * 1_000_000L / pixels);
        return new Mode(width, height, refresh > 0 ? refresh : 60_000, (int32(m + 32) & MODE_PREFERRED) != 0, MEMORY.asSlice(m, MODE_BYTES).toArray(ValueLayout.JAVA_BYTE));
    }

    private static int encoderCrtcs(int fd, int encoder) {
        long e = LongCall.call(GET_ENCODER, fd, encoder);
        if (e == 0) return 0;
        int crtcs = int32(e + 12);
        LongCall.call(FREE_ENCODER, e);
        return crtcs;
    }

    /** All planes; the primary ones are among them only with {@link #CAP_UNIVERSAL_PLANES}. */
    public static List<Plane> planes(int fd) {
        long r = LongCall.call(GET_PLANES, fd);
        if (r == 0) return List.of();
        var planes = new ArrayList<Plane>();
        for (int id : ids(int32(r), pointer(r + 8))) {
            long p = LongCall.call(GET_PLANE, fd, id);
            if (p == 0) continue;
            planes.add(new Plane(id, int32(p + 44)));
            LongCall.call(FREE_PLANE, p);
        }
        LongCall.call(FREE_PLANES, r);
        return planes;
    }

    /** The formats of drm_fourcc.h that a plane shows. */
    public static List<Integer> formats(int fd, int plane) {
        long p = LongCall.call(GET_PLANE, fd, plane);
        if (p == 0) return List.of();
        var formats = ids(int32(p), pointer(p + 8));
        LongCall.call(FREE_PLANE, p);
        return formats;
    }

    /** A property of an object: its id, and its value now. */
    public record Property(int id, long value) {}

    /** The properties of an object by name. */
    public static Map<String, Property> properties(int fd, int object, long type) {
        var all = new LinkedHashMap<String, Property>();
        long ps = LongCall.call(GET_OBJECT_PROPERTIES, fd, object, type);
        if (ps == 0) return all;
        for (int i = 0; i < int32(ps); i++) {
            int id = int32(pointer(ps + 8) + 4L * i);
            long p = LongCall.call(GET_PROPERTY, fd, id);
            if (p == 0) continue;
            all.put(MEMORY.asSlice(p + 8, 32).getString(0, StandardCharsets.US_ASCII), new Property(id, pointer(pointer(ps + 16) + 8L * i)));
            LongCall.call(FREE_PROPERTY, p);
        }
        LongCall.call(FREE_OBJECT_PROPERTIES, ps);
        return all;
    }

    /** The bytes of a blob, such as a display's EDID; empty if there is none. */
    public static byte[] blob(int fd, int id) {
        long b = LongCall.call(GET_BLOB, fd, id);
        if (b == 0) return new byte[0];
        byte[] bytes = MEMORY.asSlice(pointer(b + 8), Math.clamp(int32(b + 4), 0, MOST_BLOB)).toArray(ValueLayout.JAVA_BYTE);
        LongCall.call(FREE_BLOB, b);
        return bytes;
    }

    /** Makes memory to draw in; null if the device has none left. */
    public static Dumb createDumb(int fd, int width, int height) {
        try (Arena arena = Arena.ofConfined()) {
            var create = arena.allocate(32, 8);
            create.set(ValueLayout.JAVA_INT, 0, height);
            create.set(ValueLayout.JAVA_INT, 4, width);
            create.set(ValueLayout.JAVA_INT, 8, 32);
            if ((int) LongCall.call(IOCTL, fd, CREATE_DUMB, create.address()) != 0) return null;
            int handle = create.get(ValueLayout.JAVA_INT, 16);
            var map = arena.allocate(16, 8);
            map.set(ValueLayout.JAVA_INT, 0, handle);
            if ((int) LongCall.call(IOCTL, fd, MAP_DUMB, map.address()) == 0) {
                return new Dumb(handle, create.get(ValueLayout.JAVA_INT, 20), create.get(ValueLayout.JAVA_LONG, 24), map.get(ValueLayout.JAVA_LONG, 8));
            }
            destroyDumb(fd, handle);
            return null;
        }
    }

    public static void destroyDumb(int fd, int handle) {
        try (Arena arena = Arena.ofConfined()) {
            var destroy = arena.allocate(4, 4);
            destroy.set(ValueLayout.JAVA_INT, 0, handle);
            LongCall.call(IOCTL, fd, DESTROY_DUMB, destroy.address());
        }
    }

    /** Makes a frame buffer of XRGB8888 pixels; returns its id, or {@code -errno}. */
    public static long addFrameBuffer(int fd, int width, int height, int handle, int pitch) {
        try (Arena arena = Arena.ofConfined()) {
            var handles = arena.allocate(16, 8);
            var pitches = arena.allocate(16, 8);
            var offsets = arena.allocate(16, 8);
            var id = arena.allocate(8, 8);
            handles.set(ValueLayout.JAVA_INT, 0, handle);
            pitches.set(ValueLayout.JAVA_INT, 0, pitch);
            int r = (int) (long) ADD_FB2.invokeExact((long) fd, (long) width, (long) height, (long) XRGB8888, handles.address(), pitches.address(),
                    offsets.address(), id.address(), 0L);
            return r < 0 ? r : id.get(ValueLayout.JAVA_INT, 0);
        } catch (Throwable t) {
            throw new AssertionError(t);
        }
    }

    public static void removeFrameBuffer(int fd, int id) {
        LongCall.call(REMOVE_FB, fd, id);
    }

    /** The older interface: shows a frame buffer on a connector in a mode. Waits until it is done. */
    public static int setCrtc(int fd, int crtc, int frameBuffer, int connector, Mode mode) {
        try (Arena arena = Arena.ofConfined()) {
            var ids = arena.allocateFrom(ValueLayout.JAVA_INT, connector);
            var bytes = arena.allocate(MODE_BYTES, 8).copyFrom(MemorySegment.ofArray(mode.bytes));
            return (int) (long) SET_CRTC.invokeExact((long) fd, (long) crtc, (long) frameBuffer, 0L, 0L, ids.address(), 1L, bytes.address());
        } catch (Throwable t) {
            throw new AssertionError(t);
        }
    }

    /** The older interface: switches a CRTC off. */
    public static int clearCrtc(int fd, int crtc) {
        try {
            return (int) (long) SET_CRTC.invokeExact((long) fd, (long) crtc, 0L, 0L, 0L, 0L, 0L, 0L);
        } catch (Throwable t) {
            throw new AssertionError(t);
        }
    }

    /** The older interface: shows another frame buffer at the next vertical blank; an event follows. */
    public static int pageFlip(int fd, int crtc, int frameBuffer, long userData) {
        return (int) LongCall.call(PAGE_FLIP, fd, crtc, frameBuffer, PAGE_FLIP_EVENT, userData);
    }

    /** A property's value that is a mode; its id, or {@code -errno}. */
    public static long createModeBlob(int fd, Mode mode) {
        try (Arena arena = Arena.ofConfined()) {
            var bytes = arena.allocate(MODE_BYTES, 8).copyFrom(MemorySegment.ofArray(mode.bytes));
            var id = arena.allocate(8, 8);
            int r = (int) LongCall.call(CREATE_BLOB, fd, bytes.address(), MODE_BYTES, id.address());
            return r < 0 ? r : id.get(ValueLayout.JAVA_INT, 0);
        }
    }

    public static void destroyBlob(int fd, int id) {
        LongCall.call(DESTROY_BLOB, fd, id);
    }

    /** A new, empty atomic request, to be given to {@link #freeRequest}. */
    public static long newRequest() {
        return LongCall.call(ATOMIC_ALLOC, 0);
    }

    public static void set(long request, int object, int property, long value) {
        LongCall.call(ATOMIC_ADD, request, object, property, value);
    }

    public static int commit(int fd, long request, int flags, long userData) {
        return (int) LongCall.call(ATOMIC_COMMIT, fd, request, flags, userData);
    }

    public static void freeRequest(long request) {
        LongCall.call(ATOMIC_FREE, request);
    }

    /** Takes the frames that are told to be shown out of what was read(2) from a device: several may come at once. */
    public static void flips(MemorySegment events, long bytes, FlipListener listener) {
        for (long at = 0; at + 8 <= bytes; ) {
            int type = events.get(ValueLayout.JAVA_INT_UNALIGNED, at), length = events.get(ValueLayout.JAVA_INT_UNALIGNED, at + 4);
            if (length < 8 || at + length > bytes) return;
            if (type == EVENT_FLIP_COMPLETE && length >= 32) {
                long seconds = Integer.toUnsignedLong(events.get(ValueLayout.JAVA_INT_UNALIGNED, at + 16)), micros = events.get(ValueLayout.JAVA_INT_UNALIGNED, at + 20);
                listener.flipped(events.get(ValueLayout.JAVA_LONG_UNALIGNED, at + 8), seconds * 1_000_000_000 + micros * 1000);
            }
            at += length;
        }
    }

    private static int int32(long address) {
        return MEMORY.get(ValueLayout.JAVA_INT_UNALIGNED, address);
    }

    private static int uint16(long address) {
        return Short.toUnsignedInt(MEMORY.get(ValueLayout.JAVA_SHORT_UNALIGNED, address));
    }

    private static long pointer(long address) {
        return MEMORY.get(ValueLayout.JAVA_LONG_UNALIGNED, address);
    }
}
