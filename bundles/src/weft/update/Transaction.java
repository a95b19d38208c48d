package weft.update;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import weft.api.ErrorCode;
import weft.api.WeftException;
import weft.api.message.Upkeep.UpdateApplied;
import weft.decided.BundleStore;
import weft.decided.Stores;

/**
 * All of an update's bundles replaced, or none: installed side by side, started, checked; then the old ones drained and
 * stopped; then proven to be gone; then written down. Until the last step a failure, or the death of the platform,
 * leaves the old ones: the wanted set on the disk is changed by that step alone.
 */
final class Transaction {
    private static final System.Logger LOG = System.getLogger("weft.update");
    private final BundleContext context;
    private final ServiceComponentRuntime components;
    private final BundleStore store;
    private final History history;
    private final Stores stores;
    private final CarriedSettings settings;
    private final List<Replacement> replacements = new ArrayList<>();
    private final List<String> steps = Collections.synchronizedList(new ArrayList<>());
    private final long start = System.nanoTime();

    Transaction(BundleContext context, ServiceComponentRuntime components, BundleStore store, History history, Stores stores, CarriedSettings settings) {
        this.context = context;
        this.components = components;
        this.store = store;
        this.history = history;
        this.stores = stores;
        this.settings = settings;
    }

    /** @throws WeftException CONFLICT or NOT_FOUND if a bundle cannot be replaced; INVALID, with the reason, if it was tried and undone */
    UpdateApplied run(List<Candidate> candidates, Admission admission, boolean beside) {
        var verdicts = candidates.stream().map(c -> admission.of(c.kept(store), beside)).toList();
        verdicts.forEach(v -> refuse(v.refusals()));
        if (Staging.isNeeded(verdicts)) {
            refuse(Staging.refusals(verdicts));
            return new Staging(context, store).run(verdicts);
        }
        for (var verdict : verdicts) {
            verdict.contracts().forEach(this::step);
            replacements.add(new Replacement(context, verdict.candidate(), verdict.replaced().orElse(null), settings, this::step));
        }
        try (var seen = new Observation(context)) {
            long pause = switchAll();
            history.measured(replacements.stream().filter(Replacement::retired).map(r -> r.candidate.name()).toList(), pause);
            LOG.log(Level.INFO, "updated {0} in {1} ms, the switch took {2} ms", candidates, millis(start), pause);
            return new UpdateApplied(seen.installed(), seen.refreshed(), seen.stopped(), seen.blinked(), List.copyOf(steps), pause, millis(start));
        }
    }

    private static void refuse(List<String> refusals) {
        if (!refusals.isEmpty()) throw new WeftException(ErrorCode.CONFLICT, refusals.getFirst());
    }

    private long switchAll() {
        Replacement at = replacements.getFirst();
        try {
            stores.begin(kept(), replacements.stream().map(r -> r.candidate.file()).toList());
            for (Replacement r : replacements) {
                at = r;
                r.install();
            }
            for (Replacement r : replacements) {
                at = r;
                r.start();
                r.check(components);
            }
            long begin = System.nanoTime();
            for (Replacement r : replacements) {
                at = r;
                r.retire();
            }
            long pause = millis(begin);
            for (Replacement r : replacements) {
                at = r;
                r.prove();
            }
            commit();
            return pause;
        } catch (IOException | RuntimeException e) {
            throw undone(at, e instanceof WeftException w ? w : new WeftException(ErrorCode.INTERNAL, e.toString(), e));
        }
    }

    private void commit() {
        try {
            var come = replacements.stream().map(r -> r.candidate.file()).toList();
            var offered = replacements.stream().filter(r -> r.candidate.offered()).map(r -> r.candidate.file()).toList();
            store.write(store.current().with(come, offered, replacements.stream().flatMap(r -> r.replaced.stream()).toList()));
            step("written down");
            stores.end();
            settings.tidy();
        } catch (IOException e) {
            throw new WeftException(ErrorCode.UNAVAILABLE, "it cannot be written down: " + e.getMessage(), e);
        }
    }

    // It is not taken unchecked by the next session that finds it in the distribution.
    private void remember(Candidate failed, String reason) {
        try {
            store.write(store.current().refusing(failed.file().sha256(), reason));
        } catch (IOException e) {
            LOG.log(Level.WARNING, "that {0} was undone cannot be written down: {1}", failed, e.getMessage());
        }
    }

    private WeftException undone(Replacement failed, WeftException why) {
        long begin = System.nanoTime();
        boolean everStopped = replacements.stream().anyMatch(Replacement::retired);
        // Without a pause in between, unless the new one has left files that the old one cannot read.
        if (filesChanged()) {
            replacements.reversed().forEach(Replacement::withdraw);
            putBack();
        }
        replacements.reversed().forEach(this::restore);
        replacements.reversed().forEach(Replacement::withdraw);
        finish();
        String reason = why.getMessage().endsWith(".") ? why.getMessage() : why.getMessage() + ".";
        String back = (everStopped ? " The old one is back, after " : " The old one never stopped. The new one is gone, after ") + millis(begin) + " ms.";
        if (why.code() != ErrorCode.UNAVAILABLE) remember(failed.candidate, reason);
        LOG.log(Level.WARNING, "{0} was not updated: {1}{2}", failed.candidate.name(), reason, back);
        return new WeftException(ErrorCode.INVALID, failed.candidate.name() + " was not updated: " + reason + back, why);
    }

    private void restore(Replacement r) {
        try {
            r.restore();
        } catch (BundleException e) {
            LOG.log(Level.ERROR, "{0} cannot be put back; a restart of the platform does it: {1}", r.candidate.name(), e.getMessage());
        }
    }

    private boolean filesChanged() {
        try {
            return !stores.changed().isEmpty();
        } catch (IOException | RuntimeException e) {
            return true;
        }
    }

    private void putBack() {
        try {
            stores.putBack().forEach(name -> step(name + " is as it was before"));
        } catch (IOException | RuntimeException e) {
            LOG.log(Level.ERROR, "what the new one has changed in its files cannot be put back; a restart of the platform does it: {0}", e.getMessage());
        }
    }

    private void finish() {
        settings.tidy();
        try {
            stores.end();
        } catch (IOException | RuntimeException e) {
            LOG.log(Level.WARNING, "the copies of the stores cannot be removed: {0}", e.getMessage());
        }
    }

    // The stores of the bundles that run.
    private Map<String, Integer> kept() {
        var all = new LinkedHashMap<String, Integer>();
        replacements.forEach(r -> all.putAll(Stores.named(r.stores())));
        return all;
    }

    private void step(String what) {
        steps.add("+%d ms %s".formatted(millis(start), what));
    }

    private static long millis(long since) {
        return (System.nanoTime() - since) / 1_000_000;
    }
}
