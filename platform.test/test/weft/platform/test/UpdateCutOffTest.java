package weft.platform.test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;
import java.util.jar.JarInputStream;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import weft.platform.framework.Script;

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
        try (var in = new JarInputStream(Files.newInputStream(PlatformProcess.DIST.resolve("bundles/" + BUNDLE + ".jar")))) {
            var manifest = in.getManifest();
            manifest.getMainAttributes().putValue("Bundle-Version", NEW);
            try (var out = new JarOutputStream(Files.newOutputStream(build), manifest)) {
                for (var entry = in.getNextJarEntry(); entry != null; entry = in.getNextJarEntry()) {
                    out.putNextEntry(new ZipEntry(entry.getName()));
                    in.transferTo(out);
                }
            }
        }
        platform = new PlatformProcess(home).start();
    }

    @AfterEach
    void stop() throws IOException {
        platform.close();
    }

    private static List<String> versions(Script script) throws IOException {
        return ((List<?>) script.ask("QUERY_SYSTEM", Map.of()).get("bundles")).stream().map(b -> (Map<?, ?>) b)
                .filter(b -> BUNDLE.equals(b.get("name"))).map(b -> (String) b.get("version")).sorted().toList();
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
        boolean written = Files.exists(home.resolve("state/weft/0/bundles.json"));
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
}
