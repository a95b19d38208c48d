package weft.os;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import weft.ffi.Libc;

/** The kernel's clocks in nanoseconds (clock_gettime(2)). Safe from any thread. */
public enum Clock {
    REALTIME(0), MONOTONIC(1), PROCESS_CPU(2), THREAD_CPU(3);

    private static final long SYS_CLOCK_GETTIME = 228, SYS_CLOCK_GETRES = 229;
    private static final ThreadLocal<MemorySegment> TIMESPEC = ThreadLocal.withInitial(() -> Arena.ofAuto().allocate(16, 8));
    private final int number;

    Clock(int number) {
        this.number = number;
    }

    public long nanos() {
        return ask(SYS_CLOCK_GETTIME);
    }

    public long resolution() {
        return ask(SYS_CLOCK_GETRES);
    }

    private long ask(long call) {
        var timespec = TIMESPEC.get();
        Libc.syscall(call, number, timespec.address(), 0, 0, 0, 0);
        return timespec.get(ValueLayout.JAVA_LONG, 0) * 1_000_000_000 + timespec.get(ValueLayout.JAVA_LONG, 8);
    }
}
