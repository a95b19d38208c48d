package weft.runtime.sandbox;

import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Set;
import weft.ffi.Libc;
import weft.os.Errno;

/** What must be true of a process that Landlock holds and no namespace does. Nothing of {@code /proc} can be read there, so it is tried. */
final class LandlockProof {
    private static final long SYS_FSTAT = 5, SYS_OPENAT = 257, SYS_CAPGET = 125, AT_FDCWD = -100;
    private static final int CAPABILITY_VERSION = 0x20080522, DESCRIPTORS = 128, F_GETFL = 3, ACCESS_MODE = 3, TYPE = 0xf000, REGULAR = 0x8000;
    /** The first is on every machine. */
    private static final List<String> FORBIDDEN = List.of("/", "/etc/passwd", "/etc", "/home", "/root", "/tmp", "/var", "/run", "/dev", "/sys", "/proc",
            "/proc/self/status", "/proc/self/environ", "/proc/self/mem", "/proc/self/fd", "/proc/1/environ");

    private LandlockProof() {}

    /** To be asked before system calls are filtered. */
    static void noCapabilities() throws SandboxNotInForce {
        try (Arena arena = Arena.ofConfined()) {
            var header = arena.allocate(8, 8);
            header.set(ValueLayout.JAVA_INT, 0, CAPABILITY_VERSION);
            // Two of: effective, permitted, inheritable
            var sets = arena.allocate(24, 8);
            long result = Libc.syscall(SYS_CAPGET, header.address(), sets.address(), 0, 0, 0, 0);
            for (int i = 0; i < 24; i += 4)
                if (result != 0 || sets.get(ValueLayout.JAVA_INT, i) != 0) throw new SandboxNotInForce("the process has capabilities");
        }
    }

    /** @param own the descriptors that this process made itself */
    static void verify(Set<Integer> own) throws SandboxNotInForce {
        try (Arena arena = Arena.ofConfined()) {
            for (String path : FORBIDDEN) {
                long result = Libc.syscall(SYS_OPENAT, AT_FDCWD, arena.allocateFrom(path).address(), 0, 0, 0, 0);
                boolean absent = result == -Errno.ENOENT && !path.equals("/");
                if (result != -Errno.EACCES && !absent) throw new SandboxNotInForce("files of the machine can be opened (" + path + ")");
            }
            descriptors(own, arena.allocate(144, 8));
        }
    }

    // Besides its own it has what the JVM reads its classes from.
    private static void descriptors(Set<Integer> own, java.lang.foreign.MemorySegment stat) throws SandboxNotInForce {
        for (int fd = 3; fd < DESCRIPTORS; fd++) {
            if (own.contains(fd) || Libc.syscall(SYS_FSTAT, fd, stat.address(), 0, 0, 0, 0) != 0) continue;
            int type = stat.get(ValueLayout.JAVA_INT, 24) & TYPE;
            boolean reading = (Libc.fcntl(fd, F_GETFL, 0) & ACCESS_MODE) == 0;
            if (type != REGULAR || !reading) throw new SandboxNotInForce("the process was started with an open descriptor (" + fd + ")");
        }
    }
}
