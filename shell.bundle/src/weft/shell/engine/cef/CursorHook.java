package weft.shell.engine.cef;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;

/**
 * Sees which cursor a page asks for. JCEF passes on only AWT's fourteen shapes, so the function pointer in the client's
 * display handler is replaced by one that reports CEF's own type and then calls the original. The tables are made anew
 * for each call of {@code get_display_handler}, all with the same functions, hence the two stages.
 */
final class CursorHook {
    /** Told the browser's identifier and its {@code cef_cursor_type_t}; on Chromium's UI thread. */
    interface Listener {
        void cursor(int browser, int type);
    }

    private static final Linker LINKER = Linker.nativeLinker();
    private static final FunctionDescriptor GET_HANDLER = FunctionDescriptor.of(ADDRESS, ADDRESS);
    private static final FunctionDescriptor ON_CURSOR = FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, JAVA_LONG, JAVA_INT, ADDRESS);
    private static final MethodHandle GET_IDENTIFIER = LINKER.downcallHandle(FunctionDescriptor.of(JAVA_INT, ADDRESS));
    private static final MemorySegment GET_HANDLER_STUB = stub("getDisplayHandler", GET_HANDLER);
    private static final MemorySegment ON_CURSOR_STUB = stub("onCursorChange", ON_CURSOR);
    private static volatile Listener listener = (browser, type) -> {};
    private static MethodHandle getHandler, onCursor;

    private CursorHook() {}

    static void listen(Listener l) {
        listener = l;
    }

    /** On Chromium's UI thread, as everything below. */
    static void install(MemorySegment client) {
        var original = swap(client, CefLayout.CLIENT_GET_DISPLAY_HANDLER, GET_HANDLER_STUB);
        if (original != null) getHandler = LINKER.downcallHandle(original, GET_HANDLER);
    }

    /** Puts a function into a table; returns the one it replaces, or null if there was none or it is there already. */
    private static MemorySegment swap(MemorySegment table, int offset, MemorySegment stub) {
        var t = table.reinterpret(offset + 8L);
        var now = t.get(ADDRESS, offset);
        if (now.address() == 0 || now.address() == stub.address()) return null;
        t.set(ADDRESS, offset, stub);
        return now;
    }

    private static MemorySegment getDisplayHandler(MemorySegment client) {
        try {
            var handler = (MemorySegment) getHandler.invokeExact(client);
            if (handler.address() == 0) return handler;
            var original = swap(handler, CefLayout.DISPLAY_ON_CURSOR_CHANGE, ON_CURSOR_STUB);
            if (original != null && onCursor == null) onCursor = LINKER.downcallHandle(original, ON_CURSOR);
            return handler;
        } catch (Throwable t) {
            throw new AssertionError(t);
        }
    }

    private static int onCursorChange(MemorySegment self, MemorySegment browser, long cursor, int type, MemorySegment custom) {
        try {
            var identifier = browser.reinterpret(CefLayout.BROWSER_GET_IDENTIFIER + 8L).get(ADDRESS, CefLayout.BROWSER_GET_IDENTIFIER);
            listener.cursor((int) GET_IDENTIFIER.invokeExact(identifier, browser), type);
            return (int) onCursor.invokeExact(self, browser, cursor, type, custom);
        } catch (Throwable t) {
            throw new AssertionError(t);
        }
    }

    private static MemorySegment stub(String method, FunctionDescriptor shape) {
        try {
            var target = MethodHandles.lookup().findStatic(CursorHook.class, method, shape.toMethodType());
            return LINKER.upcallStub(target, shape, Arena.global());
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }
}
