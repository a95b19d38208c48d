package weft.os;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import weft.ffi.Libc;

/**
 * What is done to one name in a folder that is held by descriptor: the name is a plain one, without {@code /}, and a
 * link in its place is itself what is acted on, never what it points to.
 */
public final class FileAt {
    private static final int AT_FDCWD = -100, AT_SYMLINK_FOLLOW = 0x400, AT_REMOVEDIR = 0x200, AT_SYMLINK_NOFOLLOW = 0x100, AT_EMPTY_PATH = 0x1000;
    private static final int BASIC_STATS = 0x7ff, S_IFMT = 0xF000, S_IFREG = 0x8000, S_IFDIR = 0x4000, S_IFLNK = 0xA000;
    private static final int LIST_BYTES = 1 << 15;

    private FileAt() {}

    public enum Kind { FILE, DIRECTORY, LINK, OTHER }

    /** @param links how many names the file has */
    public record Status(Kind kind, long size, long modifiedMs, long inode, int links, long modifiedNs, long accessedNs) {}

    /** Leaves a time as it is. */
    public static final long SAME_TIME = Long.MIN_VALUE;
    private static final long SYS_UTIMENSAT = 280, UTIME_OMIT = (1L << 30) - 2, NANOS = 1_000_000_000;

    /** Sets when something was last used and changed, in nanoseconds since 1970 or {@link #SAME_TIME} (utimensat(2)). */
    public static void times(Fd directory, String name, long accessedNs, long modifiedNs) throws OsException {
        try (Arena arena = Arena.ofConfined()) {
            // two struct timespec
            var times = arena.allocate(32, 8);
            long[] both = {accessedNs, modifiedNs};
            for (int i = 0; i < 2; i++) {
                times.setAtIndex(ValueLayout.JAVA_LONG, 2L * i, both[i] == SAME_TIME ? 0 : Math.floorDiv(both[i], NANOS));
                times.setAtIndex(ValueLayout.JAVA_LONG, 2L * i + 1, both[i] == SAME_TIME ? UTIME_OMIT : Math.floorMod(both[i], NANOS));
            }
            OsException.check(Libc.syscall(SYS_UTIMENSAT, directory.number(), text(arena, plain(name)), times.address(), AT_SYMLINK_NOFOLLOW, 0, 0), "set times");
        }
    }

    public static Status status(Fd fd) throws OsException {
        return status(fd, "", AT_EMPTY_PATH);
    }

    public static Status status(Fd directory, String name) throws OsException {
        return status(directory, plain(name), AT_SYMLINK_NOFOLLOW);
    }

    public static void makeDirectory(Fd directory, String name, int mode) throws OsException {
        try (Arena arena = Arena.ofConfined()) {
            OsException.check(Libc.mkdirat(directory.number(), text(arena, plain(name)), mode), "mkdir");
        }
    }

    public static void remove(Fd directory, String name, boolean isDirectory) throws OsException {
        try (Arena arena = Arena.ofConfined()) {
            OsException.check(Libc.unlinkat(directory.number(), text(arena, plain(name)), isDirectory ? AT_REMOVEDIR : 0), "remove");
        }
    }

    /** Replaces an existing file. */
    public static void rename(Fd fromDirectory, String from, Fd toDirectory, String to) throws OsException {
        try (Arena arena = Arena.ofConfined()) {
            OsException.check(Libc.renameat(fromDirectory.number(), text(arena, plain(from)), toDirectory.number(), text(arena, plain(to))), "rename");
        }
    }

    /** Gives a file that is open and has no name (O_TMPFILE) a name that nothing has yet. */
    public static void link(Fd file, Fd directory, String name) throws OsException {
        try (Arena arena = Arena.ofConfined()) {
            long own = text(arena, "/proc/self/fd/" + file.number());
            OsException.check(Libc.linkat(AT_FDCWD, own, directory.number(), text(arena, plain(name)), AT_SYMLINK_FOLLOW), "link");
        }
    }

    /** The names in a folder opened for reading, without {@code .} and {@code ..}; at most {@code max}, in no order. */
    public static List<String> list(Fd directory, int max) throws OsException {
        var names = new ArrayList<String>();
        try (Arena arena = Arena.ofConfined()) {
            var buffer = arena.allocate(LIST_BYTES, 8);
            while (names.size() < max) {
                long n = OsException.check(Libc.getdents64(directory.number(), buffer.address(), LIST_BYTES), "list");
                if (n == 0) break;
                collect(buffer, n, max, names);
            }
        }
        return names;
    }

    public static void truncate(Fd file, long size) throws OsException {
        OsException.check(Libc.ftruncate(file.number(), size), "truncate");
    }

    /** Returns when the file's content is on the disk. */
    public static void sync(Fd file) throws OsException {
        OsException.check(Libc.fsync(file.number()), "sync");
    }

    // struct linux_dirent64: ino@0 off@8 reclen@16 type@18 name@19
    private static void collect(MemorySegment buffer, long bytes, int max, List<String> names) {
        for (long at = 0; at < bytes && names.size() < max; at += buffer.get(ValueLayout.JAVA_SHORT, at + 16)) {
            String name = buffer.getString(at + 19, StandardCharsets.UTF_8);
            if (!name.equals(".") && !name.equals("..")) names.add(name);
        }
    }

    // struct statx: nlink@16 mode@28 ino@32 size@40 atime@64 mtime@112 (seconds, then nanoseconds)
    private static Status status(Fd fd, String name, int flags) throws OsException {
        try (Arena arena = Arena.ofConfined()) {
            var statx = arena.allocate(256, 8);
            OsException.check(Libc.statx(fd.number(), text(arena, name), flags, BASIC_STATS, statx.address()), "stat");
            int format = statx.get(ValueLayout.JAVA_SHORT, 28) & S_IFMT;
            Kind kind = format == S_IFREG ? Kind.FILE : format == S_IFDIR ? Kind.DIRECTORY : format == S_IFLNK ? Kind.LINK : Kind.OTHER;
            long modified = statx.get(ValueLayout.JAVA_LONG, 112) * 1000 + statx.get(ValueLayout.JAVA_INT, 120) / 1_000_000;
            return new Status(kind, statx.get(ValueLayout.JAVA_LONG, 40), modified, statx.get(ValueLayout.JAVA_LONG, 32),
                    statx.get(ValueLayout.JAVA_INT, 16), nanos(statx, 112), nanos(statx, 64));
        }
    }

    private static long nanos(MemorySegment statx, long at) {
        return statx.get(ValueLayout.JAVA_LONG, at) * NANOS + statx.get(ValueLayout.JAVA_INT, at + 8);
    }

    private static String plain(String name) throws OsException {
        if (name.isEmpty() || name.equals(".") || name.equals("..") || name.indexOf('/') >= 0 || name.indexOf(0) >= 0)
            throw new OsException("\"" + name.replace('\0', '?') + "\" is no plain name", Errno.EINVAL);
        return name;
    }

    private static long text(Arena arena, String text) {
        return arena.allocateFrom(text, StandardCharsets.UTF_8).address();
    }
}
