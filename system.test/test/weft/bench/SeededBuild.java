package weft.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;

/** Bad builds of the package service, one for each way to be bad: what the tests inside the framework seed ({@code platform.test}). */
final class SeededBuild {
    static final String BUNDLE = "bundles.packages";
    static final List<String> FAULTS = List.of("UNRESOLVED", "THROWS", "HANGS", "UNHEALTHY", "BREACH", "LEAKS");
    private static final String ACTIVATOR = "weft.platform.framework.probe.Seeded";

    private SeededBuild() {}

    /** @param root the workspace @param folder where it is put */
    static Path of(Path root, Path folder, String fault, String version) throws IOException {
        var manifest = new Manifest();
        var main = manifest.getMainAttributes();
        main.putValue("Manifest-Version", "1.0");
        main.putValue("Bundle-ManifestVersion", "2");
        main.putValue("Bundle-SymbolicName", BUNDLE);
        main.putValue("Bundle-Version", version);
        main.putValue("Bundle-Activator", ACTIVATOR);
        main.putValue("Import-Package", fault.equals("UNRESOLVED") ? "org.example.absent" : "org.osgi.framework");
        main.putValue("DynamicImport-Package", "*");
        main.putValue("Weft-Fault", fault);
        Path jar = folder.resolve(fault + "-" + version + ".jar");
        try (var out = new JarOutputStream(Files.newOutputStream(jar), manifest)) {
            for (String inner : List.of("", "$Fault")) {
                String name = ACTIVATOR.replace('.', '/') + inner + ".class";
                out.putNextEntry(new ZipEntry(name));
                Files.copy(root.resolve("platform.test/bin").resolve(name), out);
            }
        }
        return jar;
    }
}
