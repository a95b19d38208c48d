package weft.update;

import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import weft.api.ErrorCode;
import weft.api.WeftException;
import weft.decided.Stores;

/**
 * One bundle's part in a transaction: the new one beside the old, proven, then in its place; or beside all others for
 * good, if it replaces none. Among services of equal ranking the older is used, so that the new one is asked by nobody
 * but the checks until the old one goes.
 */
final class Replacement {
    private static final System.Logger LOG = System.getLogger("weft.update");
    static final String VENDOR = "WEFT OS";
    static final Duration START_LIMIT = Duration.ofSeconds(8), INTERRUPT_LIMIT = Duration.ofSeconds(1);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(10), LAST_PAUSE = Duration.ofMillis(1500);
    final Candidate candidate;
    /** The old one as {@code name version}; none if it only comes. */
    final Optional<String> replaced;
    private final BundleContext context;
    private final CarriedSettings settings;
    private final Consumer<String> steps;
    private Bundle old;
    private Bundle fresh;
    private boolean retired;
    private BundleCopy copy;
    private Handover state;
    private OldLoader loader;

    /** @param old null if there is none */
    Replacement(BundleContext context, Candidate candidate, Bundle old, CarriedSettings settings, Consumer<String> steps) {
        this.context = context;
        this.candidate = candidate;
        this.old = old;
        replaced = Optional.ofNullable(old).map(b -> b.getSymbolicName() + " " + b.getVersion());
        this.settings = settings;
        this.steps = steps;
    }

    /** What the manifest of the old one says of its files; null if nothing. */
    String stores() {
        return old == null ? null : old.getHeaders().get(Stores.HEADER);
    }

    boolean retired() {
        return retired;
    }

    void install() {
        // A location of its own: the framework knows bundles by it, and the old one keeps its own until it is gone.
        String location = "update:" + candidate.name() + ":" + System.nanoTime();
        try (InputStream in = Files.newInputStream(candidate.jar())) {
            if (old != null) copy = new BundleCopy(old);
            fresh = context.installBundle(location, in);
        } catch (IOException | BundleException e) {
            throw new WeftException(ErrorCode.INVALID, "it cannot be installed: " + e.getMessage(), e);
        }
        settings.apply(fresh);
        steps.accept("installed " + candidate + " as bundle " + fresh.getBundleId());
    }

    /** Starts the new one, on a thread that can be given up. */
    void start() {
        var done = new CompletableFuture<Void>();
        Thread starter = Thread.ofPlatform().daemon().name("weft-update-start").start(() -> {
            try {
                fresh.start();
                done.complete(null);
            } catch (BundleException | RuntimeException | LinkageError e) {
                done.completeExceptionally(e);
            }
        });
        try {
            done.get(START_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new WeftException(ErrorCode.INVALID, "it does not start: " + reason(e.getCause()), e.getCause());
        } catch (TimeoutException e) {
            throw new WeftException(ErrorCode.TIMEOUT, "it hangs: it has not started within " + START_LIMIT.toSeconds() + " s" + giveUp(starter));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new WeftException(ErrorCode.UNAVAILABLE, "the platform is stopping");
        }
        steps.accept("started " + candidate.name() + (old == null ? "" : " beside bundle " + old.getBundleId()));
    }

    // What waits can be woken; what spins cannot be stopped by anybody.
    private static String giveUp(Thread starter) throws RuntimeException {
        starter.interrupt();
        try {
            starter.join(INTERRUPT_LIMIT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return starter.isAlive() ? ", and cannot be interrupted" : "";
    }

    void check(ServiceComponentRuntime components) {
        if (old != null) ServicePresence.await(context, old, fresh, START_LIMIT);
        steps.accept(candidate.name() + ": " + new Checks(context, components, fresh).run());
        if (old == null) return;
        state = new Handover(context, old);
        state.give(fresh);
    }

    /** The old one goes: its services are unregistered, which waits for the calls in flight. */
    void retire() {
        if (old == null) return;
        loader = new OldLoader(old);
        try {
            old.stop();
            steps.accept(candidate.name() + ": the old one is drained and stopped");
        } catch (BundleException e) {
            steps.accept(candidate.name() + ": the old one failed while stopping: " + reason(e));
        }
        uninstall(old);
        retired = true;
        state.give(fresh).forEach(name -> steps.accept(candidate.name() + ": the new one took over the state " + name));
        state.forget();
    }

    /** @throws WeftException naming what of the new one holds the old one in memory; anything else that does is told */
    void prove() {
        if (!retired) return;
        for (Duration pause = FIRST_PAUSE; !loader.isGone(); pause = pause.multipliedBy(2)) {
            var holder = loader.heldBy(fresh).or(() -> loader.heldByServices(List.of(fresh)));
            if (holder.isPresent()) throw new WeftException(ErrorCode.INVALID, "it leaks: " + holder.get() + " of the new one holds the old one in memory");
            if (pause.compareTo(LAST_PAUSE) > 0 || loader.heldByCaller().isPresent()) {
                tellWhoHolds();
                return;
            }
            rest(pause);
        }
        steps.accept(candidate.name() + ": the old one has left the memory");
    }

    // A thread that is about to leave the old one's code, or a proxy that waits for its turn, holds it for a moment.
    private static void rest(Duration pause) {
        try {
            Thread.sleep(pause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new WeftException(ErrorCode.UNAVAILABLE, "the platform is stopping");
        }
    }

    private void tellWhoHolds() {
        var ours = Arrays.stream(context.getBundles()).filter(b -> VENDOR.equals(b.getHeaders().get("Bundle-Vendor"))).toList();
        String who = loader.heldByCaller().or(loader::holdingThread).or(() -> loader.heldByServices(ours)).orElse("nobody who could be found");
        LOG.log(Level.WARNING, "the replaced {0} stays in memory, held by {1}", candidate.name(), who);
        steps.accept(candidate.name() + ": the old one stays in memory, held by " + who);
    }

    /** The old one runs as it did before. */
    void restore() throws BundleException {
        if (!retired) return;
        state.forget();
        old = context.installBundle("update:" + candidate.name() + ":" + System.nanoTime(), copy.open());
        settings.apply(old);
        old.start();
        retired = false;
        steps.accept(candidate.name() + ": the old one is started again as bundle " + old.getBundleId());
        try {
            state.giveBack(old);
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "{0} does not have its state back: {1}", candidate.name(), e.getMessage());
        }
    }

    /** The new one is gone. */
    void withdraw() {
        if (fresh == null) return;
        quietlyStop(fresh);
        uninstall(fresh);
        fresh = null;
        steps.accept(candidate.name() + ": the new one is removed");
    }

    private static void quietlyStop(Bundle bundle) {
        try {
            bundle.stop();
        } catch (BundleException e) {
            LOG.log(Level.WARNING, "{0} does not stop: {1}", bundle, e.getMessage());
        }
    }

    private void uninstall(Bundle bundle) {
        try {
            bundle.uninstall();
            UsageCounts.forget(context.getBundle(0), bundle);
        } catch (BundleException | IllegalStateException e) {
            LOG.log(Level.WARNING, "bundle {0} cannot be removed: {1}", bundle, e.getMessage());
        }
    }

    static String reason(Throwable e) {
        Throwable root = e;
        while (root.getCause() != null) root = root.getCause();
        return root.getMessage() == null ? root.toString() : root.getMessage();
    }
}
