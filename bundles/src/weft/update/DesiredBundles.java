package weft.update;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import weft.api.Places;
import weft.codec.Json;

/**
 * The set of bundles that the next start of the platform takes: {@code bundles.json} in the state folder names those that
 * differ from the distribution. Replaced whole, so that a crash leaves the old or the new set.
 */
final class DesiredBundles {
    private final Path file, kept, distribution;

    DesiredBundles(Places places) {
        file = places.state().resolve("bundles.json");
        kept = places.state().resolve("bundles");
        distribution = places.dist().resolve("bundles");
    }

    /**
     * Makes jars the wanted ones, all at once. A jar of the distribution is wanted anyway; another is copied, since its
     * place may change.
     */
    void want(List<Candidate> candidates) throws IOException {
        var set = read();
        for (Candidate c : candidates) {
            if (c.jar().toRealPath().startsWith(distribution.toRealPath())) set.remove(c.name());
            else set.put(c.name(), keep(c.name(), c.jar()).toString());
        }
        Whole.write(file, Json.write(set));
        forget(set);
    }

    // Copies that nobody wants any more.
    private void forget(Map<String, Object> set) throws IOException {
        if (!Files.isDirectory(kept)) return;
        try (var jars = Files.list(kept)) {
            for (Path jar : jars.filter(j -> !set.containsValue(j.toString())).toList()) Files.deleteIfExists(jar);
        }
    }

    private Path keep(String name, Path jar) throws IOException {
        Files.createDirectories(kept);
        Path copy = kept.resolve(name + "-" + Files.getLastModifiedTime(jar).toMillis() + ".jar");
        Whole.write(copy, Files.readAllBytes(jar));
        return copy;
    }

    private Map<String, Object> read() throws IOException {
        var set = new TreeMap<String, Object>();
        if (Files.exists(file) && Json.read(Files.readAllBytes(file)) instanceof Map<?, ?> map) map.forEach((k, v) -> set.put((String) k, v));
        return set;
    }
}
