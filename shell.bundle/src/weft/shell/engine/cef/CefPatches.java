package weft.shell.engine.cef;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_CHAR;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.nio.file.Path;
import java.util.Arrays;
import weft.ffi.NativeLibrary;

/**
 * What has to be changed in JCEF 146 so that it runs off-screen, sandboxed, without X: calls of libjcef.so into libcef.so
 * and libX11.so are redirected (see {@link GotTable}) to the functions here, which correct their arguments. The why of
 * each is in {@code docs/web-engine.md}. Installed once for the process, between {@code CefApp.startup} and the first
 * {@code CefApp.getInstance}.
 */
final class CefPatches {
    private static final Linker LINKER = Linker.nativeLinker();
    private static final FunctionDescriptor INITIALIZE = FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS, ADDRESS);
    private static final FunctionDescriptor CREATE_BROWSER =
            FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS);
    private static final FunctionDescriptor CREATE_CONTEXT = FunctionDescriptor.of(ADDRESS, ADDRESS, ADDRESS);
    private static final MemorySegment DISPLAY = display();
    private static final ThreadLocal<Path> CACHE_PATH = new ThreadLocal<>();
    private static MethodHandle initialize, createBrowser, createContext;
    private static volatile int background = 0xFFFFFFFF;
    private static volatile String refusal;

    private CefPatches() {}

    /** Redirects everything. @throws IllegalStateException if this is not the version of CEF that {@link CefLayout} describes */
    static void install(Path natives) throws IOException {
        requireVersion(NativeLibrary.open(natives.resolve("libcef.so").toString()));
        GotTable got = GotTable.of(natives.resolve("libjcef.so"));
        got.redirect("cef_get_xdisplay", target("xDisplay", FunctionDescriptor.of(ADDRESS)), FunctionDescriptor.of(ADDRESS));
        var createWindow = FunctionDescriptor.of(JAVA_LONG, ADDRESS, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT,
                JAVA_INT, ADDRESS, JAVA_LONG, ADDRESS);
        got.redirect("XCreateWindow", constant(1L, createWindow), createWindow);
        var destroyWindow = FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG);
        got.redirect("XDestroyWindow", constant(1, destroyWindow), destroyWindow);
        initialize = redirect(got, "cef_initialize", "initialize", INITIALIZE);
        createBrowser = redirect(got, "cef_browser_host_create_browser", "createBrowser", CREATE_BROWSER);
        createContext = redirect(got, "cef_request_context_create_context", "createContext", CREATE_CONTEXT);
        // JCEF's shutdown pumps the message loop, which is a failed check where CEF runs it in a thread of its own.
        var pump = FunctionDescriptor.ofVoid();
        got.redirect("cef_do_message_loop_work", MethodHandles.empty(pump.toMethodType()), pump);
    }

    /** What opaque browsers created from now on show where nothing is painted yet: {@code 0xAARRGGBB}. */
    static void background(int argb) {
        background = argb;
    }

    /** Runs a call of {@code CefRequestContext.createContext} such that the context keeps its data in this folder. */
    static <T> T withCachePath(Path folder, java.util.function.Supplier<T> creation) {
        CACHE_PATH.set(folder);
        try {
            return creation.get();
        } finally {
            CACHE_PATH.remove();
        }
    }

    /** Why the library was refused, or null. */
    static String refusal() {
        return refusal;
    }

    private static void requireVersion(NativeLibrary cef) {
        var info = cef.function("cef_version_info", 1);
        int[] version = new int[CefLayout.VERSION.length];
        try {
            for (int i = 0; i < version.length; i++) version[i] = (int) (long) info.invokeExact((long) i);
        } catch (Throwable t) {
            throw new AssertionError(t);
        }
        if (!Arrays.equals(version, CefLayout.VERSION))
            throw new IllegalStateException("this engine is made for CEF " + Arrays.toString(CefLayout.VERSION) + ", not " + Arrays.toString(version));
    }

    /** The structure with its first field, its size, compared; null (and a refusal) if it is another. */
    private static MemorySegment struct(String name, MemorySegment at, int size) {
        long actual = at.reinterpret(8).get(JAVA_LONG, 0);
        if (actual == size) return at.reinterpret(size);
        refusal = name + " has " + actual + " bytes, not " + size + ": another version of CEF";
        return null;
    }

    @SuppressWarnings("unused") // called by native code, as all below
    private static MemorySegment xDisplay() {
        return DISPLAY;
    }

    private static int initialize(MemorySegment args, MemorySegment settings, MemorySegment app, MemorySegment sandbox) {
        var s = struct("cef_settings_t", settings, CefLayout.SETTINGS_SIZE);
        if (s == null) return 0;
        s.set(JAVA_INT, CefLayout.SETTINGS_NO_SANDBOX, 0);
        s.set(JAVA_INT, CefLayout.SETTINGS_MULTI_THREADED, 1);
        s.set(JAVA_INT, CefLayout.SETTINGS_EXTERNAL_PUMP, 0);
        try {
            return (int) initialize.invokeExact(args, settings, app, sandbox);
        } catch (Throwable t) {
            throw new AssertionError(t);
        }
    }

    private static int createBrowser(MemorySegment window, MemorySegment client, MemorySegment url, MemorySegment settings,
            MemorySegment extra, MemorySegment context) {
        var s = struct("cef_browser_settings_t", settings, CefLayout.BROWSER_SETTINGS_SIZE);
        if (s == null || struct("cef_window_info_t", window, CefLayout.WINDOW_INFO_SIZE) == null) return 0;
        if (s.get(JAVA_INT, CefLayout.BROWSER_SETTINGS_BACKGROUND) != 0) s.set(JAVA_INT, CefLayout.BROWSER_SETTINGS_BACKGROUND, background);
        CursorHook.install(client);
        try {
            return (int) createBrowser.invokeExact(window, client, url, settings, extra, context);
        } catch (Throwable t) {
            throw new AssertionError(t);
        }
    }

    private static MemorySegment createContext(MemorySegment settings, MemorySegment handler) {
        Path folder = CACHE_PATH.get();
        var s = struct("cef_request_context_settings_t", settings, CefLayout.CONTEXT_SETTINGS_SIZE);
        if (s == null) return MemorySegment.NULL;
        try (Arena arena = Arena.ofConfined()) {
            if (folder != null) {
                String path = folder.toString();
                s.set(ADDRESS, CefLayout.CONTEXT_CACHE_PATH, utf16(arena, path));
                s.set(JAVA_LONG, CefLayout.CONTEXT_CACHE_PATH + 8, path.length());
            }
            var made = (MemorySegment) createContext.invokeExact(settings, handler);
            // CEF has copied the path; JCEF must not free ours.
            s.set(ADDRESS, CefLayout.CONTEXT_CACHE_PATH, MemorySegment.NULL);
            s.set(JAVA_LONG, CefLayout.CONTEXT_CACHE_PATH + 8, 0);
            return made;
        } catch (Throwable t) {
            throw new AssertionError(t);
        }
    }

    static MemorySegment utf16(Arena arena, String text) {
        var chars = arena.allocate(2L * text.length() + 2, 2);
        for (int i = 0; i < text.length(); i++) chars.set(JAVA_CHAR, 2L * i, text.charAt(i));
        return chars;
    }

    private static MemorySegment display() {
        var display = Arena.global().allocate(4096, 16);
        display.set(ADDRESS, CefLayout.XDISPLAY_SCREENS, Arena.global().allocate(4096, 16));
        return display;
    }

    private static MethodHandle redirect(GotTable got, String function, String method, FunctionDescriptor shape) {
        return LINKER.downcallHandle(got.redirect(function, target(method, shape), shape), shape);
    }

    private static MethodHandle constant(Object value, FunctionDescriptor shape) {
        var type = shape.toMethodType();
        return MethodHandles.dropArguments(MethodHandles.constant(type.returnType(), value), 0, type.parameterList());
    }

    private static MethodHandle target(String method, FunctionDescriptor shape) {
        try {
            return MethodHandles.lookup().findStatic(CefPatches.class, method, shape.toMethodType());
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }
}
