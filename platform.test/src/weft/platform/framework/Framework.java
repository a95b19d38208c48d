package weft.platform.framework;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.reflect.AccessFlag;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Collections;
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
import weft.platform.framework.probe.Lamp;
import weft.platform.framework.probe.Seeded;
import weft.platform.framework.probe.Stateful;

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

    /** What a running bundle is made of, with another version: no change but that, so that what differs is the replacement itself. */
    static InputStream withVersion(Bundle bundle, String version) throws IOException {
        Manifest manifest;
        try (InputStream in = bundle.getEntry("META-INF/MANIFEST.MF").openStream()) {
            manifest = new Manifest(in);
        }
        manifest.getMainAttributes().putValue("Bundle-Version", version);
        var out = new ByteArrayOutputStream();
        try (var jar = new JarOutputStream(out, manifest)) {
            for (URL url : Collections.list(bundle.findEntries("/", "*", true))) {
                String name = url.getPath().substring(1);
                if (name.endsWith("/") || name.equals("META-INF/MANIFEST.MF")) continue;
                jar.putNextEntry(new ZipEntry(name));
                try (InputStream in = url.openStream()) {
                    in.transferTo(jar);
                }
            }
        }
        return new ByteArrayInputStream(out.toByteArray());
    }

    /** The same with a file more, or with another content of it. */
    static InputStream withFile(InputStream bundle, String name, String content) throws IOException {
        var out = new ByteArrayOutputStream();
        try (var in = new JarInputStream(bundle); var jar = new JarOutputStream(out, in.getManifest())) {
            for (var entry = in.getNextJarEntry(); entry != null; entry = in.getNextJarEntry()) {
                if (entry.getName().equals(name)) continue;
                jar.putNextEntry(new ZipEntry(entry.getName()));
                in.transferTo(jar);
            }
            jar.putNextEntry(new ZipEntry(name));
            jar.write(content.getBytes(java.nio.charset.StandardCharsets.UTF_8));
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
        return jar(manifest, activator);
    }

    /** A bundle that exports a contract of one interface, {@code org.example.greeting.Greeting}, whose methods give text. */
    static InputStream contract(String name, String version, String... methods) throws IOException {
        return contractOf("org.example.greeting.Greeting", name, version, methods);
    }

    /** The same with an interface of any name, whose package is the contract. */
    static InputStream contractOf(String type, String name, String version, String... methods) throws IOException {
        var manifest = new Manifest();
        Attributes main = manifest.getMainAttributes();
        main.putValue("Manifest-Version", "1.0");
        main.putValue("Bundle-ManifestVersion", "2");
        main.putValue("Bundle-SymbolicName", name);
        main.putValue("Bundle-Version", version);
        main.putValue("Export-Package", type.substring(0, type.lastIndexOf('.')) + ";version=\"" + version + "\"");
        byte[] greeting = ClassFile.of().build(ClassDesc.of(type), c -> {
            c.withFlags(AccessFlag.PUBLIC, AccessFlag.INTERFACE, AccessFlag.ABSTRACT);
            for (String m : methods) c.withMethod(m, MethodTypeDesc.of(ConstantDescs.CD_String), ClassFile.ACC_PUBLIC | ClassFile.ACC_ABSTRACT, b -> { });
        });
        var out = new ByteArrayOutputStream();
        try (var jar = new JarOutputStream(out, manifest)) {
            jar.putNextEntry(new ZipEntry(type.replace('.', '/') + ".class"));
            jar.write(greeting);
        }
        return new ByteArrayInputStream(out.toByteArray());
    }

    /** A bundle with the component {@link Lamp} that carries configuration. */
    static InputStream lamps(String version, String configuration) throws IOException {
        var manifest = new Manifest();
        Attributes main = manifest.getMainAttributes();
        main.putValue("Manifest-Version", "1.0");
        main.putValue("Bundle-ManifestVersion", "2");
        main.putValue("Bundle-SymbolicName", Lamp.FACTORY);
        main.putValue("Bundle-Version", version);
        main.putValue("Service-Component", Lamp.FILE);
        return withFile(withFile(jar(manifest, Lamp.class), Lamp.FILE, Lamp.XML), "OSGI-INF/configurator/lamps.json", configuration);
    }

    /** A bad build of a system bundle, see {@link Seeded}. */
    static InputStream seeded(String name, String version, Seeded.Fault fault) throws IOException {
        var manifest = new Manifest();
        Attributes main = manifest.getMainAttributes();
        main.putValue("Manifest-Version", "1.0");
        main.putValue("Bundle-ManifestVersion", "2");
        main.putValue("Bundle-SymbolicName", name);
        main.putValue("Bundle-Version", version);
        main.putValue("Bundle-Activator", Seeded.class.getName());
        main.putValue("Import-Package", fault == Seeded.Fault.UNRESOLVED ? "org.example.absent" : "org.osgi.framework");
        main.putValue("DynamicImport-Package", "*");
        main.putValue(Seeded.FAULT, fault.name());
        return jar(manifest, Seeded.class, Seeded.Fault.class);
    }

    /** A build of {@link Stateful}. */
    static InputStream stateful(String version, Stateful.Fault fault) throws IOException {
        var manifest = new Manifest();
        Attributes main = manifest.getMainAttributes();
        main.putValue("Manifest-Version", "1.0");
        main.putValue("Bundle-ManifestVersion", "2");
        main.putValue("Bundle-SymbolicName", "probe.Stateful");
        main.putValue("Bundle-Version", version);
        main.putValue("Bundle-Activator", Stateful.class.getName());
        main.putValue("Import-Package", "org.osgi.framework,weft.api.update");
        main.putValue(Stateful.FAULT, fault.name());
        return jar(manifest, Stateful.class, Stateful.Fault.class);
    }

    /** A file that is removed with the home of the tests. */
    static Path file(InputStream content) throws IOException {
        Path folder = Files.createDirectories(Places.of(System.getenv()).cache());
        Path jar = Files.createTempFile(folder, "candidate", ".jar");
        Files.copy(content, jar, StandardCopyOption.REPLACE_EXISTING);
        return jar;
    }

    private static InputStream jar(Manifest manifest, Class<?>... classes) throws IOException {
        var out = new ByteArrayOutputStream();
        try (var jar = new JarOutputStream(out, manifest)) {
            for (Class<?> c : classes) {
                String name = c.getName().replace('.', '/') + ".class";
                jar.putNextEntry(new ZipEntry(name));
                try (InputStream in = c.getClassLoader().getResourceAsStream(name)) {
                    in.transferTo(jar);
                }
            }
        }
        return new ByteArrayInputStream(out.toByteArray());
    }
}
