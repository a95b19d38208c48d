package weft.ffi;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * libEGL: displays, contexts and surfaces of a GPU's driver (EGL 1.5 and its registry of extensions). Optional: where the library is missing, the first use
 * throws {@link LinkageError}. Handles are addresses of the driver's objects, 0 is none; a context belongs to the thread in which it is current.
 */
public final class Egl {
    public static final int PLATFORM_SURFACELESS = 0x31DD, PLATFORM_GBM = 0x31D7;
    public static final int EXTENSIONS = 0x3055, SUCCESS = 0x3000, CONTEXT_LOST = 0x300E, NATIVE_VISUAL_ID = 0x302E;
    public static final int LINUX_DMA_BUF = 0x3270, BUFFER_AGE = 0x313D;
    private static final int NONE = 0x3038, OPENGL_ES_API = 0x30A0, DEVICE = 0x322C, DRM_RENDER_NODE_FILE = 0x3377, DRM_DEVICE_FILE = 0x3233, MOST_CONFIGS = 256;
    private static final NativeLibrary LIBRARY = NativeLibrary.open("libEGL.so.1");
    private static final MemorySegment GET_PLATFORM_DISPLAY = LIBRARY.find("eglGetPlatformDisplay");
    private static final MemorySegment INITIALIZE = LIBRARY.find("eglInitialize");
    private static final MemorySegment TERMINATE = LIBRARY.find("eglTerminate");
    private static final MemorySegment RELEASE_THREAD = LIBRARY.find("eglReleaseThread");
    private static final MemorySegment BIND_API = LIBRARY.find("eglBindAPI");
    private static final MemorySegment QUERY_STRING = LIBRARY.find("eglQueryString");
    private static final MemorySegment CHOOSE_CONFIG = LIBRARY.find("eglChooseConfig");
    private static final MemorySegment GET_CONFIG_ATTRIB = LIBRARY.find("eglGetConfigAttrib");
    private static final MemorySegment CREATE_CONTEXT = LIBRARY.find("eglCreateContext");
    private static final MemorySegment DESTROY_CONTEXT = LIBRARY.find("eglDestroyContext");
    private static final MemorySegment CREATE_WINDOW_SURFACE = LIBRARY.find("eglCreateWindowSurface");
    private static final MemorySegment DESTROY_SURFACE = LIBRARY.find("eglDestroySurface");
    private static final MemorySegment QUERY_SURFACE = LIBRARY.find("eglQuerySurface");
    private static final MemorySegment MAKE_CURRENT = LIBRARY.find("eglMakeCurrent");
    private static final MemorySegment GET_CURRENT_CONTEXT = LIBRARY.find("eglGetCurrentContext");
    private static final MemorySegment SWAP_BUFFERS = LIBRARY.find("eglSwapBuffers");
    private static final MemorySegment GET_ERROR = LIBRARY.find("eglGetError");
    private static final MemorySegment GET_PROC_ADDRESS = LIBRARY.find("eglGetProcAddress");

    private Egl() {}

    /** @param nativeDisplay what the platform asks for: a GBM device, or 0 */
    public static long display(int platform, long nativeDisplay) {
        return LongCall.call(GET_PLATFORM_DISPLAY, platform, nativeDisplay, 0);
    }

    /** Loads the driver; returns whether it works. Takes tens of milliseconds. */
    public static boolean initialize(long display) {
        return isTrue(LongCall.call(INITIALIZE, display, 0, 0)) && isTrue(LongCall.call(BIND_API, OPENGL_ES_API));
    }

    /** Ends a display; its objects are gone when they are no longer current. */
    public static void terminate(long display) {
        LongCall.call(TERMINATE, display);
        LongCall.call(RELEASE_THREAD, 0);
    }

    /** A string of the display; with 0, of the library itself. Empty if there is none. */
    public static String string(long display, int name) {
        return text(LongCall.call(QUERY_STRING, display, name));
    }

    /** A configuration of which {@code attribute} is {@code value}; 0 if there is none. */
    public static long config(long display, int attribute, int value, int... wanted) {
        try (Arena arena = Arena.ofConfined()) {
            var found = arena.allocate(8L * MOST_CONFIGS, 8);
            var out = arena.allocate(8, 8);
            if (!isTrue(LongCall.call(CHOOSE_CONFIG, display, attributes(arena, wanted), found.address(), MOST_CONFIGS, out.address()))) return 0;
            int n = out.get(ValueLayout.JAVA_INT, 0);
            for (int i = 0; i < n; i++) {
                long config = found.getAtIndex(ValueLayout.JAVA_LONG, i);
                if (isTrue(LongCall.call(GET_CONFIG_ATTRIB, display, config, attribute, out.address())) && out.get(ValueLayout.JAVA_INT, 0) == value) return config;
            }
            return 0;
        }
    }

    /** @param wanted pairs of an attribute and its value */
    public static long createContext(long display, long config, int... wanted) {
        try (Arena arena = Arena.ofConfined()) {
            return LongCall.call(CREATE_CONTEXT, display, config, 0, attributes(arena, wanted));
        }
    }

    public static void destroyContext(long display, long context) {
        LongCall.call(DESTROY_CONTEXT, display, context);
    }

    public static long createWindowSurface(long display, long config, long window) {
        return LongCall.call(CREATE_WINDOW_SURFACE, display, config, window, 0);
    }

    public static void destroySurface(long display, long surface) {
        LongCall.call(DESTROY_SURFACE, display, surface);
    }

    /** An attribute of a surface; 0 where it has none. */
    public static int querySurface(long display, long surface, int attribute) {
        try (Arena arena = Arena.ofConfined()) {
            var out = arena.allocate(4, 4);
            return isTrue(LongCall.call(QUERY_SURFACE, display, surface, attribute, out.address())) ? out.get(ValueLayout.JAVA_INT, 0) : 0;
        }
    }

    /** Makes a context this thread's, drawing to a surface; with 0 to none; with a context of 0 releases what was current. */
    public static boolean makeCurrent(long display, long surface, long context) {
        return isTrue(LongCall.call(MAKE_CURRENT, display, surface, surface, context));
    }

    public static long currentContext() {
        return LongCall.call(GET_CURRENT_CONTEXT, 0);
    }

    public static boolean swapBuffers(long display, long surface) {
        return isTrue(LongCall.call(SWAP_BUFFERS, display, surface));
    }

    /** What the last call in this thread said. */
    public static int error() {
        return (int) LongCall.call(GET_ERROR, 0);
    }

    /** The address of an extension's function, to be called through {@link #call}; 0 if the driver has no such extension: some drivers answer for any name. */
    public static long function(String name) {
        try (Arena arena = Arena.ofConfined()) {
            return LongCall.call(GET_PROC_ADDRESS, arena.allocateFrom(name).address());
        }
    }

    /** Calls an extension's function. */
    public static long call(long function, long a, long b, long c, long d, long e, long f) {
        return LongCall.call(MemorySegment.ofAddress(function), a, b, c, d, e, f);
    }

    /** The file of the device that a display draws with: the render node, else the card; empty if it is none. Needs EGL_EXT_device_query and EGL_EXT_device_drm. */
    public static String deviceFile(long display) {
        long query = function("eglQueryDisplayAttribEXT"), string = function("eglQueryDeviceStringEXT");
        if (query == 0 || string == 0) return "";
        try (Arena arena = Arena.ofConfined()) {
            var out = arena.allocate(8, 8);
            if (!isTrue(call(query, display, DEVICE, out.address(), 0, 0, 0))) return "";
            long device = out.get(ValueLayout.JAVA_LONG, 0);
            String node = text(call(string, device, DRM_RENDER_NODE_FILE, 0, 0, 0, 0));
            return node.isEmpty() ? text(call(string, device, DRM_DEVICE_FILE, 0, 0, 0, 0)) : node;
        }
    }

    private static long attributes(Arena arena, int... wanted) {
        var list = arena.allocate(4L * wanted.length + 4, 4);
        MemorySegment.copy(wanted, 0, list, ValueLayout.JAVA_INT, 0, wanted.length);
        list.setAtIndex(ValueLayout.JAVA_INT, wanted.length, NONE);
        return list.address();
    }

    private static boolean isTrue(long result) {
        return (int) result != 0;
    }

    static String text(long address) {
        return address == 0 ? "" : MemorySegment.ofAddress(address).reinterpret(Integer.MAX_VALUE).getString(0);
    }
}
