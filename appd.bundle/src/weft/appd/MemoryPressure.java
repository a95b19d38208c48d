package weft.appd;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import weft.os.Epoll;
import weft.os.EventFd;
import weft.os.Fd;
import weft.os.OpenAt2;

/**
 * Hears from the kernel that the machine is short of memory (pressure stall information: Documentation/accounting/psi.rst).
 * A thread of its own waits for that and for nothing else, so it costs nothing while all is well.
 */
final class MemoryPressure implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("weft.appd");
    private static final String FILE = "/proc/pressure/memory";
    private static final int O_RDWR = 2, EPOLLPRI = 2;
    /** Tasks waited for memory for 150 ms within 2 s; an ordinary user may watch windows of whole two seconds only. The kernel cuts the last byte off. */
    private static final String TRIGGER = "some 150000 2000000\n";
    private final Fd file;
    private final Epoll epoll = new Epoll();
    private final EventFd end = new EventFd();
    private final Runnable isShort;
    private final Thread thread = Thread.ofPlatform().daemon().name("weft-memory").unstarted(this::run);

    private MemoryPressure(Fd file, Runnable isShort) throws IOException {
        this.file = file;
        this.isShort = isShort;
        byte[] trigger = TRIGGER.getBytes(StandardCharsets.US_ASCII);
        file.write(trigger, 0, trigger.length);
        epoll.add(file.number(), EPOLLPRI, file.number());
        epoll.add(end.number(), Epoll.IN, end.number());
        thread.start();
    }

    /** Calls {@code isShort} on a thread of its own, at most once in two seconds; empty where the kernel does not tell. */
    static Optional<MemoryPressure> watch(Runnable isShort) {
        try {
            Fd file = OpenAt2.withoutLinks(FILE, O_RDWR | OpenAt2.O_NONBLOCK, 0);
            try {
                return Optional.of(new MemoryPressure(file, isShort));
            } catch (IOException e) {
                file.close();
                throw e;
            }
        } catch (IOException e) {
            LOG.log(Level.INFO, "the kernel does not tell when memory is short: {0}", e.getMessage());
            return Optional.empty();
        }
    }

    boolean isWatching() {
        return thread.isAlive();
    }

    private void run() {
        try {
            while (true) {
                int ready = epoll.await(-1);
                for (int i = 0; i < ready; i++) {
                    if (epoll.key(i) == end.number() || (epoll.ready(i) & Epoll.ERR) != 0) return;
                    isShort.run();
                }
            }
        } catch (IOException e) {
            LOG.log(Level.WARNING, "memory is not watched any more: {0}", e.getMessage());
        }
    }

    @Override
    public void close() {
        end.signal();
        try {
            thread.join(5_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        epoll.close();
        end.close();
        file.close();
    }
}
