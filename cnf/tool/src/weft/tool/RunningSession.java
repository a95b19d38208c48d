package weft.tool;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.jar.JarFile;

/**
 * The session that is developed in, by the command {@code weft update}; what it takes becomes the distribution's, so that the next start has
 * it, and what it refuses does not.
 */
final class RunningSession {
    private final Path root, bundles, next;
    private final List<String> options;
    /** SHA-1 of what it has taken that is not in the distribution, and the names of it by the launcher's paths. */
    private final Set<String> taken = new HashSet<>();
    private final Map<String, String> brought = new HashMap<>();

    /** @param options passed on to {@code weft update} */
    RunningSession(Path root, List<String> options) {
        this.root = root;
        this.options = options;
        bundles = root.resolve("dist/bundles");
        next = bundles.resolve("next");
    }

    /** The SHA-1 of the jars that it has. */
    synchronized Set<String> content() throws IOException {
        var all = new HashSet<>(taken);
        for (Path jar : jars()) all.add(sha1(Files.readAllBytes(jar)));
        return all;
    }

    private List<Path> jars() throws IOException {
        try (var files = Files.list(bundles)) {
            return files.filter(f -> f.toString().endsWith(".jar")).toList();
        }
    }

    /** Replaces the distribution's bundles by these, all or none, and adds the others, one after the other. @param jars by symbolic name @return whether it has them */
    synchronized boolean bring(Map<String, byte[]> jars, Map<String, String> paths, Consumer<String> said) throws IOException, InterruptedException {
        var places = names();
        var replaced = new HashMap<Path, byte[]>();
        boolean all = true;
        for (var e : jars.entrySet()) {
            Path place = places.get(e.getKey());
            if (place != null) replaced.put(place, e.getValue());
            else all &= add(e.getKey(), paths.get(e.getKey()), e.getValue(), said);
        }
        return (replaced.isEmpty() || apply(replaced, said)) && all;
    }

    private Map<String, Path> names() throws IOException {
        var names = new HashMap<String, Path>();
        for (Path jar : jars()) {
            try (var file = new JarFile(jar.toFile())) {
                String name = file.getManifest() == null ? null : file.getManifest().getMainAttributes().getValue("Bundle-SymbolicName");
                if (name != null) names.put(name.split(";")[0].strip(), jar);
            }
        }
        return names;
    }

    private boolean add(String name, String path, byte[] jar, Consumer<String> said) throws IOException, InterruptedException {
        Path folder = folder();
        Path file = Files.write(folder.resolve(name + ".jar"), jar);
        boolean known = brought.containsKey(path);
        boolean done = known ? command(said, "apply", file.toString()) : command(said, "add", file.toString());
        FolderMirror.delete(folder);
        if (done) {
            taken.add(sha1(jar));
            brought.put(path, name);
        }
        return done;
    }

    /** @param jars by their places in the distribution */
    synchronized boolean apply(Map<Path, byte[]> jars, Consumer<String> said) throws IOException, InterruptedException {
        Path folder = folder();
        for (var e : jars.entrySet()) Files.write(folder.resolve(e.getKey().getFileName()), e.getValue());
        boolean done = command(said, "apply", folder.toString());
        if (done) for (Path place : jars.keySet()) FolderMirror.copyIfChanged(folder.resolve(place.getFileName()), place);
        FolderMirror.delete(folder);
        return done;
    }

    private Path folder() throws IOException {
        end();
        return Files.createDirectories(next);
    }

    /** What of what was brought is not in this list: names by paths. */
    synchronized Map<String, String> broughtBy(Collection<?> paths) {
        var gone = new HashMap<>(brought);
        gone.keySet().removeAll(paths);
        return gone;
    }

    synchronized boolean remove(String path, String bundle, Consumer<String> said) throws IOException, InterruptedException {
        boolean done = command(said, "remove", bundle);
        if (done) {
            brought.remove(path);
            // Brought again, it is new again.
            taken.clear();
        }
        return done;
    }

    private boolean command(Consumer<String> said, String... words) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(root.resolve("weft").toString(), "update"));
        command.addAll(List.of(words));
        command.add("--no-build");
        command.addAll(options);
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (var lines = process.inputReader(StandardCharsets.UTF_8)) {
            lines.lines().forEach(l -> said.accept(l.strip().replaceFirst("^weft: ", "")));
        }
        return process.waitFor() == 0;
    }

    /** Leaves nothing of an update that was cut off. */
    void end() throws IOException {
        if (Files.exists(next)) FolderMirror.delete(next);
    }

    static String sha1(byte[] bytes) {
        try {
            return HexFormat.of().withUpperCase().formatHex(MessageDigest.getInstance("SHA-1").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
