package weft.shell;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import weft.api.WeftException;
import weft.api.gateway.Child;
import weft.api.gateway.Children;
import weft.api.gateway.Children.ChildSpec;
import weft.api.message.Connection.Role;

/**
 * Keeps one web engine running: takes over the one that is there (of an earlier platform, or of this bundle's predecessor),
 * else starts one, and starts it again when it ended. On the shell's thread only.
 */
final class EngineProcess {
    private static final System.Logger LOG = System.getLogger("weft.shell");
    private final Children children;
    private final ChildSpec spec;
    private final ScheduledExecutorService thread;
    private final LongSupplier clockMs;
    private final Consumer<Child> found;
    private final Consumer<String> unable;
    private final Backoff backoff = new Backoff();
    private Optional<Child> current = Optional.empty();
    private ScheduledFuture<?> next;
    private boolean restarted;

    /**
     * @param found  called with an engine that was there already and has its connection
     * @param unable called with the reason when one cannot be started; it is tried again
     */
    EngineProcess(Children children, ChildSpec spec, ScheduledExecutorService thread, LongSupplier clockMs, Consumer<Child> found, Consumer<String> unable) {
        this.children = children;
        this.spec = spec;
        this.thread = thread;
        this.clockMs = clockMs;
        this.found = found;
        this.unable = unable;
    }

    /** The engine that runs, connected or not. */
    Optional<Child> current() {
        return current;
    }

    /** Whether it is not the first one; asking resets it. */
    boolean wasRestarted() {
        boolean was = restarted;
        restarted = false;
        return was;
    }

    boolean is(Child child) {
        return current.isPresent() && current.get().id().equals(child.id());
    }

    /** Makes sure that there is an engine, or will be. */
    void ensure() {
        if (current.isPresent()) return;
        adopt();
        if (current.isEmpty() && next == null) startLater();
    }

    private void adopt() {
        for (Child child : children.all()) {
            if (child.role() != Role.engine) continue;
            if (child.exit().isPresent()) child.forget();
            else if (current.isEmpty()) current = Optional.of(child);
            else child.kill("was one web engine too many");
        }
        current.filter(Child::connected).ifPresent(found);
    }

    private void startLater() {
        long wait = backoff.next(clockMs.getAsLong());
        if (wait > 0) LOG.log(Level.WARNING, "the web engine is started again in {0} ms", wait);
        next = thread.schedule(this::start, wait, TimeUnit.MILLISECONDS);
    }

    private void start() {
        next = null;
        adopt();
        if (current.isPresent()) return;
        try {
            current = Optional.of(children.spawn(spec));
        } catch (IOException | RuntimeException e) {
            unable.accept(e instanceof WeftException w ? w.getMessage() : e.toString());
            startLater();
        }
    }

    /** It ended: another one is started. */
    void exited(Child child) {
        if (!is(child)) return;
        LOG.log(Level.WARNING, "the web engine ended: {0}", child.exit().map(Object::toString).orElse("unknown"));
        child.forget();
        current = Optional.empty();
        restarted = true;
        ensure();
    }

    /** Starts no more; the engine that runs goes on. */
    void cancel() {
        if (next != null) next.cancel(false);
        next = null;
    }
}
