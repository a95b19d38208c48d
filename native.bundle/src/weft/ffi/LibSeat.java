package weft.ffi;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/**
 * libseat: devices of a seat, lent to the session that is in the foreground (libseat.h). The handle is the address of
 * the library's own object, for one thread. Callbacks come from within {@link #dispatch}.
 */
public final class LibSeat {
    private static final NativeLibrary LIBRARY = NativeLibrary.open("libseat.so.1");
    private static final MemorySegment OPEN_SEAT = LIBRARY.find("libseat_open_seat");
    private static final MemorySegment CLOSE_SEAT = LIBRARY.find("libseat_close_seat");
    private static final MemorySegment DISABLE_SEAT = LIBRARY.find("libseat_disable_seat");
    private static final MemorySegment OPEN_DEVICE = LIBRARY.find("libseat_open_device");
    private static final MemorySegment CLOSE_DEVICE = LIBRARY.find("libseat_close_device");
    private static final MemorySegment SEAT_NAME = LIBRARY.find("libseat_seat_name");
    private static final MemorySegment SWITCH_SESSION = LIBRARY.find("libseat_switch_session");
    private static final MemorySegment GET_FD = LIBRARY.find("libseat_get_fd");
    private static final MemorySegment DISPATCH = LIBRARY.find("libseat_dispatch");

    private LibSeat() {}

    /** Hears when the session comes to the foreground and leaves it. What it throws is lost. */
    public interface Listener {
        void enabled();

        /** To be answered with {@link #disable}. */
        void disabled();
    }

    /** An open device: its id for {@link #closeDevice}, and its descriptor, which the caller closes. */
    public record Device(int id, int fd) {}

    /** Opens the seat of the environment; 0 if there is none. The listener is for the life of the process. */
    public static long open(Listener listener) {
        // Kept for ever: the library may call back until the process ends.
        var table = Arena.global().allocate(16, 8);
        table.set(ValueLayout.JAVA_LONG, 0, stub(listener, "enabled"));
        table.set(ValueLayout.JAVA_LONG, 8, stub(listener, "disabled"));
        return LongCall.call(OPEN_SEAT, table.address(), 0);
    }

    private static long stub(Listener listener, String method) {
        try {
            var lookup = MethodHandles.lookup();
            var target = MethodHandles.insertArguments(lookup.findStatic(LibSeat.class, method, MethodType.methodType(void.class, Listener.class, long.class, long.class)), 0, listener);
            return Linker.nativeLinker().upcallStub(target, FunctionDescriptor.ofVoid(ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG), Arena.global()).address();
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    // What leaves an upcall ends the whole process: nothing may.
    private static void enabled(Listener listener, long seat, long data) {
        try {
            listener.enabled();
        } catch (Throwable t) {
            t.printStackTrace();
        }
    }

    private static void disabled(Listener listener, long seat, long data) {
        try {
            listener.disabled();
        } catch (Throwable t) {
            t.printStackTrace();
        }
    }

    public static void close(long seat) {
        LongCall.call(CLOSE_SEAT, seat);
    }

    /** Says that the session has let go of its devices. */
    public static void disable(long seat) {
        LongCall.call(DISABLE_SEAT, seat);
    }

    /** Opens a device by its path; null if the seat does not give it. */
    public static Device openDevice(long seat, String path) {
        try (Arena arena = Arena.ofConfined()) {
            var fd = arena.allocate(4, 4);
            int id = (int) LongCall.call(OPEN_DEVICE, seat, arena.allocateFrom(path).address(), fd.address());
            return id < 0 ? null : new Device(id, fd.get(ValueLayout.JAVA_INT, 0));
        }
    }

    public static void closeDevice(long seat, int id) {
        LongCall.call(CLOSE_DEVICE, seat, id);
    }

    public static String name(long seat) {
        return MemorySegment.ofAddress(LongCall.call(SEAT_NAME, seat)).reinterpret(256).getString(0);
    }

    /** Asks for another session, of a virtual terminal, in the foreground. */
    public static boolean switchSession(long seat, int session) {
        return (int) LongCall.call(SWITCH_SESSION, seat, session) == 0;
    }

    /** Readable when {@link #dispatch} has something to do. Stays the library's. */
    public static int descriptor(long seat) {
        return (int) LongCall.call(GET_FD, seat);
    }

    /** Calls back for what has happened; waits for something if {@code timeoutMs} is not 0. False: the seat is lost. */
    public static boolean dispatch(long seat, int timeoutMs) {
        return (int) LongCall.call(DISPATCH, seat, timeoutMs) >= 0;
    }
}
