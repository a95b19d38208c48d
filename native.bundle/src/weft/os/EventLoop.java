package weft.os;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Descriptors, timers and posted work, served by one thread: the one that calls {@link #dispatch}. Everything but
 * {@link #post} and {@link #stop} is for that thread (or for before it starts). Waits in the kernel, so an idle loop
 * never wakes; allocates nothing while it serves. What a callback throws comes out of {@link #dispatch}.
 */
public final class EventLoop implements AutoCloseable {
    /** Called with the {@link Epoll} events that a descriptor is ready for. */
    @FunctionalInterface
    public interface Handler {
        void ready(int events);
    }

    /** Work before each wait. */
    @FunctionalInterface
    public interface BeforeWait {
        /** Returns true if it changed something that the loop's caller may be waiting for: this pass then does not block. */
        boolean run();
    }

    private final Epoll epoll;
    private final EventFd wake;
    private final Queue<Runnable> posted = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean signalled = new AtomicBoolean();
    private final List<BeforeWait> beforeWait = new ArrayList<>();
    private final ArrayDeque<Integer> freeSlots = new ArrayDeque<>();
    private Source[] sources = new Source[16];
    private int slots;
    private int generation;
    private long pass;
    private volatile boolean stopped;

    public EventLoop() throws OsException {
        epoll = new Epoll();
        wake = new EventFd();
        add(wake.number(), Epoll.IN, events -> runPosted());
    }

    /** A descriptor that the loop watches; it stays the caller's. */
    public final class Source implements AutoCloseable {
        private final int fd;
        private final int slot;
        private final long key;
        private final Handler handler;
        private int interest;

        private Source(int fd, int interest, int slot, Handler handler) {
            this.fd = fd;
            this.interest = interest;
            this.slot = slot;
            this.handler = handler;
            key = (long) ++generation << 32 | slot;
        }

        /** Changes what is waited for: {@link Epoll#IN}, {@link Epoll#OUT}, both, or 0 for none. */
        public void interest(int events) throws OsException {
            if (events == interest) return;
            epoll.modify(fd, events, key);
            interest = events;
        }

        /** Stops watching. To be called before the descriptor is closed; harmless when repeated. */
        @Override
        public void close() {
            if (sources[slot] != this) return;
            epoll.remove(fd);
            sources[slot] = null;
            freeSlots.push(slot);
        }
    }

    /** A one-shot timer; setting it again replaces the earlier time. */
    public final class Timer implements AutoCloseable {
        private final TimerFd fd = new TimerFd();
        private final Source source;

        private Timer(Runnable action) throws OsException {
            source = add(fd.number(), Epoll.IN, events -> {
                if (fd.clear()) action.run();
            });
        }

        /** @param nanoTime a time of {@link System#nanoTime} */
        public void startAt(long nanoTime) {
            fd.startAt(nanoTime);
        }

        public void startAfter(long nanos) {
            fd.startAt(System.nanoTime() + nanos);
        }

        public void stop() {
            fd.stop();
        }

        @Override
        public void close() {
            source.close();
            fd.close();
        }
    }

    public Source add(int fd, int interest, Handler handler) throws OsException {
        int slot = freeSlots.isEmpty() ? slots++ : freeSlots.pop();
        if (slot == sources.length) sources = Arrays.copyOf(sources, slot * 2);
        var source = new Source(fd, interest, slot, handler);
        try {
            epoll.add(fd, interest, source.key);
        } catch (OsException e) {
            freeSlots.push(slot);
            throw e;
        }
        return sources[slot] = source;
    }

    public Timer timer(Runnable action) throws OsException {
        return new Timer(action);
    }

    /** Adds work that is done each time before the loop waits, such as flushing buffers. */
    public void beforeWait(BeforeWait work) {
        beforeWait.add(work);
    }

    public void removeBeforeWait(BeforeWait work) {
        beforeWait.remove(work);
    }

    /** Runs work in the loop's thread, in the order posted. From any thread. */
    public void post(Runnable work) {
        posted.add(work);
        if (signalled.compareAndSet(false, true)) wake.signal();
    }

    /**
     * One pass: does the work before waiting, waits, serves what is ready. May be called by a callback.
     *
     * @param timeoutMs 0 does not wait, -1 waits for ever
     * @return how many descriptors were ready
     */
    public int dispatch(int timeoutMs) throws OsException {
        boolean changed = false;
        for (int i = 0; i < beforeWait.size(); i++) changed |= beforeWait.get(i).run();
        int n = epoll.await(changed ? 0 : timeoutMs);
        long mine = ++pass;
        for (int i = 0; i < n && pass == mine; i++) {
            long key = epoll.key(i);
            Source source = sources[(int) key];
            if (source != null && source.key == key) source.handler.ready(epoll.ready(i));
        }
        return n;
    }

    /** Dispatches until {@link #stop}. */
    public void run() throws OsException {
        while (!stopped) dispatch(-1);
        stopped = false;
    }

    /** Lets {@link #run} return after its pass. From any thread. */
    public void stop() {
        post(() -> stopped = true);
    }

    private void runPosted() {
        wake.clear();
        signalled.set(false);
        try {
            // Work posted meanwhile has signalled again: bounded by what is there now, so that descriptors are served too.
            for (int left = posted.size(); left > 0; left--) posted.poll().run();
        } finally {
            if (!posted.isEmpty() && signalled.compareAndSet(false, true)) wake.signal();
        }
    }

    @Override
    public void close() {
        wake.close();
        epoll.close();
    }
}
