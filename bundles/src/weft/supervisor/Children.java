package weft.supervisor;

import java.util.function.Consumer;
import weft.os.OsException;
import weft.os.Pidfd;
import weft.os.Spawn;
import weft.os.Wait;

/**
 * Starts and reaps this process's children. One thread waits for all of them, adopted descendants included; a child's
 * number stays its own until a starter has the descriptor that names it for good.
 */
final class Children {
    private final Consumer<Wait.Exit> ended;
    private int started;

    /** @param ended told of every child that has ended, on the waiting thread */
    Children(Consumer<Wait.Exit> ended) {
        this.ended = ended;
    }

    void watch() throws OsException {
        Wait.adoptOrphans();
        Thread.ofPlatform().daemon().name("weft-children").start(this::run);
    }

    /** @return the started process, the caller's to close */
    synchronized Pidfd start(Spawn spawn) throws OsException {
        var process = Pidfd.open(spawn.start());
        started++;
        notifyAll();
        return process;
    }

    private void run() {
        try {
            while (true) {
                int before = started();
                var exit = Wait.peek();
                if (exit.isEmpty()) awaitMoreThan(before);
                else reap(exit.get());
            }
        } catch (OsException | InterruptedException e) {
            throw new IllegalStateException("cannot wait for children", e);
        }
    }

    // Under the lock: not between the start of a child and the opening of its descriptor.
    private void reap(Wait.Exit exit) throws OsException {
        synchronized (this) {
            Wait.reap(exit.pid());
        }
        ended.accept(exit);
    }

    private synchronized int started() {
        return started;
    }

    private synchronized void awaitMoreThan(int before) throws InterruptedException {
        while (started == before) wait();
    }
}
