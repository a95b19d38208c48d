package weft.platform.framework;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarInputStream;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import weft.api.Places;

/** The framework that the tests run in, and bundles made for them. */
final class Framework {
    private static final String VENDOR = "WEFT OS";

    private Framework() {}

    static Bundle bundle(BundleContext context, String name) {
        return Arrays.stream(context.getBundles()).filter(b -> name.equals(b.getSymbolicName())).findFirst().orElseThrow();
    }

    /** The bundles of this system that are no tests. */
    static List<Bundle> ours(BundleContext context) {
        return Arrays.stream(context.getBundles()).filter(b -> VENDOR.equals(b.getHeaders().get("Bundle-Vendor")))
                .filter(b -> !b.equals(FrameworkUtil.getBundle(Framework.class))).toList();
    }

    static Script script() throws IOException {
        return new Script(Places.of(System.getenv()).runtime().resolve("weft.sock"));
    }

    /** The jar of a running bundle with another version: no change but that, so that what differs is the replacement itself. */
    static InputStream withVersion(Bundle bundle, String version) throws IOException {
        String location = bundle.getLocation();
        Path file = Path.of(URI.create(location.substring(location.indexOf("file:"))));
        var out = new ByteArrayOutputStream();
        try (var in = new JarInputStream(java.nio.file.Files.newInputStream(file))) {
            Manifest manifest = in.getManifest();
            manifest.getMainAttributes().putValue("Bundle-Version", version);
            try (var jar = new JarOutputStream(out, manifest)) {
                for (var entry = in.getNextJarEntry(); entry != null; entry = in.getNextJarEntry()) {
                    jar.putNextEntry(new ZipEntry(entry.getName()));
                    in.transferTo(jar);
                }
            }
        }
        return new ByteArrayInputStream(out.toByteArray());
    }

    /** A bundle of one activator class of the package {@code probe}. */
    static InputStream probe(Class<?> activator, String version, String imports) throws IOException {
        var manifest = new Manifest();
        Attributes main = manifest.getMainAttributes();
        main.putValue("Manifest-Version", "1.0");
        main.putValue("Bundle-ManifestVersion", "2");
        main.putValue("Bundle-SymbolicName", "probe." + activator.getSimpleName());
        main.putValue("Bundle-Version", version);
        main.putValue("Bundle-Activator", activator.getName());
        main.putValue("Import-Package", imports);
        var out = new ByteArrayOutputStream();
        try (var jar = new JarOutputStream(out, manifest)) {
            String name = activator.getName().replace('.', '/') + ".class";
            jar.putNextEntry(new ZipEntry(name));
            try (InputStream in = activator.getClassLoader().getResourceAsStream(name)) {
                in.transferTo(jar);
            }
        }
        return new ByteArrayInputStream(out.toByteArray());
    }
}
