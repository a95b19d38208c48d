package weft.decided;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import weft.api.Places;

/**
 * What the platform starts with. Within a session: what was decided, and nothing else. When a session begins: a
 * distribution that has changed since is taken, as who builds and runs expects, unless it has a build that an update
 * tried and undid. What cannot be read or found is told, and the distribution's taken: a platform with the wrong version
 * beats none.
 *
 * What was staged for a start is tried once: the disk says so before, and what became of it afterwards ({@link #succeeded},
 * {@link #failed}). A start that finds it tried and undecided goes back, since the one before has not lived to tell.
 *
 * @param set        what to start, every jar kept
 * @param complaints sentences for the log
 * @param trial      the set on the disk, whose staged change is tried; empty if {@link #set} is the one on the disk
 */
public record StartUp(DecidedSet set, List<String> complaints, Optional<DecidedSet> trial) {
    StartUp(DecidedSet set, List<String> complaints) {
        this(set, complaints, Optional.empty());
    }

    private static final String JOURNAL = "journal.json";
    private static final int JOURNAL_VERSION = 1;

    /** Why the platform starts: it is restarted within a session; a session begins; a session begins that is to run what the distribution has, whatever was decided. */
    public enum Reason {
        AGAIN, SESSION, DISTRIBUTION;

        /** The variable of the environment that tells a process. */
        public static final String VARIABLE = "WEFT_START";

        public static Reason of(Map<String, String> environment) {
            return switch (environment.getOrDefault(VARIABLE, "")) {
                case "session" -> SESSION;
                case "distribution" -> DISTRIBUTION;
                default -> AGAIN;
            };
        }
    }

    public static StartUp decide(Places places, Reason reason) throws IOException {
        var store = new BundleStore(places);
        var complaints = new ArrayList<String>();
        Optional<DecidedSet> decided = Optional.empty();
        try {
            decided = store.read();
        } catch (IOException e) {
            complaints.add(e.getMessage());
        }
        complaints.addAll(new Stores(places).recover(decided));
        if (reason == Reason.AGAIN && decided.isPresent() && store.keepAll(decided.get(), Map.of()).isEmpty()) return staged(places, store, decided.get(), complaints);
        var known = decided.map(DecidedSet::distribution).orElse(Map.of());
        var distribution = store.distribution(known);
        DecidedSet set = switch (reason) {
            case AGAIN -> decided.orElseGet(() -> DecidedSet.of(distribution.keySet()));
            case DISTRIBUTION -> DecidedSet.of(distribution.keySet());
            case SESSION -> decided.map(d -> taken(d, distribution, complaints)).orElseGet(() -> DecidedSet.of(distribution.keySet()));
        };
        set = found(set, store.keepAll(set, distribution), distribution, complaints);
        store.keepAll(set, distribution);
        if (!set.equals(decided.orElse(null))) store.write(set);
        return staged(places, store, set, complaints);
    }

    private static StartUp staged(Places places, BundleStore store, DecidedSet set, List<String> complaints) throws IOException {
        if (set.staged().isEmpty()) return new StartUp(set, complaints);
        StagedChange change = set.staged().get();
        if (change.tried() || !store.has(change)) {
            DecidedSet back = set.failed(change.tried() ? "The start with it was cut off." : "Its copy is gone.");
            complaints.add(back.outcome().orElseThrow());
            store.write(back);
            return new StartUp(back, complaints);
        }
        // The journal is written by whichever gateway runs; one that the old gateway cannot read is put back if the change is.
        new Stores(places).begin(Map.of(JOURNAL, JOURNAL_VERSION), change.come());
        store.write(set.beingTried());
        return new StartUp(set.changed(), complaints, Optional.of(set.beingTried()));
    }

    /** The change that was tried is made. */
    public void succeeded(Places places, BundleStore store) throws IOException {
        store.write(set);
        new Stores(places).end();
    }

    /** The change that was tried is given up; the next start has the old set. @param reason a sentence */
    public void failed(BundleStore store, String reason) throws IOException {
        store.write(trial.orElseThrow().failed(reason));
    }

    private static DecidedSet taken(DecidedSet decided, Map<BundleFile, ?> distribution, List<String> complaints) {
        var remarks = new ArrayList<String>();
        DecidedSet next = decided.taking(distribution.keySet(), remarks::add);
        var refused = next.bundles().stream().filter(b -> decided.refused().containsKey(b.sha256())).toList();
        if (refused.isEmpty()) {
            complaints.addAll(remarks);
            return next;
        }
        for (BundleFile b : refused) complaints.add("the distribution is not taken, since its " + b + " was tried and undone: " + decided.refused().get(b.sha256())
                + " Build it anew, or take it all the same: weft run --distribution");
        return decided;
    }

    // A jar that was decided and is nowhere: its name's of the distribution, or none.
    private static DecidedSet found(DecidedSet set, List<BundleFile> lost, Map<BundleFile, ?> distribution, List<String> complaints) {
        if (lost.isEmpty()) return set;
        var instead = new LinkedHashMap<String, BundleFile>();
        distribution.keySet().forEach(b -> instead.put(b.name(), b));
        var come = new ArrayList<BundleFile>();
        for (BundleFile b : lost) {
            BundleFile other = instead.get(b.name());
            complaints.add("the decided " + b + " is gone; " + (other == null ? "nothing" : "the distribution's " + other) + " takes its place");
            if (other != null) come.add(other);
        }
        return set.with(come, come, lost.stream().map(BundleFile::toString).toList());
    }
}
