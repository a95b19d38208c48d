package weft.os;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import weft.ffi.Libc;

/** Watches one file or folder that is held by descriptor (inotify(7)). One thread waits; any may {@link #wake} it. */
public final class Inotify implements AutoCloseable {
    public static final int MODIFY = 2, MOVED_FROM = 0x40, MOVED_TO = 0x80, CREATE = 0x100, DELETE = 0x200, DELETE_SELF = 0x400,
            MOVE_SELF = 0x800, OVERFLOW = 0x4000;
    private static final int BYTES = 1 << 16, HEADER = 16;
    private final Fd fd;
    private final EventFd wake = new EventFd();

    /** What happened; the name is empty for what is watched itself. */
    public record Event(int mask, String name) {}

    /** @param watched any descriptor of it, also {@code O_PATH} */
    public Inotify(Fd watched) throws OsException {
        fd = Fd.of(Libc.inotifyInit(0x80800 /* CLOEXEC | NONBLOCK */), "inotify_init1");
        try (Arena arena = Arena.ofConfined()) {
            long path = arena.allocateFrom("/proc/self/fd/" + watched.number()).address();
            OsException.check(Libc.inotifyAddWatch(fd.number(), path, MODIFY | MOVED_FROM | MOVED_TO | CREATE | DELETE | DELETE_SELF | MOVE_SELF), "watch");
        } catch (OsException e) {
            close();
            throw e;
        }
    }

    /** Waits for the first event, for at most that long, or until {@link #wake}. */
    public void await(int timeoutMs) throws OsException {
        try (Arena arena = Arena.ofConfined()) {
            // struct pollfd: fd, events, revents
            MemorySegment two = arena.allocate(16, 8);
            two.set(ValueLayout.JAVA_INT, 0, fd.number());
            two.set(ValueLayout.JAVA_SHORT, 4, (short) 1);
            two.set(ValueLayout.JAVA_INT, 8, wake.number());
            two.set(ValueLayout.JAVA_SHORT, 12, (short) 1);
            long n = Libc.poll(two.address(), 2, timeoutMs);
            if (n != -Errno.EINTR) OsException.check(n, "poll");
        }
    }

    /** Ready for reading when something has happened: for an {@link EventLoop}. It stays this object's. */
    public int number() {
        return fd.number();
    }

    /** From now on nothing waits here. */
    public void wake() {
        wake.signal();
    }

    /** What has happened since the last call; at once. */
    public List<Event> take() throws IOException {
        byte[] bytes = new byte[BYTES];
        int n;
        try {
            n = fd.read(bytes, 0, BYTES);
        } catch (OsException e) {
            if (e.errno() == Errno.EAGAIN) return List.of();
            throw e;
        }
        var events = new ArrayList<Event>();
        // struct inotify_event: wd@0 mask@4 cookie@8 len@12 name@16
        var buffer = ByteBuffer.wrap(bytes, 0, n).order(ByteOrder.nativeOrder());
        for (int at = 0; at + HEADER <= n; at += HEADER + buffer.getInt(at + 12)) events.add(new Event(buffer.getInt(at + 4), name(bytes, at + HEADER, buffer.getInt(at + 12))));
        return events;
    }

    private static String name(byte[] bytes, int at, int length) {
        int end = at;
        while (end < at + length && bytes[end] != 0) end++;
        return new String(bytes, at, end - at, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        fd.close();
        wake.close();
    }
}
