package weft.decided;

import java.util.List;
import java.util.Map;

/**
 * A change of the decided set that only a start of the platform can make.
 *
 * @param come     bundles, each kept already
 * @param offered  those of them that are the distribution's
 * @param go       as {@code name version}
 * @param requests the types of requests that were answered when it was staged, and have to be afterwards
 * @param tried    whether a start has begun with it: the next one does not
 */
public record StagedChange(List<BundleFile> come, List<BundleFile> offered, List<String> go, List<String> requests, boolean tried) {
    public StagedChange {
        come = List.copyOf(come);
        offered = List.copyOf(offered);
        go = List.copyOf(go);
        requests = List.copyOf(requests);
    }

    StagedChange beingTried() {
        return new StagedChange(come, offered, go, requests, true);
    }

    String names() {
        return String.join(", ", come.stream().map(BundleFile::toString).sorted().toList());
    }

    Map<String, Object> tree() {
        return Map.of("come", come.stream().map(BundleFile::tree).toList(), "offered", offered.stream().map(BundleFile::tree).toList(), "go", go, "requests", requests, "tried", tried);
    }

    /** @throws RuntimeException if it is none */
    @SuppressWarnings("unchecked")
    static StagedChange of(Map<?, ?> tree) {
        return new StagedChange(files(tree.get("come")), files(tree.get("offered")), (List<String>) tree.get("go"), (List<String>) tree.get("requests"), (Boolean) tree.get("tried"));
    }

    private static List<BundleFile> files(Object list) {
        return ((List<?>) list).stream().map(f -> BundleFile.of((Map<?, ?>) f)).toList();
    }
}
