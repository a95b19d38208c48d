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
import java.util.function.UnaryOperator;
import java.util.jar.JarInputStream;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import weft.api.ErrorCode;
import weft.api.WeftException;
import weft.platform.framework.Script;

/** What only a start of the platform can replace is staged for it: made under running apps, tried once, and given up with its reason if it fails. */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class StagedUpdateTest {
    private static final int SIGKILL = 9, AGAIN = 75;
    private static final String CONTRACTS = "ipc-api.bundle", GATEWAY = "bundles.gateway", UPDATER = "bundles.update", OLD = "0.1.0", NEW = "0.1.9";
    @TempDir
    Path home;
    private PlatformProcess platform;

    @BeforeEach
    void start() throws IOException {
        platform = new PlatformProcess(home).start();
    }

    @AfterEach
    void stop() throws IOException {
        platform.close();
    }

    // The built bundle with another version, and whatever else is to be different in its manifest.
    private String build(String bundle, UnaryOperator<Manifest> change) throws IOException {
        Path jar = home.resolve(bundle + ".jar");
        try (var in = new JarInputStream(Files.newInputStream(PlatformProcess.DIST.resolve("bundles/" + bundle + ".jar")))) {
            in.getManifest().getMainAttributes().putValue("Bundle-Version", NEW);
            try (var out = new JarOutputStream(Files.newOutputStream(jar), change.apply(in.getManifest()))) {
                for (var entry = in.getNextJarEntry(); entry != null; entry = in.getNextJarEntry()) {
                    out.putNextEntry(new ZipEntry(entry.getName()));
                    in.transferTo(out);
                }
            }
        }
        return jar.toString();
    }

    private static UnaryOperator<Manifest> header(String name, UnaryOperator<String> change) {
        return m -> {
            m.getMainAttributes().putValue(name, change.apply(m.getMainAttributes().getValue(name)));
            return m;
        };
    }

    private static final UnaryOperator<String> ABSENT = imports -> imports + ",org.example.absent";

    private static String version(Map<String, Object> status, String bundle) {
        return ((List<?>) status.get("bundles")).stream().map(b -> (Map<?, ?>) b).filter(b -> bundle.equals(b.get("name"))).map(b -> (String) b.get("version")).findFirst().orElseThrow();
    }

    // The plan is what happens, and nothing has happened yet.
    private static void stage(Script script, String... jars) throws IOException {
        Map<String, Object> update = Map.of("jars", List.of(jars));
        var plan = script.ask("PLAN_UPDATE", update);
        assertEquals(List.of(), plan.get("refusals"));
        assertEquals(true, plan.get("at_start"));
        assertEquals(script.running().size(), ((List<?>) plan.get("sessions")).size(), "every session waits");
        var staged = script.ask("APPLY_UPDATE", update);
        assertEquals(true, staged.get("at_start"));
        assertTrue(staged.get("steps").toString().contains("takes effect at the next start of the platform"), staged::toString);
        for (String what : List.of("install", "refresh", "stop", "services")) assertEquals(plan.get(what), staged.get(what), what);
        assertEquals(plan.get("install"), script.ask("QUERY_SYSTEM", Map.of()).get("staged"));
    }

    private void restart(Script script) throws IOException {
        script.ask("RESTART_PLATFORM", Map.of());
        assertEquals(AGAIN, platform.ended().code());
        platform.start();
    }

    @Test
    void contracts_gateway_and_updater_are_replaced_together_by_a_start_that_running_apps_outlive() throws IOException {
        List<Map<String, Object>> before;
        try (Script script = platform.asking()) {
            assertEquals("Running", script.launch("org.weft.counter").get("state"));
            before = script.running();
            stage(script, build(CONTRACTS, m -> m), build(GATEWAY, m -> m), build(UPDATER, m -> m));
            for (String b : List.of(CONTRACTS, GATEWAY, UPDATER)) assertEquals(OLD, version(script.ask("QUERY_SYSTEM", Map.of()), b));
            restart(script);
        }
        for (int i = 0; i < 2; i++) {
            try (Script script = platform.asking()) {
                assertEquals(before, script.running());
                script.until((String) before.getFirst().get("session"), "Running");
                var status = decided(script);
                for (String b : List.of(CONTRACTS, GATEWAY, UPDATER)) assertEquals(NEW, version(status, b));
                assertEquals("bundles.gateway 0.1.9, bundles.update 0.1.9, ipc-api.bundle 0.1.9 took effect with the last start of the platform.", status.get("last_start"));
            }
            if (i > 0) break;
            platform.end(SIGKILL);
            platform.start();
        }
    }

    // Once the start has said what became of it.
    private static Map<String, Object> decided(Script script) throws IOException {
        while (true) {
            var status = script.ask("QUERY_SYSTEM", Map.of());
            if (((List<?>) status.get("staged")).isEmpty()) return status;
            Thread.onSpinWait();
        }
    }

    @Test
    void a_start_that_fails_with_what_was_staged_goes_back_by_itself_and_says_why() throws IOException {
        List<Map<String, Object>> before;
        try (Script script = platform.asking()) {
            assertEquals("Running", script.launch("org.weft.counter").get("state"));
            before = script.running();
            stage(script, build(GATEWAY, header("Import-Package", ABSENT)));
            restart(script);
        }
        assertEquals(AGAIN, platform.ended().code(), "it wants to be started again");
        platform.start();
        try (Script script = platform.asking()) {
            var status = decided(script);
            assertEquals(OLD, version(status, GATEWAY));
            var told = (String) status.get("last_start");
            assertTrue(told.startsWith("bundles.gateway 0.1.9 did not take effect: bundles.gateway does not start: ") && told.contains("org.example.absent"), told);
            assertEquals(before, script.running());
        }
    }

    @Test
    void a_start_that_is_killed_while_it_tries_leaves_the_old_set_or_the_new_one() throws IOException {
        try (Script script = platform.asking()) {
            stage(script, build(GATEWAY, m -> m));
        }
        platform.end(SIGKILL);
        Path set = home.resolve("state/weft/0/bundles.json");
        assertTrue(Files.readString(set).contains("\"tried\":false"));
        platform.start();
        while (Files.readString(set).contains("\"tried\":false")) Thread.onSpinWait();
        platform.end(SIGKILL);
        boolean made = !Files.readString(set).contains("\"tried\":true");
        platform.start();
        try (Script script = platform.asking()) {
            var status = decided(script);
            assertEquals(made ? NEW : OLD, version(status, GATEWAY));
            assertEquals(made ? "bundles.gateway 0.1.9 took effect with the last start of the platform." : "bundles.gateway 0.1.9 did not take effect: The start with it was cut off.", status.get("last_start"));
        }
    }

    @Test
    void a_contract_that_bundles_which_stay_could_not_be_wired_to_is_refused_and_they_are_named() throws IOException {
        String jar = build(CONTRACTS, header("Export-Package", e -> e.replace("weft.api.portal;version=\"1.1.0\"", "weft.api.portal;version=\"1.2.0\"")));
        try (Script script = platform.asking()) {
            Map<String, Object> update = Map.of("jars", List.of(jar));
            var refusals = (List<?>) script.ask("PLAN_UPDATE", update).get("refusals");
            assertFalse(refusals.isEmpty());
            var e = assertThrows(WeftException.class, () -> script.ask("APPLY_UPDATE", update));
            assertEquals(ErrorCode.CONFLICT, e.code());
            assertEquals(refusals.getFirst(), e.getMessage());
            assertTrue(e.getMessage().contains("weft.api.portal"), e.getMessage());
            assertEquals(List.of(), script.ask("QUERY_SYSTEM", Map.of()).get("staged"));
        }
    }
}
