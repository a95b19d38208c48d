package weft.ffi;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Arrays;

/**
 * Calls any function that takes at most seven longs and returns one. All go through a single linked shape, since each further one costs
 * milliseconds at start: a function finds its arguments in their registers and does not look at those it has not declared, which are zero.
 * Safe from any thread; {@code errno} is captured into the calling thread's own segment.
 */
final class LongCall {
    private static final int MOST = 7;
    private static final StructLayout STATE = Linker.Option.captureStateLayout();
    private static final long ERRNO_OFFSET = STATE.byteOffset(MemoryLayout.PathElement.groupElement("errno"));
    private static final ThreadLocal<MemorySegment> ERRNO = new ThreadLocal<>() {
        @Override
        protected MemorySegment initialValue() {
            return Arena.ofAuto().allocate(STATE);
        }
    };
    private static final MethodHandle CALL = link();

    private LongCall() {}

    /** The result as it is: the upper half is undefined if the function returns an {@code int}. */
    static long call(MemorySegment function, long a) { return call(function, a, 0, 0, 0, 0, 0, 0); }

    static long call(MemorySegment function, long a, long b) { return call(function, a, b, 0, 0, 0, 0, 0); }

    static long call(MemorySegment function, long a, long b, long c) { return call(function, a, b, c, 0, 0, 0, 0); }

    static long call(MemorySegment function, long a, long b, long c, long d) { return call(function, a, b, c, d, 0, 0, 0); }

    static long call(MemorySegment function, long a, long b, long c, long d, long e) { return call(function, a, b, c, d, e, 0, 0); }

    static long call(MemorySegment function, long a, long b, long c, long d, long e, long f) { return call(function, a, b, c, d, e, f, 0); }

    static long call(MemorySegment function, long a, long b, long c, long d, long e, long f, long g) {
        return call(function, ERRNO.get(), a, b, c, d, e, f, g);
    }

    /** The result of a function that returns an {@code int}, -1 for a failure: then {@code -errno} instead. */
    static long intOrErrno(MemorySegment function, long a, long b, long c, long d, long e) {
        var errno = ERRNO.get();
        int r = (int) call(function, errno, a, b, c, d, e, 0, 0);
        return r == -1 ? -errno.get(ValueLayout.JAVA_INT, ERRNO_OFFSET) : r;
    }

    /** As {@link #intOrErrno}, for a function that returns a {@code long}. */
    static long longOrErrno(MemorySegment function, long a, long b, long c, long d, long e, long f, long g) {
        var errno = ERRNO.get();
        long r = call(function, errno, a, b, c, d, e, f, g);
        return r == -1 ? -errno.get(ValueLayout.JAVA_INT, ERRNO_OFFSET) : r;
    }

    private static long call(MemorySegment function, MemorySegment errno, long a, long b, long c, long d, long e, long f, long g) {
        try {
            return (long) CALL.invokeExact(function, errno, a, b, c, d, e, f, g);
        } catch (Throwable t) {
            throw new AssertionError(t);
        }
    }

    private static MethodHandle link() {
        var arguments = new MemoryLayout[MOST];
        Arrays.fill(arguments, ValueLayout.JAVA_LONG);
        return Linker.nativeLinker().downcallHandle(FunctionDescriptor.of(ValueLayout.JAVA_LONG, arguments), Linker.Option.captureCallState("errno"));
    }
}
