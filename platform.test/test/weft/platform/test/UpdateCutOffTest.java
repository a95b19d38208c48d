package weft.platform.test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;
import java.util.jar.Attributes;
import java.util.jar.JarInputStream;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import weft.api.WeftException;
import weft.codec.Json;
import weft.platform.framework.Script;
import weft.platform.framework.probe.Migration;

/** The platform is killed in the middle of an update: the next one has the old set of bundles or the new one, whole, as the disk says. */
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class UpdateCutOffTest {
    private static final int SIGKILL = 9;
    private static final String BUNDLE = "bundles.packages", OLD = "0.1.0", NEW = "0.1.1";
    @TempDir
    Path home;
    private PlatformProcess platform;
    private Path build;

    @BeforeEach
    void start() throws IOException {
        build = home.resolve("new.jar");
        build(build, NEW);
        platform = new PlatformProcess(home).start();
    }

    // The built bundle with another version.
    private static void build(Path to, String version) throws IOException {
        try (var in = new JarInputStream(Files.newInputStream(PlatformProcess.DIST.resolve("bundles/" + BUNDLE + ".jar")))) {
            var manifest = in.getManifest();
            manifest.getMainAttributes().putValue("Bundle-Version", version);
            try (var out = new JarOutputStream(Files.newOutputStream(to), manifest)) {
                for (var entry = in.getNextJarEntry(); entry != null; entry = in.getNextJarEntry()) {
                    out.putNextEntry(new ZipEntry(entry.getName()));
                    in.transferTo(out);
                }
            }
        }
    }

    @AfterEach
    void stop() throws IOException {
        platform.close();
        if (!Files.exists(home.resolve("dist"))) return;
        try (var parts = Files.list(home.resolve("dist"))) {
            for (Path link : parts.filter(Files::isSymbolicLink).toList()) Files.delete(link);
        }
    }

    private static List<String> versions(Script script) throws IOException {
        return ((List<?>) script.ask("QUERY_SYSTEM", Map.of()).get("bundles")).stream().map(b -> (Map<?, ?>) b)
                .filter(b -> BUNDLE.equals(b.get("name"))).map(b -> (String) b.get("version")).sorted().toList();
    }

    private List<String> written() throws IOException {
        var set = (Map<?, ?>) Json.read(Files.readAllBytes(home.resolve("state/weft/0/bundles.json")));
        return ((List<?>) set.get("bundles")).stream().map(b -> (Map<?, ?>) b).map(b -> b.get("name") + " " + b.get("version")).toList();
    }

    private interface Moment {
        void await(Script script, FutureTask<Map<String, Object>> update) throws Exception;
    }

    // Asks for the update, waits for the moment, kills; returns what the next platform has.
    private List<String> killedAt(Moment moment) throws Exception {
        try (Script asking = platform.asking(); Script watching = platform.asking()) {
            assertEquals(List.of(OLD), versions(watching));
            var update = new FutureTask<>(() -> asking.ask("APPLY_UPDATE", Map.of("jars", List.of(build.toString()))));
            Thread.ofPlatform().daemon().start(update);
            moment.await(watching, update);
            platform.end(SIGKILL);
        }
        boolean written = written().contains(BUNDLE + " " + NEW);
        platform.start();
        try (Script script = platform.asking()) {
            assertEquals(2, ((List<?>) script.ask("QUERY_INSTALLED_APPS", Map.of()).get("apps")).size());
            var found = versions(script);
            assertEquals(List.of(written ? NEW : OLD), found);
            return found;
        }
    }

    @Test
    void killed_before_anything_is_installed_it_has_the_old_one() throws Exception {
        killedAt((script, update) -> { });
    }

    @Test
    void killed_with_both_installed_it_has_one_of_them() throws Exception {
        killedAt((script, update) -> {
            while (versions(script).equals(List.of(OLD)) && !update.isDone()) Thread.onSpinWait();
        });
    }

    @Test
    void killed_between_the_switch_and_the_writing_it_has_what_the_disk_says() throws Exception {
        killedAt((script, update) -> {
            while (!versions(script).equals(List.of(NEW)) && !update.isDone()) Thread.onSpinWait();
        });
    }

    @Test
    void killed_after_the_answer_it_has_the_new_one() throws Exception {
        assertEquals(List.of(NEW), killedAt((script, update) -> assertTrue(update.get().get("steps").toString().contains("written down"))));
    }

    // A built bundle with another version, more in its manifest, and files more.
    private void build(String bundle, Map<String, String> headers, Map<String, byte[]> files) throws IOException {
        try (var in = new JarInputStream(Files.newInputStream(PlatformProcess.DIST.resolve("bundles/" + bundle + ".jar")))) {
            var manifest = in.getManifest();
            headers.forEach(manifest.getMainAttributes()::putValue);
            if (headers.containsKey("Bundle-Activator")) manifest.getMainAttributes().merge(new Attributes.Name("Import-Package"), "org.osgi.framework", (a, b) -> a + "," + b);
            try (var out = new JarOutputStream(Files.newOutputStream(build), manifest)) {
                for (var entry = in.getNextJarEntry(); entry != null; entry = in.getNextJarEntry()) {
                    out.putNextEntry(new ZipEntry(entry.getName()));
                    in.transferTo(out);
                }
                for (var file : files.entrySet()) {
                    out.putNextEntry(new ZipEntry(file.getKey()));
                    out.write(file.getValue());
                }
            }
        }
    }

    @Test
    void killed_after_the_permissions_were_migrated_it_has_the_old_portal_with_the_old_permissions() throws Exception {
        Path store = home.resolve("state/weft/0/grants.json");
        String activator = Migration.class.getName(), file = activator.replace('.', '/') + ".class";
        try (var in = Migration.class.getClassLoader().getResourceAsStream(file)) {
            build("portal.bundle", Map.of("Bundle-Version", NEW, "Bundle-Activator", activator), Map.of(file, in.readAllBytes()));
        }
        Object granted;
        try (Script asking = platform.asking(); Script watching = platform.asking()) {
            watching.ask("REVOKE", Map.of("app_id", "org.weft.notes", "capability", "fs:rw:app-data"));
            granted = watching.ask("QUERY_GRANTS", Map.of());
            var update = new FutureTask<>(() -> asking.ask("APPLY_UPDATE", Map.of("jars", List.of(build.toString()))));
            Thread.ofPlatform().daemon().start(update);
            while (!Files.readString(store).equals("{\"version\":2}") && !update.isDone()) java.util.concurrent.TimeUnit.MILLISECONDS.sleep(20);
            assertFalse(update.isDone(), "it takes its time");
            platform.end(SIGKILL);
        }
        platform.start();
        try (Script script = platform.asking()) {
            assertEquals(granted, script.ask("QUERY_GRANTS", Map.of()));
        }
        assertTrue(Files.readString(platform.log).contains("an update was cut off; grants.json is as it was before"));
        assertTrue(written().contains("portal.bundle " + OLD));
    }

    @Test
    void killed_after_the_answer_it_has_the_configuration_that_the_new_one_carries() throws Exception {
        build("appd.bundle", Map.of("Bundle-Version", NEW), Map.of("OSGI-INF/configurator/settings.json", "{\"weft.appd.AppdComponent\":{\"warm.runtimes:Integer\":2}}".getBytes()));
        try (Script script = platform.asking()) {
            script.ask("APPLY_UPDATE", Map.of("jars", List.of(build.toString())));
        }
        platform.end(SIGKILL);
        platform.start();
        try (Script script = platform.asking()) {
            while (runtimes(script) < 2) java.util.concurrent.TimeUnit.MILLISECONDS.sleep(50);
            assertEquals(2, runtimes(script));
        }
    }

    private static long runtimes(Script script) throws IOException {
        return ((List<?>) script.ask("QUERY_SYSTEM", Map.of()).get("processes")).stream().filter(p -> "runtime".equals(((Map<?, ?>) p).get("role"))).count();
    }

    // The built system, with bundles of its own that a test may build anew.
    private Path distribution() throws IOException {
        Path dist = Files.createDirectories(home.resolve("dist/bundles")).getParent();
        try (var parts = Files.list(PlatformProcess.DIST)) {
            for (Path p : parts.filter(p -> !p.endsWith("bundles")).toList()) Files.createSymbolicLink(dist.resolve(p.getFileName()), p);
        }
        try (var jars = Files.list(PlatformProcess.DIST.resolve("bundles"))) {
            for (Path jar : jars.toList()) Files.copy(jar, dist.resolve("bundles").resolve(jar.getFileName()));
        }
        return dist;
    }

    private List<String> versions() throws IOException {
        try (Script script = platform.asking()) {
            return versions(script);
        }
    }

    @Test
    void what_is_built_in_a_session_comes_with_the_next_one_and_never_with_a_restart() throws IOException {
        platform.close();
        Path dist = distribution(), jar = dist.resolve("bundles/" + BUNDLE + ".jar");
        platform = new PlatformProcess(Files.createDirectory(home.resolve("s")), dist).startSession();
        assertEquals(List.of(OLD), versions());
        build(jar, NEW);
        platform.end(SIGKILL);
        platform.start();
        assertEquals(List.of(OLD), versions());
        platform.end(SIGKILL);
        platform.startSession();
        assertEquals(List.of(NEW), versions());
    }

    @Test
    void a_build_that_an_update_undid_is_not_run_by_the_next_session() throws IOException {
        platform.close();
        Path dist = distribution(), jar = dist.resolve("bundles/" + BUNDLE + ".jar");
        platform = new PlatformProcess(Files.createDirectory(home.resolve("s")), dist).startSession();
        assertEquals(List.of(OLD), versions());
        Files.write(jar, withoutServices());
        try (Script script = platform.asking()) {
            var e = assertThrows(WeftException.class, () -> script.ask("APPLY_UPDATE", Map.of("jars", List.of(jar.toString()))));
            assertTrue(e.getMessage().contains("does not offer"), e.getMessage());
        }
        platform.end(SIGKILL);
        platform.startSession();
        assertEquals(List.of(OLD), versions());
        String log = Files.readString(platform.log);
        assertTrue(log.contains("the distribution is not taken, since its " + BUNDLE + " 6.6.6 was tried and undone: "), log);
    }

    private static byte[] withoutServices() throws IOException {
        var manifest = new java.util.jar.Manifest();
        manifest.getMainAttributes().putValue("Manifest-Version", "1.0");
        manifest.getMainAttributes().putValue("Bundle-ManifestVersion", "2");
        manifest.getMainAttributes().putValue("Bundle-SymbolicName", BUNDLE);
        manifest.getMainAttributes().putValue("Bundle-Version", "6.6.6");
        var out = new java.io.ByteArrayOutputStream();
        new JarOutputStream(out, manifest).close();
        return out.toByteArray();
    }
}
