package weft.decided;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * The bundles that the platform consists of.
 *
 * @param bundles      no two of one name and version
 * @param distribution the bundles of the distribution at the time, by symbolic name: what differs from them later is new
 * @param refused      SHA-256 to reason: builds that an update has tried and undone
 * @param staged       what the next start of the platform is to change
 * @param outcome      a sentence: what became of the last such change
 */
public record DecidedSet(List<BundleFile> bundles, Map<String, BundleFile> distribution, Map<String, String> refused, Optional<StagedChange> staged, Optional<String> outcome) {
    private static final int MOST_REFUSED = 64;
    private static final long FORMAT = 1;

    public DecidedSet {
        bundles = List.copyOf(bundles);
        distribution = Map.copyOf(distribution);
        refused = Map.copyOf(refused);
    }

    DecidedSet(List<BundleFile> bundles, Map<String, BundleFile> distribution, Map<String, String> refused) {
        this(bundles, distribution, refused, Optional.empty(), Optional.empty());
    }

    /** A distribution, whole. */
    static DecidedSet of(Collection<BundleFile> distribution) {
        return new DecidedSet(List.copyOf(distribution), byName(distribution), Map.of());
    }

    private static Map<String, BundleFile> byName(Collection<BundleFile> files) {
        return files.stream().collect(Collectors.toMap(BundleFile::name, f -> f, (_, later) -> later));
    }

    /**
     * A newer distribution in place of the earlier one: its bundles for those that came with that one. What updates
     * brought from elsewhere, or removed, stays so.
     *
     * @param remarks told of bundles that the distribution has newer and that stay as they are
     */
    DecidedSet taking(Collection<BundleFile> newer, Consumer<String> remarks) {
        var offered = byName(newer);
        var result = new ArrayList<BundleFile>();
        for (BundleFile b : bundles) {
            BundleFile then = distribution.get(b.name()), now = offered.get(b.name());
            if (then != null && then.sha256().equals(b.sha256())) {
                if (now != null) result.add(now);
                continue;
            }
            result.add(b);
            if (now != null && (then == null || !now.sha256().equals(then.sha256())) && !now.sha256().equals(b.sha256()))
                remarks.accept(b + " stays as an update made it; the distribution has another build: weft update " + b.name() + " takes that one");
        }
        for (BundleFile now : newer) if (!distribution.containsKey(now.name()) && result.stream().noneMatch(b -> b.name().equals(now.name()))) result.add(now);
        return new DecidedSet(result, offered, refused, staged, outcome);
    }

    /**
     * Some bundles come, others go.
     *
     * @param fromDistribution those that come from there
     * @param go               as {@code name version}
     */
    public DecidedSet with(Collection<BundleFile> come, Collection<BundleFile> fromDistribution, Collection<String> go) {
        var result = new ArrayList<>(bundles);
        result.removeIf(b -> go.contains(b.toString()) || come.stream().anyMatch(c -> c.toString().equals(b.toString())));
        result.addAll(come);
        var known = new LinkedHashMap<>(distribution);
        fromDistribution.forEach(f -> known.put(f.name(), f));
        var still = new LinkedHashMap<>(refused);
        come.forEach(c -> still.remove(c.sha256()));
        return new DecidedSet(result, known, still, staged, outcome);
    }

    /** Remembers that a build was tried and undone, of as many as there is room for. */
    public DecidedSet refusing(String sha256, String reason) {
        var all = new LinkedHashMap<>(refused);
        while (all.size() >= MOST_REFUSED) all.remove(all.keySet().iterator().next());
        all.put(sha256, reason);
        return new DecidedSet(bundles, distribution, all, staged, outcome);
    }

    /** What the next start is to change, in place of what was staged before. */
    public DecidedSet staging(StagedChange change) {
        return new DecidedSet(bundles, distribution, refused, Optional.of(change), outcome);
    }

    /** Nothing is to be changed any more. */
    public DecidedSet unstaged() {
        return new DecidedSet(bundles, distribution, refused, Optional.empty(), outcome);
    }

    DecidedSet beingTried() {
        return staging(staged.orElseThrow().beingTried());
    }

    /** As it is once the staged change is made. */
    public DecidedSet changed() {
        var change = staged.orElseThrow();
        return unstaged().with(change.come(), change.offered(), change.go()).telling(change.names() + " took effect with the last start of the platform.");
    }

    /** As it was: the staged change has failed. @param reason a sentence */
    public DecidedSet failed(String reason) {
        var change = staged.orElseThrow();
        var set = unstaged();
        for (BundleFile b : change.come()) set = set.refusing(b.sha256(), reason);
        return set.telling(change.names() + " did not take effect: " + reason);
    }

    private DecidedSet telling(String what) {
        return new DecidedSet(bundles, distribution, refused, staged, Optional.of(what));
    }

    Map<String, Object> tree() {
        var tree = new LinkedHashMap<String, Object>(Map.of("format", FORMAT, "bundles", bundles.stream().map(BundleFile::tree).toList(),
                "distribution", distribution.values().stream().map(BundleFile::tree).toList(), "refused", refused));
        staged.ifPresent(s -> tree.put("staged", s.tree()));
        outcome.ifPresent(o -> tree.put("outcome", o));
        return tree;
    }

    /** @throws RuntimeException if it is none */
    @SuppressWarnings("unchecked")
    static DecidedSet of(Object tree) {
        if (!(tree instanceof Map<?, ?> map) || !Long.valueOf(FORMAT).equals(map.get("format"))) throw new IllegalArgumentException("it is no list of bundles of a known format");
        return new DecidedSet(files(map.get("bundles")), byName(files(map.get("distribution"))), (Map<String, String>) map.get("refused"),
                Optional.ofNullable((Map<?, ?>) map.get("staged")).map(StagedChange::of), Optional.ofNullable((String) map.get("outcome")));
    }

    private static List<BundleFile> files(Object list) {
        return ((List<?>) list).stream().map(f -> BundleFile.of((Map<?, ?>) f)).toList();
    }
}
