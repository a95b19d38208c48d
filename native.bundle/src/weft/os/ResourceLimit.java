package weft.os;

import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import weft.ffi.Libc;

/** Bounds of what this process may use (prlimit(2)). */
public enum ResourceLimit {
    /** Bytes of private writable memory. */
    DATA(2),
    /** Bytes of a core dump. */
    CORE(4),
    /** Open descriptors. */
    DESCRIPTORS(7);

    private static final long SYS_PRLIMIT64 = 302;
    private final int number;

    ResourceLimit(int number) {
        this.number = number;
    }

    /** Lowers the limit for good. */
    public void set(long value) throws OsException {
        setOf(0, value);
    }

    /** Lowers the limit of another process of the same user, for good. */
    public void setOf(int pid, long value) throws OsException {
        try (Arena arena = Arena.ofConfined()) {
            var rlimit = arena.allocate(16, 8);
            rlimit.set(ValueLayout.JAVA_LONG, 0, value);
            rlimit.set(ValueLayout.JAVA_LONG, 8, value);
            OsException.check(Libc.syscall(SYS_PRLIMIT64, pid, number, rlimit.address(), 0, 0, 0), "limit of " + this);
        }
    }
}
