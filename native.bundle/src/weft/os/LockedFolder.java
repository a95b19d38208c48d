package weft.os;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import weft.ffi.Libc;

/**
 * A private folder (mode 0700) that one process at a time owns, by a lock on the file {@code lock} in it (flock(2)),
 * which the kernel lets go when the owner dies in whatever way. The lock file's text is the owner's to write and
 * everybody's to read; {@link #close} removes the folder with all that is in it.
 */
public final class LockedFolder implements AutoCloseable {
    private static final String LOCK = "lock";
    private static final int O_RDWR = 2, O_CREAT = 0x40, O_NOFOLLOW = 0x20000, O_CLOEXEC = 0x80000;
    private static final int LOCK_EX = 2, LOCK_NB = 4;
    private final Path folder;
    private final Fd lock;
    private final String inherited;

    private LockedFolder(Path folder, Fd lock, String inherited) {
        this.folder = folder;
        this.lock = lock;
        this.inherited = inherited;
    }

    /** Another living process owns the folder. */
    public static final class InUseException extends IOException {
        private static final long serialVersionUID = 1;

        InUseException(Path folder) {
            super(folder + " is in use");
        }
    }

    /**
     * Makes the folder, or takes it over from an owner that has died; its parent must exist.
     *
     * @throws InUseException if its owner lives
     * @throws IOException if it cannot be made, is no folder, or belongs to another user
     */
    public static LockedFolder claim(Path folder) throws IOException {
        while (true) {
            try {
                makePrivate(folder);
                var claimed = lock(folder, O_CREAT);
                if (claimed.isPresent()) return claimed.get();
            } catch (NoSuchFileException e) {
                if (!Files.isDirectory(folder.getParent())) throw e;
                // Its owner removed it between two of our steps.
            }
        }
    }

    /** Removes a folder whose owner has died, as the last of its users may do; returns whether it did. */
    public static boolean removeAbandoned(Path folder) throws IOException {
        try {
            var claimed = lock(folder, 0);
            claimed.ifPresent(LockedFolder::close);
            return claimed.isPresent();
        } catch (NoSuchFileException | InUseException e) {
            return false;
        }
    }

    /** What the owner wrote, dead or alive; empty without a folder. */
    public static Optional<String> read(Path folder) {
        try {
            return Optional.of(Files.readString(folder.resolve(LOCK)));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** What the dead owner before us had written; empty if there was none. */
    public String inherited() {
        return inherited;
    }

    /** Makes {@code text} the lock file's text. */
    public void write(String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        OsException.check(Libc.ftruncate(lock.number(), 0), "ftruncate");
        try (Arena arena = Arena.ofConfined()) {
            OsException.check(Libc.pwrite(lock.number(), arena.allocateFrom(text).address(), bytes.length, 0), "write " + folder);
        }
    }

    /** Removes everything in the folder but the lock. */
    public void clear() throws IOException {
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (!file.equals(folder.resolve(LOCK))) Files.deleteIfExists(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, IOException failure) throws IOException {
                if (!directory.equals(folder)) Files.deleteIfExists(directory);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    /** Removes the folder and gives the name free. What cannot be removed is left for the next owner. */
    @Override
    public void close() {
        if (!lock.isOpen()) return;
        try {
            clear();
            Files.deleteIfExists(folder.resolve(LOCK));
            Files.deleteIfExists(folder);
        } catch (IOException e) {
            System.getLogger("weft.os").log(System.Logger.Level.WARNING, "cannot remove {0}: {1}", folder, e);
        } finally {
            lock.close();
        }
    }

    private static void makePrivate(Path folder) throws IOException {
        var mode = PosixFilePermissions.fromString("rwx------");
        try {
            Files.createDirectory(folder, PosixFilePermissions.asFileAttribute(mode));
        } catch (FileAlreadyExistsException e) {
            if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) throw new IOException(folder + " is not a folder");
        }
        int owner = (int) Files.getAttribute(folder, "unix:uid", LinkOption.NOFOLLOW_LINKS);
        int me = (int) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
        if (owner != me) throw new IOException(folder + " belongs to user " + owner + ", not to you (" + me + ")");
        if (!Files.getPosixFilePermissions(folder).equals(mode)) Files.setPosixFilePermissions(folder, mode);
    }

    // Empty if the file was removed by its owner before we had the lock: there is a new one to try.
    private static Optional<LockedFolder> lock(Path folder, int create) throws IOException {
        Fd fd = open(folder.resolve(LOCK), create);
        try {
            long n = Libc.flock(fd.number(), LOCK_EX | LOCK_NB);
            if (n == -Errno.EAGAIN) throw new InUseException(folder);
            OsException.check(n, "lock " + folder);
            Path itself = Path.of("/proc/self/fd/" + fd.number());
            if ((int) Files.getAttribute(itself, "unix:nlink") == 0) return Optional.empty();
            var owner = new LockedFolder(folder, new Fd(fd.number()), Files.readString(itself));
            fd.release();
            return Optional.of(owner);
        } finally {
            fd.close();
        }
    }

    private static Fd open(Path file, int create) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            long n = Libc.open(arena.allocateFrom(file.toString()).address(), O_RDWR | O_NOFOLLOW | O_CLOEXEC | create, 0600);
            if (n == -Errno.ENOENT) throw new NoSuchFileException(file.toString());
            return Fd.of(n, "open " + file);
        }
    }
}
