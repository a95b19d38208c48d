package weft.gateway;

import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import weft.os.Epoll;
import weft.os.EventFd;
import weft.os.OsException;

/**
 * One thread that waits for many descriptors: listening sockets, processes, pipes, sockets that were full. Callbacks run
 * on it and must not block. Descriptors are watched and let go on that thread alone; {@link #post} gets there.
 */
final class Poller implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("weft.gateway");
    private final Epoll epoll;
    private final EventFd wake;
    private final Map<Integer, Runnable> callbacks = new HashMap<>();
    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private final Thread thread;
    private boolean ended;

    Poller() throws OsException {
        epoll = new Epoll();
        wake = new EventFd();
        epoll.add(wake.number(), Epoll.IN, wake.number());
        thread = Thread.ofPlatform().daemon().name("weft-gateway").unstarted(this::run);
        thread.start();
    }

    /** Runs a task on the poller's thread, soon; dropped once it is closed. */
    void post(Runnable task) {
        synchronized (tasks) {
            if (ended) return;
            tasks.add(task);
            wake.signal();
        }
    }

    /** On the poller's thread: calls back as long as the descriptor is ready for {@code interest}. */
    void watch(int fd, int interest, Runnable callback) {
        try {
            if (callbacks.put(fd, callback) == null) epoll.add(fd, interest, fd);
            else epoll.modify(fd, interest, fd);
        } catch (OsException e) {
            callbacks.remove(fd);
            LOG.log(Level.ERROR, "cannot watch descriptor {0}: {1}", fd, e.getMessage());
        }
    }

    /** On the poller's thread: forgets a descriptor; before it is closed. */
    void unwatch(int fd) {
        if (callbacks.remove(fd) != null) epoll.remove(fd);
    }

    private void run() {
        try {
            while (runTasks()) {
                int ready = epoll.await(-1);
                for (int i = 0; i < ready; i++) call((int) epoll.key(i));
            }
        } catch (OsException e) {
            LOG.log(Level.ERROR, "the gateway cannot wait for events: {0}", e.getMessage());
        }
    }

    private void call(int fd) {
        if (fd == wake.number()) {
            wake.clear();
            return;
        }
        // An earlier callback of this round may have let it go.
        Runnable callback = callbacks.get(fd);
        if (callback != null) guarded(callback);
    }

    private boolean runTasks() {
        while (true) {
            Runnable task;
            synchronized (tasks) {
                task = tasks.poll();
                if (task == null) return !ended;
            }
            guarded(task);
        }
    }

    private static void guarded(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "a gateway task failed", e);
        }
    }

    /** Runs what was posted, then ends the thread. Nothing is watched any more. */
    @Override
    public void close() {
        synchronized (tasks) {
            ended = true;
            wake.signal();
        }
        try {
            thread.join(5_000);
            epoll.close();
            wake.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
