package weft.gateway;

import java.lang.System.Logger.Level;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import weft.api.gateway.ChildListener;

/** Tells the listeners, on one thread, in order. */
final class ChildEvents implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("weft.gateway");
    private final List<ChildListener> listeners = new CopyOnWriteArrayList<>();
    private final ExecutorService thread = Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().name("weft-children").factory());

    void add(ChildListener listener) {
        listeners.add(listener);
    }

    void remove(ChildListener listener) {
        listeners.remove(listener);
    }

    void tell(Consumer<ChildListener> event) {
        try {
            thread.execute(() -> listeners.forEach(l -> tell(l, event)));
        } catch (RejectedExecutionException e) {
            // The gateway is ending.
        }
    }

    private static void tell(ChildListener listener, Consumer<ChildListener> event) {
        try {
            event.accept(listener);
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "a child listener failed", e);
        }
    }

    @Override
    public void close() {
        thread.shutdown();
    }
}
