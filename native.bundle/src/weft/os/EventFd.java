package weft.os;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import weft.ffi.Libc;

/** Wakes an {@link Epoll} loop from any thread (eventfd(2)). */
public final class EventFd implements AutoCloseable {
    private final Arena arena = Arena.ofShared();
    private final MemorySegment one = arena.allocate(ValueLayout.JAVA_LONG);
    private final MemorySegment sink = arena.allocate(ValueLayout.JAVA_LONG);
    private final Fd fd;

    public EventFd() throws OsException {
        fd = Fd.of(Libc.eventfd(0, 0x80800 /* CLOEXEC | NONBLOCK */), "eventfd");
        one.set(ValueLayout.JAVA_LONG, 0, 1);
    }

    public int number() {
        return fd.number();
    }

    public void signal() {
        Libc.write(fd.number(), one.address(), 8);
    }

    public void clear() {
        Libc.read(fd.number(), sink.address(), 8);
    }

    @Override
    public void close() {
        fd.close();
        arena.close();
    }
}
