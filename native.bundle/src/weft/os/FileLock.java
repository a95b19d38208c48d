package weft.os;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.Optional;
import weft.ffi.Libc;

/**
 * A lock on a file or folder (flock(2)) that lasts as long as the descriptor: the kernel lets it go when the process dies
 * in whatever way. It keeps out only those who ask for it too, in this process or in others.
 */
public final class FileLock {
    private static final int SHARED = 1, EXCLUSIVE = 2, AT_ONCE = 4;
    private static final int O_RDONLY = 0, O_RDWR = 2, O_CREAT = 0x40, O_NOFOLLOW = 0x20000, O_DIRECTORY = 0x10000, O_CLOEXEC = 0x80000;

    private FileLock() {}

    /** Waits until the file, which is made if need be, is locked by nobody else. */
    public static Fd exclusive(Path file) throws IOException {
        Fd fd = open(file, O_RDWR | O_CREAT);
        lock(fd, EXCLUSIVE, file);
        return fd;
    }

    /** Locks a folder beside others who do the same; waits for one who has it for himself. */
    public static Fd shared(Path folder) throws IOException {
        Fd fd = open(folder, O_RDONLY | O_DIRECTORY);
        lock(fd, SHARED, folder);
        return fd;
    }

    /** Locks a folder if nobody else has it locked. */
    public static Optional<Fd> exclusiveAtOnce(Path folder) throws IOException {
        Fd fd = open(folder, O_RDONLY | O_DIRECTORY);
        return lock(fd, EXCLUSIVE | AT_ONCE, folder) ? Optional.of(fd) : Optional.empty();
    }

    // A descriptor without its lock is closed.
    private static boolean lock(Fd fd, int operation, Path path) throws IOException {
        long n;
        do n = Libc.flock(fd.number(), operation); while (n == -Errno.EINTR);
        if (n >= 0) return true;
        fd.close();
        if (n == -Errno.EAGAIN && (operation & AT_ONCE) != 0) return false;
        throw new OsException("lock " + path, (int) -n);
    }

    private static Fd open(Path path, int flags) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            return Fd.of(Libc.open(arena.allocateFrom(path.toString()).address(), flags | O_NOFOLLOW | O_CLOEXEC, 0600), "open " + path);
        }
    }
}
