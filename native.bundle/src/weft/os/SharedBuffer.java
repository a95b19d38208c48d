package weft.os;

import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import weft.ffi.Libc;

/**
 * Memory that devices share, known by a descriptor (Documentation/driver-api/dma-buf.rst of the kernel). Its size never changes. Each call takes a
 * descriptor that stays the caller's; safe from any thread.
 */
public final class SharedBuffer {
    private static final long MAGIC = 0x444d4142, SYNC = 0x40086200L, READ = 1, END = 4;
    private static final int STATFS_BYTES = 120, SEEK_END = 2;
    private static final short POLLIN = 1;

    private SharedBuffer() {}

    /** Whether a descriptor is one of these, and not of a file or of anonymous memory, which whoever has it may cut short. */
    public static boolean is(int fd) {
        try (Arena a = Arena.ofConfined()) {
            var statfs = a.allocate(STATFS_BYTES, 8);
            return Libc.fstatfs(fd, statfs.address()) == 0 && statfs.get(ValueLayout.JAVA_LONG, 0) == MAGIC;
        }
    }

    /** How many bytes it has; 0 if it does not say. */
    public static long bytes(int fd) {
        return Math.max(0, Libc.lseek(fd, 0, SEEK_END));
    }

    /** Whether what devices write into it is written: reading it does not wait then. */
    public static boolean isWritten(int fd) {
        try (Arena a = Arena.ofConfined()) {
            var poll = a.allocate(8, 4);
            poll.set(ValueLayout.JAVA_INT, 0, fd);
            poll.set(ValueLayout.JAVA_SHORT, 4, POLLIN);
            return Libc.poll(poll.address(), 1, 0) > 0;
        }
    }

    /** The CPU is about to read a mapping of it. Waits for what devices write: see {@link #isWritten}. */
    public static void beginRead(int fd) {
        sync(fd, READ);
    }

    /** The CPU has read what it wanted. */
    public static void endRead(int fd) {
        sync(fd, READ | END);
    }

    private static void sync(int fd, long flags) {
        try (Arena a = Arena.ofConfined()) {
            var argument = a.allocateFrom(ValueLayout.JAVA_LONG, flags);
            long r;
            do r = Libc.ioctl(fd, SYNC, argument.address()); while (r == -Errno.EINTR || r == -Errno.EAGAIN);
        }
    }
}
