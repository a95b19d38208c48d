package weft.os;

import java.lang.foreign.Arena;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import weft.ffi.Libc;

/**
 * Does what {@link OpenAt2#beneath} does without the kernel's help, name by name: every folder on the way is held by
 * descriptor, none may be a link, and {@code ..} goes back to the one that is held, never to what is above it by now.
 */
public final class ComponentWalk {
    private ComponentWalk() {}

    /** As {@link OpenAt2#beneath}. */
    public static Fd beneath(Fd root, String path, int flags, int mode) throws OsException {
        if (path.indexOf(0) >= 0) throw new OsException("a path with a NUL", Errno.EINVAL);
        if (path.isEmpty()) throw new OsException("open", Errno.ENOENT);
        if (path.startsWith("/")) throw new OsException("open", Errno.EXDEV);
        Deque<Fd> held = new ArrayDeque<>();
        try {
            String[] names = path.split("/+", -1);
            // Behind the last slash there is an empty name: the folder before it is meant.
            boolean folder = names[names.length - 1].isEmpty();
            int last = folder ? names.length - 2 : names.length - 1;
            for (int i = 0; i < last; i++) step(root, held, names[i]);
            return last(held.isEmpty() ? root : held.peek(), root, held, names[last], folder ? flags | OpenAt2.O_DIRECTORY : flags, mode);
        } finally {
            held.forEach(Fd::close);
        }
    }

    private static void step(Fd root, Deque<Fd> held, String name) throws OsException {
        if (name.isEmpty() || name.equals(".")) return;
        if (name.equals("..")) {
            if (held.isEmpty()) throw new OsException("open", Errno.EXDEV);
            held.pop().close();
            return;
        }
        held.push(folder(held.isEmpty() ? root : held.peek(), name));
    }

    private static Fd folder(Fd in, String name) throws OsException {
        Fd fd = openat(in, name, OpenAt2.O_PATH | OpenAt2.O_NOFOLLOW, 0);
        try {
            var kind = FileAt.status(fd).kind();
            if (kind == FileAt.Kind.DIRECTORY) return fd;
            throw new OsException("open", kind == FileAt.Kind.LINK ? Errno.ELOOP : Errno.ENOTDIR);
        } catch (OsException e) {
            fd.close();
            throw e;
        }
    }

    private static Fd last(Fd in, Fd root, Deque<Fd> held, String name, int flags, int mode) throws OsException {
        if (name.equals("..")) {
            step(root, held, name);
            return openat(held.isEmpty() ? root : held.peek(), ".", flags, mode);
        }
        if (name.equals(".")) return openat(in, ".", flags, mode);
        if ((flags & OpenAt2.O_CREAT) != 0 && (flags & OpenAt2.O_DIRECTORY) != 0) throw new OsException("open", Errno.EISDIR);
        // With O_PATH or O_DIRECTORY a link is opened, or told as no folder, instead of being refused as one.
        if ((flags & (OpenAt2.O_PATH | OpenAt2.O_DIRECTORY)) != 0 && FileAt.status(in, name).kind() == FileAt.Kind.LINK) throw new OsException("open", Errno.ELOOP);
        Fd fd = openat(in, name, flags | OpenAt2.O_NOFOLLOW, mode);
        try {
            if ((flags & OpenAt2.O_PATH) != 0 && FileAt.status(fd).kind() == FileAt.Kind.LINK) throw new OsException("open", Errno.ELOOP);
            return fd;
        } catch (OsException e) {
            fd.close();
            throw e;
        }
    }

    private static Fd openat(Fd in, String name, int flags, int mode) throws OsException {
        try (Arena arena = Arena.ofConfined()) {
            long text = arena.allocateFrom(name, StandardCharsets.UTF_8).address(), n;
            do n = Libc.openat(in.number(), text, flags | OpenAt2.O_CLOEXEC, mode); while (n == -Errno.EINTR);
            return Fd.of(n, "open");
        }
    }
}
