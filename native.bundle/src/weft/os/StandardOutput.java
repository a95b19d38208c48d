package weft.os;

import weft.ffi.Libc;

/** The process's standard output, for a process that speaks a protocol on it. */
public final class StandardOutput {
    private static final long SYS_DUP3 = 292;
    private static final int OUT = 1, ERR = 2;

    private StandardOutput() {}

    /** Gives standard output to the caller alone: whatever else prints there, the JVM included, lands in standard error from now on. */
    public static Fd takeOver() throws OsException {
        Fd own = new Fd(OUT).duplicate();
        OsException.check(Libc.syscall(SYS_DUP3, ERR, OUT, 0, 0, 0, 0), "dup3");
        return own;
    }
}
