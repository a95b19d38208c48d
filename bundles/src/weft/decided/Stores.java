package weft.decided;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import weft.api.Places;
import weft.codec.Json;

/**
 * Files that bundles keep in the state folder, over an update: copied before it, and put back if it is undone or cut off
 * after the new bundle has made one that the old one cannot read. A bundle names them in its manifest, {@code Weft-Stores:
 * FILE;version=N}: JSON with {@code version}, of which it reads N and less. In the folder {@code update} lie the copies,
 * and {@code intent.json}, written after them and removed when all is decided.
 */
public final class Stores {
    public static final String HEADER = "Weft-Stores";
    private static final long MOST_BYTES = 16 << 20;
    private final Path state, folder, intent;

    public Stores(Places places) {
        state = places.state();
        folder = state.resolve("update");
        intent = folder.resolve("intent.json");
    }

    /** What a manifest names, with versions. @throws IllegalArgumentException if it is not as it should be */
    public static Map<String, Integer> named(String header) {
        var stores = new LinkedHashMap<String, Integer>();
        if (header == null) return stores;
        for (String clause : header.split(",")) {
            var m = java.util.regex.Pattern.compile("\\s*([a-z][a-z0-9.-]{0,63})\\s*;\\s*version\\s*=\\s*\"?([0-9]{1,6})\"?\\s*").matcher(clause);
            if (!m.matches()) throw new IllegalArgumentException("\"" + clause.strip() + "\" names no store as in grants.json;version=1");
            stores.put(m.group(1), Integer.valueOf(m.group(2)));
        }
        return stores;
    }

    /**
     * An update begins.
     *
     * @param stores of the bundles that run
     * @param come   by whose presence in the decided set it is known that the update was
     */
    public void begin(Map<String, Integer> stores, List<BundleFile> come) throws IOException {
        if (stores.isEmpty()) return;
        for (String name : stores.keySet()) {
            if (Files.exists(state.resolve(name))) Whole.write(folder.resolve(name), read(state.resolve(name)));
            else Files.deleteIfExists(folder.resolve(name));
        }
        Whole.write(intent, Json.write(Map.of("stores", stores, "come", come.stream().map(BundleFile::sha256).toList())));
    }

    /** The files that the old bundles cannot read any more: made newer, or put aside as such. */
    public List<String> changed() throws IOException {
        var changed = new ArrayList<String>();
        if (!Files.exists(intent)) return changed;
        for (var e : stores().entrySet()) {
            Path now = state.resolve(e.getKey());
            if (Files.exists(now) ? version(now) > e.getValue() : Files.exists(folder.resolve(e.getKey()))) changed.add(e.getKey());
        }
        return changed;
    }

    /** Makes them as they were. @return their names */
    public List<String> putBack() throws IOException {
        var changed = changed();
        for (String name : changed) {
            if (Files.exists(folder.resolve(name))) Whole.write(state.resolve(name), read(folder.resolve(name)));
            else Files.deleteIfExists(state.resolve(name));
        }
        return changed;
    }

    /** The update is decided, this way or the other. */
    public void end() throws IOException {
        if (!Files.exists(intent)) return;
        var names = stores().keySet();
        Files.delete(intent);
        for (String name : names) Files.deleteIfExists(folder.resolve(name));
    }

    /** At a start: finishes what was cut off, by what the disk says. @return sentences */
    List<String> recover(java.util.Optional<DecidedSet> decided) {
        if (!Files.exists(intent)) return List.of();
        try {
            var come = (List<?>) tree().get("come");
            var there = decided.map(d -> d.bundles().stream().map(BundleFile::sha256).toList()).orElse(List.of());
            var back = there.containsAll(come) ? List.<String>of() : putBack();
            end();
            return back.stream().map(name -> "an update was cut off; " + name + " is as it was before").toList();
        } catch (IOException | RuntimeException e) {
            return List.of("what an update that was cut off has changed cannot be put back: " + e.getMessage());
        }
    }

    private Map<String, Integer> stores() throws IOException {
        var stores = new LinkedHashMap<String, Integer>();
        ((Map<?, ?>) tree().get("stores")).forEach((name, version) -> stores.putAll(named(name + ";version=" + version)));
        return stores;
    }

    private Map<?, ?> tree() throws IOException {
        return (Map<?, ?>) Json.read(Files.readAllBytes(intent));
    }

    // What cannot be read is of a version that nobody knows.
    private static long version(Path file) throws IOException {
        try {
            return ((Number) ((Map<?, ?>) Json.read(read(file))).get("version")).longValue();
        } catch (RuntimeException e) {
            return Long.MAX_VALUE;
        }
    }

    private static byte[] read(Path file) throws IOException {
        if (Files.size(file) > MOST_BYTES) throw new IOException(file + " is larger than " + MOST_BYTES + " bytes");
        return Files.readAllBytes(file);
    }
}
