package weft.os;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import weft.ffi.Libc;

/** Waits for many descriptors at once (epoll(7)), level triggered. For one thread; allocates nothing while waiting. */
public final class Epoll implements AutoCloseable {
    public static final int IN = 1, OUT = 4, ERR = 8, HUP = 16, RDHUP = 0x2000;
    private static final int MAX = 64, EVENT_BYTES = 12;
    private final Arena arena = Arena.ofShared();
    private final MemorySegment events = arena.allocate((long) MAX * EVENT_BYTES, 8);
    private final MemorySegment one = arena.allocate(EVENT_BYTES, 8);
    private final Fd fd;

    public Epoll() throws OsException {
        fd = Fd.of(Libc.epollCreate(0x80000), "epoll_create1");
    }

    public void add(int watched, int interest, long key) throws OsException {
        control(1, watched, interest, key);
    }

    public void modify(int watched, int interest, long key) throws OsException {
        control(3, watched, interest, key);
    }

    public void remove(int watched) {
        Libc.epollCtl(fd.number(), 2, watched, one.address());
    }

    /** Waits for at most {@code timeoutMs} (-1: for ever); returns how many descriptors are ready. */
    public int await(int timeoutMs) throws OsException {
        long n = Libc.epollWait(fd.number(), events.address(), MAX, timeoutMs);
        return n == -Errno.EINTR ? 0 : (int) OsException.check(n, "epoll_wait");
    }

    /** What the {@code i}th ready descriptor is ready for. */
    public int ready(int i) {
        return events.get(ValueLayout.JAVA_INT_UNALIGNED, (long) i * EVENT_BYTES);
    }

    /** The key that the {@code i}th ready descriptor was added with. */
    public long key(int i) {
        return events.get(ValueLayout.JAVA_LONG_UNALIGNED, (long) i * EVENT_BYTES + 4);
    }

    private void control(int operation, int watched, int interest, long key) throws OsException {
        one.set(ValueLayout.JAVA_INT_UNALIGNED, 0, interest);
        one.set(ValueLayout.JAVA_LONG_UNALIGNED, 4, key);
        OsException.check(Libc.epollCtl(fd.number(), operation, watched, one.address()), "epoll_ctl");
    }

    @Override
    public void close() {
        fd.close();
        arena.close();
    }
}
