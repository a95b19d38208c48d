package weft.decided;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import weft.api.Places;
import weft.codec.Json;

/**
 * The decided set on the disk, its one owner: {@code bundles.json} in the state folder, replaced whole, and in
 * {@code bundles/} beside it a copy of each of its jars, named by its SHA-256. For one thread at a time.
 */
public final class BundleStore {
    private final Path file, copies, distribution;

    public BundleStore(Places places) {
        file = places.state().resolve("bundles.json");
        copies = places.state().resolve("bundles");
        distribution = places.dist().resolve("bundles");
    }

    /** Empty if nothing was decided yet. @throws IOException naming the file, if it cannot be understood */
    public Optional<DecidedSet> read() throws IOException {
        if (!Files.exists(file)) return Optional.empty();
        try {
            return Optional.of(DecidedSet.of(Json.read(Files.readAllBytes(file))));
        } catch (RuntimeException e) {
            throw new IOException(file + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** What was decided; if nothing was, or it cannot be understood, the distribution. */
    public DecidedSet current() throws IOException {
        try {
            var set = read();
            if (set.isPresent()) return set.get();
        } catch (IOException e) {
            // The start has told of it.
        }
        return DecidedSet.of(distribution(Map.of()).keySet());
    }

    /** Writes a decision down; every jar of it is kept already. Copies that it does not name are removed. */
    public void write(DecidedSet set) throws IOException {
        Whole.write(file, Json.write(set.tree()));
        if (!Files.isDirectory(copies)) return;
        var kept = java.util.stream.Stream.concat(set.bundles().stream(), set.staged().stream().flatMap(s -> s.come().stream()));
        Set<String> wanted = kept.map(b -> b.sha256() + ".jar").collect(Collectors.toSet());
        try (var jars = Files.list(copies)) {
            for (Path jar : jars.filter(j -> !wanted.contains(j.getFileName().toString())).toList()) Files.deleteIfExists(jar);
        }
    }

    /** Copies a jar, unless the same content is kept already. */
    public BundleFile keep(Path jar) throws IOException {
        byte[] content = Files.readAllBytes(jar);
        String sha256 = Content.sha256(content);
        Path copy = copy(sha256);
        if (!Files.exists(copy)) Whole.write(copy, content);
        return BundleFile.of(jar, sha256);
    }

    /** Where the copy of a bundle lies. */
    public Path copy(BundleFile bundle) {
        return copy(bundle.sha256());
    }

    private Path copy(String sha256) {
        return copies.resolve(sha256 + ".jar");
    }

    /** The content of a kept jar. @throws IOException if it is not what was decided */
    public byte[] content(BundleFile bundle) throws IOException {
        byte[] content = Files.readAllBytes(copy(bundle));
        if (Content.sha256(content).equals(bundle.sha256())) return content;
        Files.delete(copy(bundle));
        throw new IOException(copy(bundle) + " is not what was decided");
    }

    /** Whether every jar of a staged change is kept. */
    boolean has(StagedChange change) {
        return change.come().stream().allMatch(b -> Files.exists(copy(b)));
    }

    /** Whether a jar is one of the distribution's. */
    public boolean isOfDistribution(Path jar) throws IOException {
        return Files.isDirectory(distribution) && jar.toRealPath().startsWith(distribution.toRealPath());
    }

    /** The distribution's bundles and their jars. @param known those whose content need not be read again if they look the same */
    Map<BundleFile, Path> distribution(Map<String, BundleFile> known) throws IOException {
        List<Path> jars;
        try (var files = Files.list(distribution)) {
            jars = files.filter(f -> f.toString().endsWith(".jar")).sorted().toList();
        }
        var found = new java.util.LinkedHashMap<BundleFile, Path>();
        for (Path jar : jars) found.put(read(jar, known), jar);
        return found;
    }

    private static BundleFile read(Path jar, Map<String, BundleFile> known) throws IOException {
        BundleFile file = BundleFile.of(jar, "");
        BundleFile before = known.get(file.name());
        return before != null && before.isStill(jar) ? before : BundleFile.of(jar);
    }

    /** Copies what of a set is not kept yet. @return what neither was kept nor is in the distribution */
    List<BundleFile> keepAll(DecidedSet set, Map<BundleFile, Path> distribution) throws IOException {
        var byContent = new java.util.HashMap<String, Path>();
        distribution.forEach((b, jar) -> byContent.put(b.sha256(), jar));
        var lost = new ArrayList<BundleFile>();
        for (BundleFile b : set.bundles()) {
            Path copy = copy(b), jar = byContent.get(b.sha256());
            if (Files.exists(copy) && Files.size(copy) == b.size()) continue;
            byte[] content = jar == null ? new byte[0] : Files.readAllBytes(jar);
            if (Content.sha256(content).equals(b.sha256())) Whole.writeQuickly(copy, content);
            else lost.add(b);
        }
        return lost;
    }
}
