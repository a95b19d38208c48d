package weft.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarInputStream;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;

/** A bundle of the distribution as a newer build of it, that differs by its version alone. */
public final class NewBuild {
    private NewBuild() {}

    /** @param folder where it is put */
    public static Path of(Path folder, String bundle, String version) throws IOException {
        Path to = folder.resolve(bundle + "-" + version + ".jar");
        try (var in = new JarInputStream(Files.newInputStream(RunningSystem.ROOT.resolve("dist/bundles/" + bundle + ".jar")))) {
            var manifest = in.getManifest();
            manifest.getMainAttributes().putValue("Bundle-Version", version);
            try (var out = new JarOutputStream(Files.newOutputStream(to), manifest)) {
                for (var entry = in.getNextJarEntry(); entry != null; entry = in.getNextJarEntry()) {
                    out.putNextEntry(new ZipEntry(entry.getName()));
                    in.transferTo(out);
                }
            }
        }
        return to;
    }
}
