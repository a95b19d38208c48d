package weft.platform;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarFile;
import weft.api.Places;
import weft.codec.Json;

/**
 * The bundles a session wants: symbolic name to jar. The distribution's own, overridden by the owner file
 * {@code bundles.json} of the state folder, which updates write. A file there that is damaged, or a jar that is gone,
 * is reported and the distribution's bundle taken: a platform that starts with the wrong version beats one that does not.
 */
record BundleSet(Map<String, Path> jars, List<String> complaints) {
    static final String OWNER_FILE = "bundles.json";

    static BundleSet wanted(Places places) throws IOException {
        var jars = new LinkedHashMap<String, Path>();
        try (var files = Files.list(places.dist().resolve("bundles"))) {
            for (Path jar : files.filter(f -> f.toString().endsWith(".jar")).sorted().toList()) jars.put(symbolicName(jar), jar);
        }
        var complaints = new ArrayList<String>();
        Path owner = places.state().resolve(OWNER_FILE);
        if (Files.exists(owner)) override(jars, owner, complaints);
        return new BundleSet(jars, complaints);
    }

    private static void override(Map<String, Path> jars, Path owner, List<String> complaints) {
        try {
            if (!(Json.read(Files.readAllBytes(owner)) instanceof Map<?, ?> map)) {
                complaints.add(owner + " is not a map of bundle to jar");
                return;
            }
            map.forEach((name, jar) -> override(jars, (String) name, String.valueOf(jar), complaints));
        } catch (IOException | RuntimeException e) {
            complaints.add(owner + " cannot be read: " + e.getMessage());
        }
    }

    private static void override(Map<String, Path> jars, String name, String jar, List<String> complaints) {
        try {
            Path path = Path.of(jar);
            if (!symbolicName(path).equals(name)) complaints.add(jar + " is not bundle " + name);
            else jars.put(name, path);
        } catch (IOException | RuntimeException e) {
            complaints.add("bundle " + name + ": " + jar + " cannot be read: " + e.getMessage());
        }
    }

    private static String symbolicName(Path jar) throws IOException {
        try (var file = new JarFile(jar.toFile())) {
            var manifest = file.getManifest();
            String name = manifest == null ? null : manifest.getMainAttributes().getValue("Bundle-SymbolicName");
            if (name == null) throw new IOException(jar + " is not a bundle");
            return name.split(";")[0].strip();
        }
    }
}
