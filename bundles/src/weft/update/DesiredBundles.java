package weft.update;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
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

    /** Makes a jar the wanted one. A jar of the distribution is wanted anyway; another is copied, since its place may change. */
    void want(String name, Path jar) throws IOException {
        var set = read();
        if (jar.toRealPath().startsWith(distribution.toRealPath())) set.remove(name);
        else set.put(name, keep(name, jar).toString());
        write(set);
    }

    private Path keep(String name, Path jar) throws IOException {
        Files.createDirectories(kept);
        Path copy = kept.resolve(name + "-" + Files.getLastModifiedTime(jar).toMillis() + ".jar");
        Path part = copy.resolveSibling(copy.getFileName() + ".part");
        Files.copy(jar, part, StandardCopyOption.REPLACE_EXISTING);
        Files.move(part, copy, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return copy;
    }

    private Map<String, Object> read() throws IOException {
        var set = new TreeMap<String, Object>();
        if (Files.exists(file) && Json.read(Files.readAllBytes(file)) instanceof Map<?, ?> map) map.forEach((k, v) -> set.put((String) k, v));
        return set;
    }

    private void write(Map<String, Object> set) throws IOException {
        Files.createDirectories(file.getParent());
        Path part = file.resolveSibling(file.getFileName() + ".part");
        try (var channel = java.nio.channels.FileChannel.open(part, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            channel.write(java.nio.ByteBuffer.wrap(Json.write(set)));
            channel.force(true);
        }
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
