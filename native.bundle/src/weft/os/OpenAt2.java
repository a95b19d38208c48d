package weft.os;

import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import weft.ffi.Libc;

/**
 * Opens what lies beneath a folder that is held by descriptor (openat2(2)): the kernel itself refuses, in one step with
 * the opening, every way out: {@code ..}, absolute paths, links of any kind, {@code /proc} magic links.
 */
public final class OpenAt2 {
    public static final int O_RDONLY = 0, O_WRONLY = 1, O_RDWR = 2, O_CREAT = 0x40, O_EXCL = 0x80, O_NOCTTY = 0x100,
            O_TRUNC = 0x200, O_APPEND = 0x400, O_NONBLOCK = 0x800, O_DIRECTORY = 0x10000, O_NOFOLLOW = 0x20000,
            O_CLOEXEC = 0x80000, O_PATH = 0x200000, O_TMPFILE = 0x410000;
    private static final long SYS_OPENAT2 = 437, NO_MAGICLINKS = 2, NO_SYMLINKS = 4, BENEATH = 8;
    private static final int AT_FDCWD = -100, TRIES = 64;

    private OpenAt2() {}

    /**
     * Opens {@code path}, relative to {@code root} and beneath it, closed on exec.
     *
     * @param mode permissions of a file that is made, else 0
     * @throws OsException EXDEV or ELOOP if the path would lead out or over a link; what open(2) says otherwise
     */
    public static Fd beneath(Fd root, String path, int flags, int mode) throws OsException {
        try {
            return open(root.number(), path, flags, mode, BENEATH | NO_SYMLINKS | NO_MAGICLINKS);
        } catch (OsException e) {
            // A kernel or a container from before openat2.
            if (e.errno() != Errno.ENOSYS) throw e;
            return ComponentWalk.beneath(root, path, flags, mode);
        }
    }

    /** Opens an absolute path of our own; no link may be in it. */
    public static Fd withoutLinks(String absolutePath, int flags, int mode) throws OsException {
        return open(AT_FDCWD, absolutePath, flags, mode, NO_SYMLINKS | NO_MAGICLINKS);
    }

    private static Fd open(int directory, String path, int flags, int mode, long resolve) throws OsException {
        if (path.indexOf(0) >= 0) throw new OsException("a path with a NUL", Errno.EINVAL);
        try (Arena arena = Arena.ofConfined()) {
            // struct open_how: flags, mode, resolve
            var how = arena.allocate(24, 8);
            how.set(ValueLayout.JAVA_LONG, 0, flags | O_CLOEXEC);
            how.set(ValueLayout.JAVA_LONG, 8, (flags & O_CREAT) != 0 || (flags & O_TMPFILE) == O_TMPFILE ? mode : 0);
            how.set(ValueLayout.JAVA_LONG, 16, resolve);
            long name = arena.allocateFrom(path, StandardCharsets.UTF_8).address();
            long n;
            int tries = 0;
            // EAGAIN: somebody renamed a folder on the way, and the kernel cannot be sure.
            do n = Libc.syscall(SYS_OPENAT2, directory, name, how.address(), how.byteSize(), 0, 0);
            while (n == -Errno.EINTR || n == -Errno.EAGAIN && ++tries < TRIES);
            return Fd.of(n, "open");
        }
    }
}
