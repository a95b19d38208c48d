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
 * @param set        as it is on the disk, every jar kept
 * @param complaints sentences for the log
 */
public record StartUp(DecidedSet set, List<String> complaints) {
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
        if (reason == Reason.AGAIN && decided.isPresent() && store.keepAll(decided.get(), Map.of()).isEmpty()) return new StartUp(decided.get(), complaints);
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
        return new StartUp(set, complaints);
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
