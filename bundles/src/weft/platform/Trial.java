package weft.platform;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceListener;
import org.osgi.framework.ServiceReference;
import weft.api.Places;
import weft.decided.BundleStore;
import weft.decided.StartUp;

/**
 * A start with a change that was staged for it: every bundle has to start, and every request that was answered before has to be
 * answered, within a time. If not, that is written down, and this process ends at once: the next one starts with the old set, and the
 * apps find that one, as after any death of the platform.
 */
final class Trial {
    private static final System.Logger LOG = System.getLogger("weft.platform");
    /** Of a service, for its supervisor: start me again. */
    private static final int AGAIN = 75;
    private static final Duration LIMIT = Duration.ofSeconds(90);
    private static final String HANDLER = "weft.api.gateway.RequestHandler", TYPES = "weft.types";
    private final StartUp startUp;
    private final Places places;
    private final BundleStore store;
    private final AtomicBoolean decided = new AtomicBoolean();
    private final long end = System.nanoTime() + LIMIT.toNanos();

    Trial(StartUp startUp, Places places, BundleStore store) {
        this.startUp = startUp;
        this.places = places;
        this.store = store;
    }

    /** Ends this process if nothing is decided when the time is over: a bundle may hang at its start. */
    void watch() {
        if (startUp.trial().isEmpty()) return;
        Thread.ofPlatform().daemon().name("weft-trial").start(() -> {
            try {
                TimeUnit.NANOSECONDS.sleep(end - System.nanoTime());
            } catch (InterruptedException e) {
                return;
            }
            goBack("It had not started within " + LIMIT.toSeconds() + " s.");
        });
    }

    /** Decides. @param failures sentences about bundles that did not start */
    void decide(BundleContext context, List<String> failures) throws IOException {
        if (startUp.trial().isEmpty()) return;
        if (!failures.isEmpty()) goBack(failures.getFirst());
        var missing = missing(context);
        if (!missing.isEmpty()) goBack("Nobody answers " + String.join(", ", missing) + ".");
        if (!decided.compareAndSet(false, true)) return;
        startUp.succeeded(places, store);
        LOG.log(Level.INFO, startUp.set().outcome().orElse("the staged change took effect"));
    }

    private List<String> missing(BundleContext context) {
        var changed = new Semaphore(0);
        ServiceListener listener = e -> changed.release();
        context.addServiceListener(listener);
        try {
            // The rest of the time is for the bundles to start.
            long until = System.nanoTime() + LIMIT.toNanos() / 3;
            while (true) {
                var missing = new ArrayList<>(startUp.trial().orElseThrow().staged().orElseThrow().requests());
                missing.removeAll(answered(context));
                if (missing.isEmpty() || !changed.tryAcquire(until - System.nanoTime(), TimeUnit.NANOSECONDS)) return missing;
                changed.drainPermits();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of();
        } finally {
            context.removeServiceListener(listener);
        }
    }

    private static List<String> answered(BundleContext context) {
        var types = new ArrayList<String>();
        try {
            ServiceReference<?>[] all = context.getAllServiceReferences(HANDLER, null);
            for (ServiceReference<?> r : all == null ? new ServiceReference<?>[0] : all) {
                if (r.getProperty(TYPES) instanceof String[] many) types.addAll(Arrays.asList(many));
                else if (r.getProperty(TYPES) instanceof String one) types.add(one);
            }
        } catch (InvalidSyntaxException e) {
            throw new AssertionError(e);
        }
        return types;
    }

    private void goBack(String reason) {
        if (!decided.compareAndSet(false, true)) return;
        LOG.log(Level.ERROR, "the change that was staged for this start is given up: {0}", reason);
        try {
            startUp.failed(store, reason);
        } catch (IOException e) {
            // The next start finds it tried and undecided, which says the same.
            LOG.log(Level.ERROR, "that cannot be written down: {0}", e.getMessage());
        }
        Runtime.getRuntime().halt(AGAIN);
    }
}
