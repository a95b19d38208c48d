package weft.os;

import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import weft.ffi.Libc;

/**
 * Takes from a thread, and from what it executes, all files but those that are named, and TCP, foreign signals and abstract sockets where
 * the kernel can (Landlock, kernel's userspace-api/landlock.rst). Other threads of the process stay free: it is for a thread that executes
 * another program next. It does not cover connecting to a Unix socket by its path, nor looking whether a file exists.
 */
public final class Landlock implements AutoCloseable {
    private static final long SYS_CREATE_RULESET = 444, SYS_ADD_RULE = 445, SYS_RESTRICT_SELF = 446;
    private static final int VERSION = 1, PATH_BENEATH = 1, PR_SET_NO_NEW_PRIVS = 38;
    private static final long EXECUTE = 1, READ_FILE = 4, READ_DIR = 8, TCP = 3, SCOPES = 3;
    /** Rights of files that each version of the interface knows, as the number of bits. */
    private static final int[] FILE_RIGHTS = {13, 14, 15, 15, 16};
    private final Fd rules;

    /** The kernel's version of the interface; 0 if it has none, or it was not put into use when it was started. */
    public static int version() {
        return (int) Math.max(0, Libc.syscall(SYS_CREATE_RULESET, 0, 0, VERSION, 0, 0, 0));
    }

    /** Rules that allow nothing. @throws OsException if the kernel has no Landlock */
    public Landlock() throws OsException {
        int version = version();
        if (version == 0) throw new OsException("Landlock", Errno.ENOSYS);
        try (Arena arena = Arena.ofConfined()) {
            // struct landlock_ruleset_attr: handled_access_fs, handled_access_net, scoped
            var attributes = arena.allocate(24, 8);
            attributes.set(ValueLayout.JAVA_LONG, 0, (1L << FILE_RIGHTS[Math.min(version, FILE_RIGHTS.length) - 1]) - 1);
            if (version >= 4) attributes.set(ValueLayout.JAVA_LONG, 8, TCP);
            if (version >= 6) attributes.set(ValueLayout.JAVA_LONG, 16, SCOPES);
            long size = version >= 6 ? 24 : version >= 4 ? 16 : 8;
            rules = Fd.of(Libc.syscall(SYS_CREATE_RULESET, attributes.address(), size, 0, 0, 0, 0), "landlock_create_ruleset");
        }
    }

    /** Allows reading and executing a file, or everything below a folder. */
    public Landlock allowReading(Path path) throws OsException {
        try (Arena arena = Arena.ofConfined()) {
            long name = arena.allocateFrom(path.toString(), StandardCharsets.UTF_8).address();
            try (Fd file = Fd.of(Libc.openat(-100, name, OpenAt2.O_PATH | OpenAt2.O_CLOEXEC, 0), "open " + path)) {
                // struct landlock_path_beneath_attr, packed: allowed_access, parent_fd
                var beneath = arena.allocate(12, 8);
                beneath.set(ValueLayout.JAVA_LONG, 0, EXECUTE | READ_FILE | (Files.isDirectory(path) ? READ_DIR : 0));
                beneath.set(ValueLayout.JAVA_INT, 8, file.number());
                OsException.check(Libc.syscall(SYS_ADD_RULE, rules.number(), PATH_BENEATH, beneath.address(), 0, 0, 0), "landlock_add_rule " + path);
            }
        }
        return this;
    }

    /** Puts the rules in force for the calling thread and what it executes, for good, with no_new_privs. */
    public void restrictThread() throws OsException {
        OsException.check(Libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0), "no_new_privs");
        OsException.check(Libc.syscall(SYS_RESTRICT_SELF, rules.number(), 0, 0, 0, 0, 0), "landlock_restrict_self");
    }

    @Override
    public void close() {
        rules.close();
    }
}
