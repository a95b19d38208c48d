package weft.update;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import weft.api.ErrorCode;
import weft.api.Printable;
import weft.api.WeftException;
import weft.api.message.Upkeep.UpdateApplied;
import weft.api.message.Upkeep.UpdatePlan;
import weft.decided.BundleStore;

/** A bundle goes for good, if nobody needs it: stopped, which drains it, written down, uninstalled. What cannot be written down is undone. */
final class Removal {
    private static final System.Logger LOG = System.getLogger("weft.update");
    private final BundleContext context;
    private final BundleStore store;
    private final BoundApps apps;
    private final CarriedSettings settings;
    private final List<String> steps = new ArrayList<>();
    private final long start = System.nanoTime();

    Removal(BundleContext context, BundleStore store, BoundApps apps, CarriedSettings settings) {
        this.settings = settings;
        this.apps = apps;
        this.context = context;
        this.store = store;
    }

    /** @throws WeftException NOT_FOUND, or CONFLICT naming those that need it */
    UpdateApplied run(String name, Optional<String> version) {
        Bundle bundle = find(name, version);
        String label = bundle.getSymbolicName() + " " + bundle.getVersion();
        var refusals = refusals(bundle);
        if (!refusals.isEmpty()) throw new WeftException(ErrorCode.CONFLICT, refusals.getFirst());
        try (var seen = new Observation(context)) {
            long begin = System.nanoTime();
            stop(bundle, label);
            long pause = (System.nanoTime() - begin) / 1_000_000;
            LOG.log(Level.INFO, "removed {0}", label);
            return new UpdateApplied(seen.installed(), seen.refreshed(), seen.stopped(), seen.blinked(), List.copyOf(steps), pause, (System.nanoTime() - start) / 1_000_000);
        }
    }

    /** What {@link #run} would do; nothing is changed. @throws WeftException NOT_FOUND */
    UpdatePlan plan(Blinking blinking, String name, Optional<String> version) {
        Bundle bundle = find(name, version);
        return new UpdatePlan(List.of(), List.of(), List.of(bundle.getSymbolicName() + " " + bundle.getVersion()), blinking.services(Set.of(bundle)), List.of(), List.of(),
                refusals(bundle), Optional.empty(), apps.without(bundle).map(BoundApps.Loss::apps).orElse(List.of()), false);
    }

    // In sentences.
    private List<String> refusals(Bundle bundle) {
        String label = bundle.getSymbolicName() + " " + bundle.getVersion();
        var refusals = new ArrayList<String>();
        var dependents = new Dependents(context).of(bundle);
        if (!dependents.isEmpty()) refusals.add(label + " is needed by " + String.join(", ", dependents));
        else if (!Admission.isReplaceable(context, bundle)) refusals.add(label + " cannot be removed: " + Admission.refusal(context, bundle));
        apps.without(bundle).ifPresent(loss -> refusals.add(loss.sentence()));
        return refusals;
    }

    private Bundle find(String name, Optional<String> version) {
        var all = Arrays.stream(context.getBundles()).filter(b -> b.getBundleId() != 0 && name.equals(b.getSymbolicName())).toList();
        var found = all.stream().filter(b -> version.isEmpty() || b.getVersion().toString().equals(version.get())).toList();
        if (found.isEmpty()) throw new WeftException(ErrorCode.NOT_FOUND, "there is no bundle " + Printable.text(name) + version.map(v -> " " + Printable.text(v)).orElse(""));
        if (found.size() > 1)
            throw new WeftException(ErrorCode.CONFLICT, "there are several versions of " + name + "; say which: " + String.join(", ", found.stream().map(b -> b.getVersion().toString()).sorted().toList()));
        return found.getFirst();
    }

    private void stop(Bundle bundle, String label) {
        try {
            bundle.stop();
            step(label + " is drained and stopped");
            store.write(store.current().with(List.of(), List.of(), List.of(label)));
            step("written down");
            bundle.uninstall();
            UsageCounts.forget(context.getBundle(0), bundle);
            settings.tidy();
        } catch (IOException | BundleException e) {
            restart(bundle);
            throw new WeftException(ErrorCode.UNAVAILABLE, label + " was not removed: " + Replacement.reason(e) + ". It runs as before.", e);
        }
    }

    private static void restart(Bundle bundle) {
        try {
            bundle.start();
        } catch (BundleException e) {
            LOG.log(Level.ERROR, "{0} cannot be started again; a restart of the platform does it: {1}", bundle, e.getMessage());
        }
    }

    private void step(String what) {
        steps.add("+%d ms %s".formatted((System.nanoTime() - start) / 1_000_000, what));
    }
}
