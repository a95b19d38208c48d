package weft.os;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import weft.ffi.Libc;

/** A process held by descriptor (pidfd_open(2)): it cannot be mistaken for a later one with the same number. */
public final class Pidfd implements AutoCloseable {
    private static final long SYS_PIDFD_SEND_SIGNAL = 424, SYS_PIDFD_OPEN = 434;
    private final int pid;
    private final Fd fd;

    private Pidfd(int pid, Fd fd) {
        this.pid = pid;
        this.fd = fd;
    }

    /** @throws OsException ESRCH if there is no such process */
    public static Pidfd open(int pid) throws OsException {
        return new Pidfd(pid, Fd.of(Libc.syscall(SYS_PIDFD_OPEN, pid, 0, 0, 0, 0, 0), "pidfd_open " + pid));
    }

    /** Start time in clock ticks since boot, from /proc/PID/stat; with the pid it names a process for good. */
    public static long startTime(int pid) throws IOException {
        try {
            String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
            return Long.parseLong(stat.substring(stat.lastIndexOf(')') + 2).split(" ")[19]);
        } catch (NoSuchFileException e) {
            throw new OsException("process " + pid, Errno.ESRCH);
        }
    }

    public int pid() {
        return pid;
    }

    public int number() {
        return fd.number();
    }

    /** Waits until the process has ended, for at most {@code timeoutMs} (-1: for ever); returns whether it has. */
    public boolean awaitExit(int timeoutMs) throws OsException {
        try (Arena arena = Arena.ofConfined()) {
            var pollfd = arena.allocate(8, 4);
            pollfd.set(ValueLayout.JAVA_INT, 0, fd.number());
            pollfd.set(ValueLayout.JAVA_SHORT, 4, (short) 1);
            long n;
            do n = Libc.poll(pollfd.address(), 1, timeoutMs); while (n == -Errno.EINTR);
            return OsException.check(n, "poll") > 0;
        }
    }

    /** Sends a signal; harmless if the process has ended. */
    public void signal(int signal) {
        Libc.syscall(SYS_PIDFD_SEND_SIGNAL, fd.number(), signal, 0, 0, 0, 0);
    }

    /** Sends a signal to the process group that a child of ours leads (setsid(2)); only while that child is not reaped: later the number may be another's. */
    public static void signalGroup(int leader, int signal) {
        Libc.kill(-leader, signal);
    }

    @Override
    public void close() {
        fd.close();
    }
}
