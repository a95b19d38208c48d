package weft.update;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import weft.codec.Json;
import weft.decided.Whole;

/** How long each bundle's switch has taken so far: the longest pause in milliseconds, in {@code updates.json} of the state folder. */
final class History {
    private static final System.Logger LOG = System.getLogger("weft.update");
    private final Path file;

    History(Path state) {
        file = state.resolve("updates.json");
    }

    /** The longest of any of these; empty if one of them was never measured. */
    Optional<Long> longest(List<String> bundles) {
        var known = read();
        if (!known.keySet().containsAll(bundles)) return Optional.empty();
        return bundles.stream().map(known::get).max(Long::compare);
    }

    void measured(List<String> bundles, long pauseMs) {
        var known = read();
        for (String b : bundles) known.merge(b, pauseMs, Math::max);
        try {
            Whole.write(file, Json.write(known));
        } catch (IOException e) {
            LOG.log(Level.WARNING, "the pause of {0} ms cannot be written down: {1}", pauseMs, e.getMessage());
        }
    }

    private Map<String, Long> read() {
        var known = new TreeMap<String, Long>();
        try {
            if (Files.exists(file) && Json.read(Files.readAllBytes(file)) instanceof Map<?, ?> map)
                map.forEach((k, v) -> known.put((String) k, ((Number) v).longValue()));
        } catch (IOException | RuntimeException e) {
            LOG.log(Level.WARNING, "{0} cannot be read: {1}", file, e.getMessage());
        }
        return known;
    }
}
