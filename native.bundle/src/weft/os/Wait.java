package weft.os;

import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.util.Optional;
import weft.ffi.Libc;

/**
 * Waits for children of this process, adopted ones included (waitid(2)). Not for a process that also starts others
 * with {@link ProcessBuilder}: Java's own reaper and this one would take each other's children.
 */
public final class Wait {
    private static final int P_ALL = 0, P_PID = 1, WNOHANG = 1, WEXITED = 4, WNOWAIT = 0x1000000, CLD_EXITED = 1;
    private static final int PR_SET_CHILD_SUBREAPER = 36;

    private Wait() {}

    /** How a process ended: its exit code, or the signal that ended it (the other is 0). */
    public record Exit(int pid, int code, int signal) {
        public boolean ok() {
            return code == 0 && signal == 0;
        }

        @Override
        public String toString() {
            return signal == 0 ? "exit code " + code : "signal " + signal;
        }
    }

    /** Makes this process the new parent of descendants whose own parent has ended (prctl(2)). */
    public static void adoptOrphans() throws OsException {
        OsException.check(Libc.prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0), "PR_SET_CHILD_SUBREAPER");
    }

    /**
     * Blocks until a child has ended and tells which, without reaping it: its number cannot be given away until
     * {@link #reap}. Empty if there is no child at all.
     */
    public static Optional<Exit> peek() throws OsException {
        return wait(P_ALL, 0, WEXITED | WNOWAIT);
    }

    /** Reaps a child that has ended; empty if it has not, or is none of ours. */
    public static Optional<Exit> reap(int pid) throws OsException {
        return wait(P_PID, pid, WEXITED | WNOHANG);
    }

    // siginfo_t: si_signo@0 si_errno@4 si_code@8 si_pid@16 si_uid@20 si_status@24
    private static Optional<Exit> wait(int idType, int id, int options) throws OsException {
        try (Arena arena = Arena.ofConfined()) {
            var info = arena.allocate(128, 8);
            long n;
            do n = Libc.waitid(idType, id, info.address(), options); while (n == -Errno.EINTR);
            if (n == -Errno.ECHILD) return Optional.empty();
            OsException.check(n, "waitid");
            int pid = info.get(ValueLayout.JAVA_INT, 16);
            if (pid == 0) return Optional.empty();
            int status = info.get(ValueLayout.JAVA_INT, 24);
            boolean exited = info.get(ValueLayout.JAVA_INT, 8) == CLD_EXITED;
            return Optional.of(new Exit(pid, exited ? status : 0, exited ? 0 : status));
        }
    }
}
