package weft.ffi;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * Calls that hand C a Java array where it lies (critical linking). The array must not move meanwhile: the garbage
 * collector waits for the call. A shape of its own, linked when it is first needed. Returns as {@link Libc} does.
 */
public final class ArrayCall {
    private static final StructLayout STATE = Linker.Option.captureStateLayout();
    private static final long ERRNO = STATE.byteOffset(MemoryLayout.PathElement.groupElement("errno"));
    private static final ThreadLocal<MemorySegment> CAPTURED = ThreadLocal.withInitial(() -> Arena.ofAuto().allocate(STATE));
    private static final MethodHandle PREAD = Linker.nativeLinker().downcallHandle(NativeLibrary.libc().find("pread"),
            FunctionDescriptor.of(ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG, ValueLayout.ADDRESS, ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG),
            Linker.Option.captureCallState("errno"), Linker.Option.critical(true));

    private ArrayCall() {}

    /** pread(2); the caller has made sure that the bytes lie inside the array. */
    public static long pread(int fd, byte[] into, int offset, int length, long position) {
        var captured = CAPTURED.get();
        try {
            long n = (long) PREAD.invokeExact(captured, (long) fd, MemorySegment.ofArray(into).asSlice(offset, length), (long) length, position);
            return n == -1 ? -captured.get(ValueLayout.JAVA_INT, ERRNO) : n;
        } catch (Throwable t) {
            throw new AssertionError(t);
        }
    }
}
