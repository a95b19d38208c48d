package weft.os;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import weft.ffi.Libc;

/** A one-shot timer on the monotonic clock, the one of {@link System#nanoTime} (timerfd_create(2)). Allocates nothing once made. */
public final class TimerFd implements AutoCloseable {
    private static final int CLOCK_MONOTONIC = 1, ABSOLUTE = 1, CLOEXEC_NONBLOCK = 0x80800;
    private static final long SECOND = 1_000_000_000;
    private final Arena arena = Arena.ofShared();
    // struct itimerspec: interval {sec@0, nsec@8}, value {sec@16, nsec@24}
    private final MemorySegment time = arena.allocate(32, 8);
    private final Fd fd;

    public TimerFd() throws OsException {
        fd = Fd.of(Libc.timerfdCreate(CLOCK_MONOTONIC, CLOEXEC_NONBLOCK), "timerfd_create");
    }

    public int number() {
        return fd.number();
    }

    /** Makes the descriptor readable at a time of {@link System#nanoTime}, at once if that has passed; replaces an earlier setting. */
    public void startAt(long nanoTime) {
        set(Math.max(1, nanoTime));
    }

    public void stop() {
        set(0);
    }

    /** Takes the expiry back, so that the descriptor is no longer readable; returns whether there was one. */
    public boolean clear() {
        return Libc.read(fd.number(), time.address(), 8) == 8;
    }

    private void set(long nanos) {
        time.fill((byte) 0);
        time.set(ValueLayout.JAVA_LONG, 16, nanos / SECOND);
        time.set(ValueLayout.JAVA_LONG, 24, nanos % SECOND);
        Libc.timerfdSettime(fd.number(), ABSOLUTE, time.address());
    }

    @Override
    public void close() {
        fd.close();
        arena.close();
    }
}
