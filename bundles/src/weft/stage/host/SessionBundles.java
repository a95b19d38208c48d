package weft.stage.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import weft.api.Places;
import weft.decided.BundleStore;

/** The jars that a session runs, or would run. */
public final class SessionBundles {
    private SessionBundles() {}

    /** Those that were decided on; before a first session the distribution's. */
    public static List<Path> of(Places places) throws IOException {
        var store = new BundleStore(places);
        var decided = store.read();
        if (decided.isPresent()) return decided.get().bundles().stream().map(store::copy).toList();
        return ofDistribution(places);
    }

    public static List<Path> ofDistribution(Places places) throws IOException {
        try (var jars = Files.list(places.dist().resolve("bundles"))) {
            return jars.filter(j -> j.toString().endsWith(".jar")).sorted().toList();
        }
    }
}
