package weft.ffi;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * posix_spawn(3) with its file actions and attributes, as glibc 2.34 and later offer them. Unlike a fork it is safe in
 * a process with many threads. Every function returns 0 or an error number; none touches {@code errno}.
 */
public final class PosixSpawn {
    public static final int SETSIGDEF = 4, SETSIGMASK = 8, SETSID = 0x80;
    private static final int FILE_ACTIONS_BYTES = 80, ATTRIBUTES_BYTES = 336, SIGNAL_SET_BYTES = 128;
    private static final NativeLibrary LIBC = NativeLibrary.libc();
    private static final MethodHandle SPAWN = LIBC.function("posix_spawn", 6);
    private static final MethodHandle ACTIONS_INIT = LIBC.function("posix_spawn_file_actions_init", 1);
    private static final MethodHandle ACTIONS_DESTROY = LIBC.function("posix_spawn_file_actions_destroy", 1);
    private static final MethodHandle ADD_DUP2 = LIBC.function("posix_spawn_file_actions_adddup2", 3);
    private static final MethodHandle ADD_OPEN = LIBC.function("posix_spawn_file_actions_addopen", 5);
    private static final MethodHandle ADD_CHDIR = LIBC.function("posix_spawn_file_actions_addchdir_np", 2);
    private static final MethodHandle ADD_CLOSE_FROM = LIBC.function("posix_spawn_file_actions_addclosefrom_np", 2);
    private static final MethodHandle ATTRIBUTES_INIT = LIBC.function("posix_spawnattr_init", 1);
    private static final MethodHandle ATTRIBUTES_DESTROY = LIBC.function("posix_spawnattr_destroy", 1);
    private static final MethodHandle SET_FLAGS = LIBC.function("posix_spawnattr_setflags", 2);
    private static final MethodHandle SET_DEFAULT_SIGNALS = LIBC.function("posix_spawnattr_setsigdefault", 2);
    private static final MethodHandle SET_SIGNAL_MASK = LIBC.function("posix_spawnattr_setsigmask", 2);

    private PosixSpawn() {}

    /** Empty file actions; end their life with {@link #destroyActions}. */
    public static MemorySegment actions(Arena arena) {
        var actions = arena.allocate(FILE_ACTIONS_BYTES, 8);
        must(call(ACTIONS_INIT, actions.address()));
        return actions;
    }

    public static void destroyActions(MemorySegment actions) {
        call(ACTIONS_DESTROY, actions.address());
    }

    public static int addDup2(MemorySegment actions, int from, int to) {
        return call(ADD_DUP2, actions.address(), from, to);
    }

    public static int addOpen(MemorySegment actions, int fd, MemorySegment path, int flags, int mode) {
        return call(ADD_OPEN, actions.address(), fd, path.address(), flags, mode);
    }

    public static int addChdir(MemorySegment actions, MemorySegment path) {
        return call(ADD_CHDIR, actions.address(), path.address());
    }

    public static int addCloseFrom(MemorySegment actions, int first) {
        return call(ADD_CLOSE_FROM, actions.address(), first);
    }

    /** Attributes with no signal blocked and every signal at its default, plus {@code flags}; end with {@link #destroyAttributes}. */
    public static MemorySegment attributes(Arena arena, int flags) {
        var attributes = arena.allocate(ATTRIBUTES_BYTES, 8);
        must(call(ATTRIBUTES_INIT, attributes.address()));
        var none = arena.allocate(SIGNAL_SET_BYTES, 8);
        var all = arena.allocate(SIGNAL_SET_BYTES, 8).fill((byte) 0xff);
        must(call(SET_SIGNAL_MASK, attributes.address(), none.address()));
        must(call(SET_DEFAULT_SIGNALS, attributes.address(), all.address()));
        must(call(SET_FLAGS, attributes.address(), flags | SETSIGDEF | SETSIGMASK));
        return attributes;
    }

    public static void destroyAttributes(MemorySegment attributes) {
        call(ATTRIBUTES_DESTROY, attributes.address());
    }

    /** Starts {@code path}; writes the new process's number to {@code pid} (an int). argv and envp end with a null pointer. */
    public static int spawn(MemorySegment pid, MemorySegment path, MemorySegment actions, MemorySegment attributes,
            MemorySegment argv, MemorySegment envp) {
        return call(SPAWN, pid.address(), path.address(), actions.address(), attributes.address(), argv.address(), envp.address());
    }

    private static void must(int error) {
        if (error != 0) throw new OutOfMemoryError("posix_spawn: error " + error);
    }

    private static int call(MethodHandle h, long a) {
        try {
            return (int) (long) h.invokeExact(a);
        } catch (Throwable t) {
            throw new AssertionError(t);
        }
    }

    private static int call(MethodHandle h, long a, long b) {
        try {
            return (int) (long) h.invokeExact(a, b);
        } catch (Throwable t) {
            throw new AssertionError(t);
        }
    }

    private static int call(MethodHandle h, long a, long b, long c) {
        try {
            return (int) (long) h.invokeExact(a, b, c);
        } catch (Throwable t) {
            throw new AssertionError(t);
        }
    }

    private static int call(MethodHandle h, long a, long b, long c, long d, long e) {
        try {
            return (int) (long) h.invokeExact(a, b, c, d, e);
        } catch (Throwable t) {
            throw new AssertionError(t);
        }
    }

    private static int call(MethodHandle h, long a, long b, long c, long d, long e, long f) {
        try {
            return (int) (long) h.invokeExact(a, b, c, d, e, f);
        } catch (Throwable t) {
            throw new AssertionError(t);
        }
    }
}
