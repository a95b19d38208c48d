package weft.platform.framework;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.test.common.annotation.InjectBundleContext;
import org.osgi.test.common.annotation.InjectService;
import org.osgi.test.common.service.ServiceAware;
import org.osgi.test.junit5.context.BundleContextExtension;
import org.osgi.test.junit5.service.ServiceExtension;
import weft.api.Places;
import weft.api.WeftException;
import weft.api.appd.Appd;
import weft.api.portal.Portal;
import weft.platform.framework.probe.Seeded.Fault;
import weft.platform.framework.probe.SlowAnswer;

/** Updates as the user asks for them: what the plan says, what then happens, and what happens to a bad build. */
@ExtendWith({BundleContextExtension.class, ServiceExtension.class})
@Timeout(120)
class UpdateTest {
    private static int version;
    @InjectBundleContext
    BundleContext context;
    // That the whole system is up; the services themselves, in a field here, would hold their bundle in memory.
    @InjectService(timeout = 20_000)
    ServiceAware<Appd> appd;
    @InjectService(timeout = 20_000)
    ServiceAware<Portal> portal;
    private Script script;

    @BeforeEach
    void connect() throws IOException {
        script = Framework.script();
    }

    @AfterEach
    void close() {
        script.close();
    }

    private Path changed(String... bundles) throws IOException {
        Path folder = Files.createTempDirectory(Files.createDirectories(Places.of(System.getenv()).cache()), "build");
        for (String b : bundles) Files.copy(Framework.withVersion(Framework.bundle(context, b), "0.2." + ++version), folder.resolve(b + ".jar"));
        return folder;
    }

    private static Map<String, Object> jars(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return Map.of("jars", files.map(Path::toString).sorted().toList());
        }
    }

    private static void assertAsPlanned(Map<String, Object> plan, Map<String, Object> happened) {
        for (String what : List.of("install", "refresh", "stop", "services")) assertEquals(plan.get(what), happened.get(what), what);
    }

    @ParameterizedTest
    @ValueSource(strings = {"bundles.console", "bundles.packages"})
    void the_framework_keeps_nothing_of_a_bundle_that_was_replaced(String bundle) throws Exception {
        var old = new WeakReference<>(Framework.bundle(context, bundle));
        script.ask("APPLY_UPDATE", jars(changed(bundle)));
        long end = System.nanoTime() + 30_000_000_000L;
        while (!old.refersTo(null) && System.nanoTime() < end) System.gc();
        assertTrue(old.refersTo(null), "the old " + bundle + " is garbage");
    }

    @ParameterizedTest
    @ValueSource(strings = {"appd.bundle", "portal.bundle", "bundles.packages", "bundles.console"})
    void what_the_plan_says_is_what_happens_and_the_old_bundle_leaves_the_memory(String bundle) throws Exception {
        Path build = changed(bundle);
        String before = Framework.bundle(context, bundle).getVersion().toString(), after = "0.2." + version;
        var plan = script.ask("PLAN_UPDATE", jars(build));
        assertEquals(List.of(bundle + " " + after), plan.get("install"));
        assertEquals(List.of(bundle + " " + before), plan.get("stop"));
        assertEquals(List.of(), plan.get("refresh"));
        assertEquals(List.of(), plan.get("sessions"));
        assertEquals(List.of(), plan.get("refusals"));
        assertFalse(plan.containsKey("estimated_ms"), "nothing was measured, nothing is to be said: " + plan);
        assertEquals(before, Framework.bundle(context, bundle).getVersion().toString(), "a plan changes nothing");
        var happened = script.ask("APPLY_UPDATE", jars(build));
        assertAsPlanned(plan, happened);
        assertEquals(after, Framework.bundle(context, bundle).getVersion().toString());
        assertTrue(happened.get("steps").toString().contains("the old one has left the memory"), happened::toString);
        assertEquals(happened.get("pause_ms"), script.ask("PLAN_UPDATE", jars(changed(bundle))).get("estimated_ms"));
    }

    @Test
    void nobody_but_the_checks_asks_a_new_build_before_the_switch() throws Exception {
        var asked = new LinkedBlockingQueue<String>();
        var told = context.registerService(Queue.class, asked, null);
        var permits = context.registerService(Semaphore.class, new Semaphore(1_000), null);
        String imports = "org.osgi.framework,weft.api,weft.api.gateway,weft.api.message,weft.codec";
        Bundle first = context.installBundle("probe:first", Framework.probe(SlowAnswer.class, "1.0.0", imports)), second = null;
        try {
            first.start();
            second = context.installBundle("probe:second", Framework.probe(SlowAnswer.class, "2.0.0", imports));
            second.start(); // beside it, as an update does, at the same ranking
            for (int i = 0; i < 20; i++) script.ask("QUERY_INSTALLED_APPS", Map.of());
            assertFalse(asked.contains("asked 2.0.0"), asked::toString);
            asked.clear();
            first.stop();
            script.ask("QUERY_INSTALLED_APPS", Map.of());
            assertTrue(asked.contains("asked 2.0.0"), asked::toString);
        } finally {
            first.uninstall();
            if (second != null) second.uninstall();
            told.unregister();
            permits.unregister();
        }
    }

    @Test
    void several_bundles_are_replaced_together_as_planned() throws Exception {
        Path build = changed("portal.bundle", "bundles.packages");
        var plan = script.ask("PLAN_UPDATE", jars(build));
        assertAsPlanned(plan, script.ask("APPLY_UPDATE", jars(build)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"bundles.gateway", "ipc-api.bundle", "native.bundle", "bundles.update"})
    void what_only_a_start_can_replace_is_staged_for_it_as_planned(String bundle) throws Exception {
        Path build = changed(bundle);
        var state = state();
        var plan = script.ask("PLAN_UPDATE", jars(build));
        assertEquals(List.of(), plan.get("refusals"));
        assertEquals(true, plan.get("at_start"));
        assertAsPlanned(plan, script.ask("APPLY_UPDATE", jars(build)));
        assertEquals(state, state(), "nothing has happened yet");
        assertEquals(plan.get("install"), script.ask("QUERY_SYSTEM", Map.of()).get("staged"));
    }

    @Test
    void a_build_that_does_not_resolve_is_undone() throws Exception {
        undone(Fault.UNRESOLVED, "it does not start: ", "org.example.absent", "The old one never stopped.");
    }

    @Test
    void a_build_that_throws_at_its_start_is_undone() throws Exception {
        undone(Fault.THROWS, "it does not start: ", "this build was never finished", "The old one never stopped.");
    }

    @Test
    void a_build_that_hangs_at_its_start_is_undone() throws Exception {
        undone(Fault.HANGS, "it hangs: it has not started within ", "The old one never stopped.");
    }

    @Test
    void a_build_that_fails_its_health_check_is_undone() throws Exception {
        undone(Fault.UNHEALTHY, "fails its health check stomach", "it hurts", "The old one never stopped.");
    }

    @Test
    void a_build_that_answers_otherwise_than_its_contract_says_is_undone() throws Exception {
        undone(Fault.BREACH, "breaks its contract: QUERY_INSTALLED_APPS is answered by Ok, not by InstalledApps", "The old one never stopped.");
    }

    @Test
    void a_build_without_the_services_of_the_old_one_is_undone() throws Exception {
        undone(Fault.SILENT, "does not offer ", "QUERY_INSTALLED_APPS", "The old one never stopped.");
    }

    @Test
    void a_build_that_keeps_the_old_one_in_memory_is_undone() throws Exception {
        undone(Fault.LEAKS, "it leaks: Seeded.KEPT", " of the new one holds the old one in memory", "The old one is back, after ");
    }

    @ParameterizedTest
    @EnumSource(names = {"MIGRATES_AND_THROWS", "MIGRATES_AND_LEAKS"})
    void the_permissions_that_a_build_has_migrated_are_as_they_were_when_it_is_undone(Fault fault) throws Exception {
        script.ask("REVOKE", Map.of("app_id", "org.weft.notes", "capability", "fs:rw:app-data"));
        Path store = Places.of(System.getenv()).state().resolve("grants.json");
        String before = Files.readString(store);
        var granted = script.ask("QUERY_GRANTS", Map.of());
        Path jar = Framework.file(Framework.seeded("portal.bundle", "6.6.6", fault));
        var e = assertThrows(WeftException.class, () -> script.ask("APPLY_UPDATE", Map.of("jars", List.of(jar.toString()))));
        assertTrue(e.getMessage().contains(fault == Fault.MIGRATES_AND_LEAKS ? "it leaks" : "never finished"), e.getMessage());
        assertEquals(before, Files.readString(store));
        assertEquals(granted, script.ask("QUERY_GRANTS", Map.of()));
        assertFalse(Files.exists(store.resolveSibling("update/intent.json")));
        script.ask("GRANT", Map.of("app_id", "org.weft.notes", "capability", "fs:rw:app-data"));
    }

    @Test
    void the_configuration_that_a_bundle_carries_comes_and_goes_with_it() throws Exception {
        String settings = "OSGI-INF/configurator/settings.json", two = "{\":configurator:resource-version\":1,\"weft.appd.AppdComponent\":{\"warm.runtimes:Integer\":2}}";
        Bundle appd = Framework.bundle(context, "appd.bundle");
        var good = Framework.file(Framework.withFile(Framework.withVersion(appd, "0.3." + ++version), settings, two));
        var bad = Framework.file(Framework.withFile(Framework.seeded("appd.bundle", "6.6.6", Fault.UNHEALTHY), settings, two));
        assertEquals(1, warm());
        assertThrows(WeftException.class, () -> script.ask("APPLY_UPDATE", Map.of("jars", List.of(bad.toString()))));
        assertEquals(1, warm());
        script.ask("APPLY_UPDATE", Map.of("jars", List.of(good.toString())));
        assertEquals(2, warm());
        var without = Framework.file(Framework.withFile(Framework.withVersion(Framework.bundle(context, "appd.bundle"), "0.3." + ++version), settings, "{}"));
        script.ask("APPLY_UPDATE", Map.of("jars", List.of(without.toString())));
        assertEquals(1, warm());
        var none = Framework.file(Framework.withFile(Framework.withVersion(Framework.bundle(context, "appd.bundle"), "0.3." + ++version), settings, "{\"a b\":{}}"));
        var e = assertThrows(WeftException.class, () -> script.ask("APPLY_UPDATE", Map.of("jars", List.of(none.toString()))));
        assertTrue(e.getMessage().contains("\"a b\" is no PID"), e.getMessage());
    }

    private Object warm() {
        return context.getServiceReference(Appd.class).getProperty("warm.runtimes");
    }

    private void undone(Fault fault, String... words) throws Exception {
        Path folder = Files.createTempDirectory(Files.createDirectories(Places.of(System.getenv()).cache()), "build");
        Files.copy(Framework.seeded("bundles.packages", "6.6.6", fault), folder.resolve("bad.jar"));
        var state = state();
        var e = assertThrows(WeftException.class, () -> script.ask("APPLY_UPDATE", jars(folder)));
        for (String w : words) assertTrue(e.getMessage().contains(w), e.getMessage());
        assertEquals(state, state());
        assertEquals(2, ((List<?>) script.ask("QUERY_INSTALLED_APPS", Map.of()).get("apps")).size());
    }

    // Bundles with version and state.
    private Map<String, String> state() {
        var state = new TreeMap<String, String>();
        Arrays.stream(context.getBundles()).forEach(b -> state.merge(b.getSymbolicName(), b.getVersion() + (b.getState() == Bundle.ACTIVE ? " active" : " not active"), (x, y) -> x + ", " + y));
        return state;
    }
}
