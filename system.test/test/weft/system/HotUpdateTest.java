package weft.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** System bundles are replaced in the running system while clients ask and apps run. */
class HotUpdateTest {
    private static final int CLIENTS = 4, UPDATES = 3;
    private static RunningSystem system;

    @BeforeAll
    static void start() throws Exception {
        system = new RunningSystem();
        for (String app : List.of("org.weft.notes", "org.weft.counter")) {
            int mark = system.gateway.mark();
            system.weft("launch", app);
            system.awaitState(mark, app, "Running");
        }
    }

    @AfterAll
    static void stop() throws Exception {
        if (system != null) system.close();
    }

    @Test
    void appd_is_replaced_with_no_failed_request_and_every_app_keeps_its_process() throws Exception {
        replaced("appd.bundle");
    }

    @Test
    void portal_is_replaced_with_no_failed_request_and_every_app_keeps_its_process() throws Exception {
        replaced("portal.bundle");
    }

    @Test
    void packages_is_replaced_with_no_failed_request_and_every_app_keeps_its_process() throws Exception {
        replaced("bundles.packages");
    }

    // The framework's own tests have no screen for a shell.
    @Test
    void what_the_plan_says_of_the_shell_is_what_happens_and_the_engine_stays() throws Exception {
        var engine = system.processes("weft.shell.engine.Main").stream().map(ProcessHandle::pid).toList();
        assertTrue(!engine.isEmpty(), "there is an engine");
        var jars = Map.<String, Object>of("jars", List.of(NewBuild.of(system.home, "shell.bundle", "0.1.1").toString()));
        var plan = system.gateway.call("PLAN_UPDATE", jars);
        assertEquals(List.of("shell.bundle 0.1.1"), plan.get("install"));
        assertEquals(List.of(), plan.get("sessions"));
        var happened = system.gateway.call("APPLY_UPDATE", jars);
        for (String what : List.of("install", "refresh", "stop", "services")) assertEquals(plan.get(what), happened.get(what), what);
        assertTrue(happened.get("steps").toString().contains("took over the state \"shell\""), happened::toString);
        assertTrue(happened.get("steps").toString().contains("the old one has left the memory"), happened::toString);
        assertEquals(engine, system.processes("weft.shell.engine.Main").stream().map(ProcessHandle::pid).toList());
        assertEquals(2, pids().size());
    }

    @Test
    void a_bundle_that_does_not_start_leaves_the_old_one_working() throws Exception {
        var broken = Files.createTempFile(system.home, "broken", ".jar");
        var manifest = new java.util.jar.Manifest();
        manifest.getMainAttributes().putValue("Manifest-Version", "1.0");
        manifest.getMainAttributes().putValue("Bundle-ManifestVersion", "2");
        manifest.getMainAttributes().putValue("Bundle-SymbolicName", "appd.bundle");
        manifest.getMainAttributes().putValue("Bundle-Version", "9.9.9");
        manifest.getMainAttributes().putValue("Import-Package", "org.example.absent");
        try (var jar = new java.util.jar.JarOutputStream(Files.newOutputStream(broken), manifest)) {
            jar.finish();
        }
        var e = assertThrows(IOException.class, () -> system.gateway.call("UPDATE_BUNDLE", Map.of("bundle", "appd.bundle", "jar", broken.toString())));
        assertTrue(e.getMessage().contains("org.example.absent") && e.getMessage().contains("never stopped"), e.getMessage());
        assertEquals(2, pids().size());
    }

    private void replaced(String bundle) throws Exception {
        var before = pids();
        var failures = new ConcurrentLinkedQueue<String>();
        var answered = new AtomicLong();
        var on = new AtomicBoolean(true);
        var asked = new CountDownLatch(CLIENTS);
        var clients = new ArrayList<Thread>();
        for (int i = 0; i < CLIENTS; i++) clients.add(Thread.ofPlatform().start(() -> ask(on, asked, answered, failures)));
        asked.await();
        for (int i = 0; i < UPDATES; i++) {
            long then = answered.get();
            String said = system.weft("update", "apply", "--no-build", NewBuild.of(system.home, bundle, "0.1." + (i + 1)).toString());
            assertTrue(said.contains("left the memory"), said);
            RunningSystem.eventually(java.time.Duration.ofSeconds(10), "answers after the update", () -> answered.get() > then + 50 || !failures.isEmpty());
        }
        on.set(false);
        for (Thread t : clients) t.join();
        assertEquals(List.of(), List.copyOf(failures));
        assertTrue(answered.get() > 200, answered + " answers");
        assertEquals(before, pids());
    }

    private static void ask(AtomicBoolean on, CountDownLatch asked, AtomicLong answered, ConcurrentLinkedQueue<String> failures) {
        try (JsonSocket socket = system.connect("weft.sock")) {
            while (on.get()) {
                for (String type : List.of("QUERY_RUNNING", "QUERY_INSTALLED_APPS")) {
                    int size = ((List<?>) socket.call(type, Map.of()).get("apps")).size();
                    if (size < 2) failures.add(type + " told of " + size + " apps");
                    answered.incrementAndGet();
                }
                asked.countDown();
            }
        } catch (Exception | AssertionError e) {
            failures.add(e.toString());
            asked.countDown();
        }
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Long> pids() throws IOException {
        var pids = new java.util.TreeMap<String, Long>();
        for (var app : (List<Map<String, Object>>) system.gateway.call("QUERY_RUNNING", Map.of()).get("apps"))
            pids.put((String) app.get("app_id"), (Long) app.get("pid"));
        return pids;
    }
}
