package weft.update;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import weft.api.ErrorCode;
import weft.api.WeftException;
import weft.api.message.Upkeep.UpdateApplied;
import weft.decided.BundleStore;

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
    private final List<Replacement> replacements = new ArrayList<>();
    private final List<String> steps = Collections.synchronizedList(new ArrayList<>());
    private final long start = System.nanoTime();

    Transaction(BundleContext context, ServiceComponentRuntime components, BundleStore store, History history) {
        this.context = context;
        this.components = components;
        this.store = store;
        this.history = history;
    }

    /** @throws WeftException CONFLICT or NOT_FOUND if a bundle cannot be replaced; INVALID, with the reason, if it was tried and undone */
    UpdateApplied run(List<Candidate> candidates, Admission admission, boolean beside) {
        for (Candidate c : candidates) {
            var verdict = admission.of(c.kept(store), beside);
            if (!verdict.refusals().isEmpty()) throw new WeftException(ErrorCode.CONFLICT, verdict.refusals().getFirst());
            verdict.contracts().forEach(this::step);
            replacements.add(new Replacement(context, verdict.candidate(), verdict.replaced().orElse(null), this::step));
        }
        try (var seen = new Observation(context)) {
            long pause = switchAll();
            history.measured(replacements.stream().filter(Replacement::retired).map(r -> r.candidate.name()).toList(), pause);
            LOG.log(Level.INFO, "updated {0} in {1} ms, the switch took {2} ms", candidates, millis(start), pause);
            return new UpdateApplied(seen.installed(), seen.refreshed(), seen.stopped(), seen.blinked(), List.copyOf(steps), pause, millis(start));
        }
    }

    private long switchAll() {
        Replacement at = replacements.getFirst();
        try {
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
        } catch (RuntimeException e) {
            throw undone(at, e instanceof WeftException w ? w : new WeftException(ErrorCode.INTERNAL, e.toString(), e));
        }
    }

    private void commit() {
        try {
            var come = replacements.stream().map(r -> r.candidate.file()).toList();
            var offered = replacements.stream().filter(r -> r.candidate.offered()).map(r -> r.candidate.file()).toList();
            store.write(store.current().with(come, offered, replacements.stream().flatMap(r -> r.replaced.stream()).toList()));
            step("written down");
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
        for (Replacement r : replacements.reversed()) undo(r);
        String reason = why.getMessage().endsWith(".") ? why.getMessage() : why.getMessage() + ".";
        String back = everStopped ? " The old one is back, after " + millis(begin) + " ms." : " The old one never stopped.";
        if (why.code() != ErrorCode.UNAVAILABLE) remember(failed.candidate, reason);
        LOG.log(Level.WARNING, "{0} was not updated: {1}{2}", failed.candidate.name(), reason, back);
        return new WeftException(ErrorCode.INVALID, failed.candidate.name() + " was not updated: " + reason + back, why);
    }

    private void undo(Replacement r) {
        try {
            r.undo();
        } catch (BundleException e) {
            LOG.log(Level.ERROR, "{0} cannot be put back; a restart of the platform does it: {1}", r.candidate.name(), e.getMessage());
        }
    }

    private void step(String what) {
        steps.add("+%d ms %s".formatted(millis(start), what));
    }

    private static long millis(long since) {
        return (System.nanoTime() - since) / 1_000_000;
    }
}
