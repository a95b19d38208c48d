package weft.decided;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.jar.JarFile;
import org.osgi.framework.Version;

/**
 * A bundle by what its file says: symbolic name, version, and the SHA-256 of its content. Size and time of the file
 * (milliseconds) tell cheaply that it has not changed.
 */
public record BundleFile(String name, String version, String sha256, long size, long modified) {
    /** @throws IOException naming the jar, if it cannot be read or is no bundle */
    public static BundleFile of(Path jar) throws IOException {
        return of(jar, Content.sha256(Files.readAllBytes(jar)));
    }

    static BundleFile of(Path jar, String sha256) throws IOException {
        try (var file = new JarFile(jar.toFile())) {
            var manifest = file.getManifest();
            String name = manifest == null ? null : manifest.getMainAttributes().getValue("Bundle-SymbolicName");
            if (name == null) throw new IOException(jar + " is not a bundle");
            String version = manifest.getMainAttributes().getValue("Bundle-Version");
            return new BundleFile(name.split(";")[0].strip(), Version.parseVersion(version).toString(), sha256, Files.size(jar), Files.getLastModifiedTime(jar).toMillis());
        } catch (IllegalArgumentException e) {
            throw new IOException(jar + ": " + e.getMessage(), e);
        }
    }

    /** Whether a file is the one that this was read from, without reading it. */
    boolean isStill(Path jar) throws IOException {
        return Files.size(jar) == size && Files.getLastModifiedTime(jar).toMillis() == modified;
    }

    Map<String, Object> tree() {
        return Map.of("name", name, "version", version, "sha256", sha256, "size", size, "modified", modified);
    }

    /** @throws RuntimeException if it is none */
    static BundleFile of(Map<?, ?> tree) {
        String sha256 = (String) tree.get("sha256");
        if (!sha256.matches("[0-9a-f]{64}")) throw new IllegalArgumentException("\"" + sha256 + "\" is no SHA-256");
        return new BundleFile((String) tree.get("name"), (String) tree.get("version"), sha256, ((Number) tree.get("size")).longValue(), ((Number) tree.get("modified")).longValue());
    }

    @Override
    public String toString() {
        return name + " " + version;
    }
}
