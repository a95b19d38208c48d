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

    /** Lowers the limit for good; one that is lower already, as somebody else may have set it meanwhile, stays. */
    public void set(long value) throws OsException {
        try {
            setOf(0, value);
        } catch (OsException e) {
            if (hard() > value) throw e;
        }
    }

    private long hard() throws OsException {
        try (Arena arena = Arena.ofConfined()) {
            var rlimit = arena.allocate(16, 8);
            OsException.check(Libc.syscall(SYS_PRLIMIT64, 0, number, 0, rlimit.address(), 0, 0), "limit of " + this);
            long value = rlimit.get(ValueLayout.JAVA_LONG, 8);
            return value < 0 ? Long.MAX_VALUE : value; // RLIM_INFINITY is all ones
        }
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
