package weft.ffi;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * posix_spawn(3) with its file actions and attributes, as glibc 2.34 and later offer them. Unlike a fork it is safe in
 * a process with many threads. Every function returns 0 or an error number; none touches {@code errno}.
 */
public final class PosixSpawn {
    public static final int SETSIGDEF = 4, SETSIGMASK = 8, SETSID = 0x80;
    private static final int FILE_ACTIONS_BYTES = 80, ATTRIBUTES_BYTES = 336, SIGNAL_SET_BYTES = 128;
    private static final NativeLibrary LIBC = NativeLibrary.libc();
    private static final MemorySegment SPAWN = LIBC.find("posix_spawn");
    private static final MemorySegment ACTIONS_INIT = LIBC.find("posix_spawn_file_actions_init");
    private static final MemorySegment ACTIONS_DESTROY = LIBC.find("posix_spawn_file_actions_destroy");
    private static final MemorySegment ADD_DUP2 = LIBC.find("posix_spawn_file_actions_adddup2");
    private static final MemorySegment ADD_OPEN = LIBC.find("posix_spawn_file_actions_addopen");
    private static final MemorySegment ADD_CHDIR = LIBC.find("posix_spawn_file_actions_addchdir_np");
    private static final MemorySegment ADD_CLOSE_FROM = LIBC.find("posix_spawn_file_actions_addclosefrom_np");
    private static final MemorySegment ATTRIBUTES_INIT = LIBC.find("posix_spawnattr_init");
    private static final MemorySegment ATTRIBUTES_DESTROY = LIBC.find("posix_spawnattr_destroy");
    private static final MemorySegment SET_FLAGS = LIBC.find("posix_spawnattr_setflags");
    private static final MemorySegment SET_DEFAULT_SIGNALS = LIBC.find("posix_spawnattr_setsigdefault");
    private static final MemorySegment SET_SIGNAL_MASK = LIBC.find("posix_spawnattr_setsigmask");

    private PosixSpawn() {}

    /** Empty file actions; end their life with {@link #destroyActions}. */
    public static MemorySegment actions(Arena arena) {
        var actions = arena.allocate(FILE_ACTIONS_BYTES, 8);
        must((int) LongCall.call(ACTIONS_INIT, actions.address()));
        return actions;
    }

    public static void destroyActions(MemorySegment actions) {
        LongCall.call(ACTIONS_DESTROY, actions.address());
    }

    public static int addDup2(MemorySegment actions, int from, int to) {
        return (int) LongCall.call(ADD_DUP2, actions.address(), from, to);
    }

    public static int addOpen(MemorySegment actions, int fd, MemorySegment path, int flags, int mode) {
        return (int) LongCall.call(ADD_OPEN, actions.address(), fd, path.address(), flags, mode);
    }

    public static int addChdir(MemorySegment actions, MemorySegment path) {
        return (int) LongCall.call(ADD_CHDIR, actions.address(), path.address());
    }

    public static int addCloseFrom(MemorySegment actions, int first) {
        return (int) LongCall.call(ADD_CLOSE_FROM, actions.address(), first);
    }

    /** Attributes with no signal blocked and every signal at its default, plus {@code flags}; end with {@link #destroyAttributes}. */
    public static MemorySegment attributes(Arena arena, int flags) {
        var attributes = arena.allocate(ATTRIBUTES_BYTES, 8);
        must((int) LongCall.call(ATTRIBUTES_INIT, attributes.address()));
        var none = arena.allocate(SIGNAL_SET_BYTES, 8);
        var all = arena.allocate(SIGNAL_SET_BYTES, 8).fill((byte) 0xff);
        must((int) LongCall.call(SET_SIGNAL_MASK, attributes.address(), none.address()));
        must((int) LongCall.call(SET_DEFAULT_SIGNALS, attributes.address(), all.address()));
        must((int) LongCall.call(SET_FLAGS, attributes.address(), flags | SETSIGDEF | SETSIGMASK));
        return attributes;
    }

    public static void destroyAttributes(MemorySegment attributes) {
        LongCall.call(ATTRIBUTES_DESTROY, attributes.address());
    }

    /** Starts {@code path}; writes the new process's number to {@code pid} (an int). argv and envp end with a null pointer. */
    public static int spawn(MemorySegment pid, MemorySegment path, MemorySegment actions, MemorySegment attributes,
            MemorySegment argv, MemorySegment envp) {
        return (int) LongCall.call(SPAWN, pid.address(), path.address(), actions.address(), attributes.address(), argv.address(), envp.address());
    }

    private static void must(int error) {
        if (error != 0) throw new OutOfMemoryError("posix_spawn: error " + error);
    }
}
