package weft.shell.engine.cef;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_CHAR;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;

/**
 * Input, focus and visibility of a browser through CEF's own C interface, which says more than JCEF's Java one: key codes
 * of the keyboard, wheel steps in pixels, hiding. From any one thread: the scratch memory is this object's.
 */
public final class BrowserHost {
    /** {@code cef_event_flags_t}. */
    public static final int CAPS_LOCK = 1, SHIFT = 2, CONTROL = 4, ALT = 8, LEFT_BUTTON = 16, MIDDLE_BUTTON = 32, RIGHT_BUTTON = 64,
            COMMAND = 128, NUM_LOCK = 256, KEY_PAD = 512, ALT_GR = 4096, REPEAT = 8192;
    /** {@code cef_mouse_button_type_t}. */
    public static final int LEFT = 0, MIDDLE = 1, RIGHT = 2;
    /** {@code cef_key_event_type_t}. */
    public static final int RAW_KEY_DOWN = 0, KEY_UP = 2, CHAR = 3;

    private static final Linker LINKER = Linker.nativeLinker();
    private static final MethodHandle RETURNS_POINTER = LINKER.downcallHandle(FunctionDescriptor.of(ADDRESS, ADDRESS));
    private static final MethodHandle RETURNS_INT = LINKER.downcallHandle(FunctionDescriptor.of(JAVA_INT, ADDRESS));
    private static final MethodHandle TAKES_INT = LINKER.downcallHandle(FunctionDescriptor.ofVoid(ADDRESS, JAVA_INT));
    private static final MethodHandle TAKES_POINTER = LINKER.downcallHandle(FunctionDescriptor.ofVoid(ADDRESS, ADDRESS));
    private static final MethodHandle CLICK = LINKER.downcallHandle(FunctionDescriptor.ofVoid(ADDRESS, ADDRESS, JAVA_INT, JAVA_INT, JAVA_INT));
    private static final MethodHandle MOVE = LINKER.downcallHandle(FunctionDescriptor.ofVoid(ADDRESS, ADDRESS, JAVA_INT));
    private static final MethodHandle WHEEL = LINKER.downcallHandle(FunctionDescriptor.ofVoid(ADDRESS, ADDRESS, JAVA_INT, JAVA_INT));
    private static final MethodHandle COMMIT = LINKER.downcallHandle(FunctionDescriptor.ofVoid(ADDRESS, ADDRESS, ADDRESS, JAVA_INT));
    private static MethodHandle byIdentifier;
    private final MemorySegment event = Arena.ofAuto().allocate(CefLayout.KEY_SIZE, 8);
    private final int identifier;

    /** @param identifier {@code CefBrowser.getIdentifier()} of a browser that exists */
    public BrowserHost(int identifier) {
        this.identifier = identifier;
    }

    /** Finds the entry point; before the first use. */
    static void link(SymbolLookup cef) {
        byIdentifier = LINKER.downcallHandle(cef.find("cef_browser_host_get_browser_by_identifier").orElseThrow(),
                FunctionDescriptor.of(ADDRESS, JAVA_INT));
    }

    @FunctionalInterface
    private interface Call {
        void on(MemorySegment host) throws Throwable;
    }

    /** Nothing happens if the browser is closed by now. */
    private void call(Call call) {
        try {
            var browser = (MemorySegment) byIdentifier.invokeExact(identifier);
            if (browser.address() == 0) return;
            var host = (MemorySegment) RETURNS_POINTER.invokeExact(function(browser, CefLayout.BROWSER_GET_HOST), browser);
            try {
                call.on(host);
            } finally {
                release(host);
                release(browser);
            }
        } catch (RuntimeException e) {
            throw e;
        } catch (Throwable t) {
            throw new AssertionError(t);
        }
    }

    private static MemorySegment function(MemorySegment struct, int offset) {
        return struct.reinterpret(offset + 8L).get(ADDRESS, offset);
    }

    private static void release(MemorySegment struct) throws Throwable {
        int gone = (int) RETURNS_INT.invokeExact(function(struct, CefLayout.BASE_RELEASE), struct);
    }

    /** Whether the structure of methods has the expected size; a different one means another version of CEF. */
    public boolean hasExpectedLayout() {
        boolean[] same = {true};
        call(host -> same[0] = host.reinterpret(8).get(JAVA_LONG, 0) == CefLayout.HOST_SIZE);
        return same[0];
    }

    public void setFocus(boolean focused) {
        call(host -> { TAKES_INT.invokeExact(function(host, CefLayout.HOST_SET_FOCUS), host, focused ? 1 : 0); });
    }

    /** A hidden page is told so, and neither paints nor animates. */
    public void setHidden(boolean hidden) {
        call(host -> { TAKES_INT.invokeExact(function(host, CefLayout.HOST_WAS_HIDDEN), host, hidden ? 1 : 0); });
    }

    /**
     * @param windowsCode the virtual key code (VK_…) that pages see as {@code keyCode}
     * @param evdevCode   the key's place, from which {@code event.code} is found
     * @param character   what the key types, or 0
     */
    public void key(int type, int modifiers, int windowsCode, int evdevCode, char character, char unmodified) {
        event.fill((byte) 0);
        event.set(JAVA_LONG, 0, CefLayout.KEY_SIZE);
        event.set(JAVA_INT, CefLayout.KEY_TYPE, type);
        event.set(JAVA_INT, CefLayout.KEY_MODIFIERS, modifiers);
        event.set(JAVA_INT, CefLayout.KEY_WINDOWS_CODE, windowsCode);
        event.set(JAVA_INT, CefLayout.KEY_NATIVE_CODE, evdevCode + 8);
        event.set(JAVA_CHAR, CefLayout.KEY_CHARACTER, character);
        event.set(JAVA_CHAR, CefLayout.KEY_UNMODIFIED, unmodified);
        call(host -> { TAKES_POINTER.invokeExact(function(host, CefLayout.HOST_SEND_KEY), host, event); });
    }

    /** Types text that is not one UTF-16 unit, as an input method would. */
    public void commitText(String text) {
        try (Arena arena = Arena.ofConfined()) {
            var string = arena.allocate(24, 8);
            string.set(ADDRESS, 0, CefPatches.utf16(arena, text));
            string.set(JAVA_LONG, 8, text.length());
            var nowhere = arena.allocate(8, 4);
            nowhere.fill((byte) 0xFF);
            call(host -> { COMMIT.invokeExact(function(host, CefLayout.HOST_IME_COMMIT), host, string, nowhere, 0); });
        }
    }

    public void click(int x, int y, int modifiers, int button, boolean up, int count) {
        mouse(x, y, modifiers);
        call(host -> { CLICK.invokeExact(function(host, CefLayout.HOST_SEND_CLICK), host, event, button, up ? 1 : 0, count); });
    }

    public void move(int x, int y, int modifiers, boolean leaves) {
        mouse(x, y, modifiers);
        call(host -> { MOVE.invokeExact(function(host, CefLayout.HOST_SEND_MOVE), host, event, leaves ? 1 : 0); });
    }

    /** @param dx pixels that the content moves to the right @param dy downwards */
    public void wheel(int x, int y, int modifiers, int dx, int dy) {
        mouse(x, y, modifiers);
        call(host -> { WHEEL.invokeExact(function(host, CefLayout.HOST_SEND_WHEEL), host, event, dx, dy); });
    }

    // cef_mouse_event_t: x, y, modifiers
    private void mouse(int x, int y, int modifiers) {
        event.set(JAVA_INT, 0, x);
        event.set(JAVA_INT, 4, y);
        event.set(JAVA_INT, 8, modifiers);
    }
}
