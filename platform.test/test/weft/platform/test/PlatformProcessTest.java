package weft.platform.test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import weft.api.AppId;
import weft.api.ErrorCode;
import weft.api.WeftException;
import weft.codec.Json;
import weft.os.Pidfd;
import weft.packages.SignedApp;
import weft.packages.store.AppStore;

/** The platform as a process, with the real runtime and the real apps: its own death, and what lives on. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PlatformProcessTest {
    private static final int SIGKILL = 9, SIGTERM = 15, SIGSTOP = 19;
    @TempDir
    Path home;
    private PlatformProcess platform;

    @BeforeEach
    void start() throws IOException {
        platform = new PlatformProcess(home).start();
    }

    @AfterEach
    void stop() throws IOException {
        if (Boolean.getBoolean("weft.keep")) return;
        platform.close();
    }

    private static int pid(Map<String, Object> state) {
        return ((Number) state.get("pid")).intValue();
    }

    // This process is the parent of orphans, and has to bury them.
    private static boolean alive(int pid) throws IOException {
        weft.os.Wait.reap(pid);
        return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
    }

    /** Installs an app whose module is instantiated and never says that it is ready. */
    private Path silentApp(int readyTimeoutS, byte[] module) throws IOException {
        String manifest = """
                [package]
                id = "org.weft.silent"
                name = "Silent"
                version = "1.0.0"
                [runtime]
                module = "module.wasm"
                manual_ready = true
                ready_timeout_s = %d
                """.formatted(readyTimeoutS);
        Path dist = Path.of(System.getProperty("weft.root"), "dist");
        var store = new AppStore(home.resolve("data/weft/apps"), home.resolve("data/weft/data"), dist.resolve("apps"), step -> { });
        var app = new SignedApp(home, store);
        app.put(app.archive("silent", Map.of("wapp.toml", manifest.getBytes(), "module.wasm", module)), AppStore.Mode.INSTALL);
        return store.current(new AppId("org.weft.silent")).orElseThrow().folder();
    }

    private Path silentApp(int readyTimeoutS) throws IOException {
        return silentApp(readyTimeoutS, Files.readAllBytes(Path.of(System.getProperty("weft.root"), "dist/test-guests/silent.wasm")));
    }

    private static void write(Path file, String text) throws IOException {
        assertTrue(file.toFile().setWritable(true));
        Files.writeString(file, text);
    }

    @Test
    void it_lists_launches_and_stops_the_real_apps() throws IOException {
        try (var script = platform.asking()) {
            var apps = (List<?>) script.ask("QUERY_INSTALLED_APPS", Map.of()).get("apps");
            assertEquals(List.of("Counter", "Notes"), apps.stream().map(a -> ((Map<?, ?>) a).get("name")).toList());
            var notes = script.launch("org.weft.notes");
            assertEquals("Running", notes.get("state"), notes::toString);
            assertTrue(alive(pid(notes)));
            var stopped = script.ask("TERMINATE_APP", Map.of("session", notes.get("session")));
            assertEquals("Stopped", stopped.get("state"));
            assertFalse(stopped.containsKey("reason"), stopped::toString);
            assertFalse(alive(pid(notes)));
        }
    }

    @Test
    void a_killed_platform_finds_its_running_apps_again() throws IOException {
        Map<String, Object> notes, counter;
        try (var script = platform.asking()) {
            notes = script.launch("org.weft.notes");
            counter = script.launch("org.weft.counter");
        }
        for (int i = 0; i < 2; i++) {
            platform.end(SIGKILL);
            platform.start();
            try (var script = platform.asking()) {
                assertEquals(List.of(notes, counter), script.running());
            }
        }
        try (var script = platform.asking()) {
            for (var app : List.of(notes, counter)) {
                assertEquals("Stopped", script.ask("TERMINATE_APP", Map.of("session", app.get("session"))).get("state"));
                assertFalse(alive(pid(app)));
            }
        }
    }

    @Test
    void five_running_apps_outlive_a_platform_that_is_killed_and_hear_the_next_one() throws IOException {
        var apps = new java.util.ArrayList<>(List.of("org.weft.notes", "org.weft.counter"));
        for (int n = 1; n <= 3; n++) apps.add(furtherCounter(n));
        List<Map<String, Object>> before;
        try (var script = platform.asking()) {
            for (String app : apps) assertEquals("Running", script.launch(app).get("state"), app);
            before = script.running();
        }
        assertEquals(5, before.size());
        platform.end(SIGKILL);
        platform.start();
        try (var script = platform.asking()) {
            assertEquals(before, script.running(), "the same sessions, the same processes, all Running");
            for (var app : before) {
                assertTrue(alive(pid(app)), app::toString);
                hears(script, (String) app.get("session"));
            }
        }
    }

    // Until it has knocked at the new platform, whoever speaks to it is told so.
    private static void hears(weft.platform.framework.Script script, String session) throws IOException {
        while (true) {
            try {
                script.tell(session, Map.of("op", "get"));
                return;
            } catch (WeftException e) {
                assertEquals(ErrorCode.UNAVAILABLE, e.code(), e::getMessage);
            }
        }
    }

    private String furtherCounter(int number) throws IOException {
        String id = "org.weft.counter" + number;
        String manifest = "[package]\nid = \"%s\"\nname = \"Counter %d\"\nversion = \"1.0.0\"\n[runtime]\nmodule = \"module.wasm\"\n".formatted(id, number);
        byte[] module = Files.readAllBytes(PlatformProcess.DIST.resolve("apps/org.weft.counter/module.wasm"));
        var store = new AppStore(home.resolve("data/weft/apps"), home.resolve("data/weft/data"), PlatformProcess.DIST.resolve("apps"), step -> { });
        var app = new SignedApp(home, store);
        app.put(app.archive("counter" + number, Map.of("wapp.toml", manifest.getBytes(), "module.wasm", module)), AppStore.Mode.INSTALL);
        return id;
    }

    @Test
    void what_dies_while_there_is_no_platform_is_stopped_by_the_next() throws IOException {
        Map<String, Object> notes;
        try (var script = platform.asking()) {
            notes = script.launch("org.weft.notes");
        }
        platform.end(SIGKILL);
        try (var process = Pidfd.open(pid(notes))) {
            process.signal(SIGKILL);
            process.awaitExit(-1);
        }
        platform.start();
        try (var script = platform.asking()) {
            assertEquals("Notes ended unexpectedly.", script.until((String) notes.get("session"), "Stopped").get("reason"));
        }
    }

    @Test
    void who_does_not_come_back_to_a_new_platform_is_ended() throws IOException {
        Map<String, Object> notes;
        try (var script = platform.asking()) {
            notes = script.launch("org.weft.notes");
        }
        // Before it can knock.
        try (var process = Pidfd.open(pid(notes))) {
            process.signal(SIGSTOP);
        }
        platform.end(SIGKILL);
        platform.start();
        try (var script = platform.asking()) {
            assertEquals("Notes did not come back within 10 s.", script.until((String) notes.get("session"), "Stopped").get("reason"));
        }
        assertFalse(alive(pid(notes)));
    }

    @Test
    void a_start_that_a_killed_platform_left_halfway_fails_with_a_sentence() throws IOException {
        silentApp(60);
        String session;
        try (var script = platform.asking()) {
            session = (String) script.ask("LAUNCH_APP", Map.of("app_id", "org.weft.silent")).get("session");
            script.until(session, "Starting");
        }
        platform.end(SIGKILL);
        platform.start();
        try (var script = platform.asking()) {
            assertEquals("Silent failed to start: the platform was restarted while it was starting.", script.until(session, "Stopped").get("reason"));
        }
    }

    @Test
    void the_real_runtime_that_is_never_ready_is_ended() throws IOException {
        silentApp(1);
        try (var script = platform.asking()) {
            var state = script.launch("org.weft.silent");
            assertEquals("Silent failed to start: it was not ready within 1 s.", state.get("reason"));
            var why = script.ask("WHY", Map.of());
            assertEquals(state.get("session"), why.get("session"));
            assertEquals(state.get("reason"), why.get("reason"));
        }
    }

    @Test
    void a_real_module_that_is_broken_fails_with_the_runtimes_sentence() throws IOException {
        silentApp(30, new byte[] {0, 'a', 's', 'm', 1, 0, 0, 0, 1, 2, 3});
        try (var script = platform.asking()) {
            var reason = (String) script.launch("org.weft.silent").get("reason");
            assertTrue(reason.startsWith("Silent failed to start: ") && !reason.contains("ended with code"), reason);
        }
    }

    @Test
    void a_running_app_that_is_killed_is_told_with_its_signal() throws IOException {
        try (var script = platform.asking()) {
            var notes = script.launch("org.weft.notes");
            ProcessHandle.of(pid(notes)).orElseThrow().destroyForcibly();
            assertEquals("Notes was killed (signal 9).", script.until((String) notes.get("session"), "Stopped").get("reason"));
            assertEquals("Running", script.launch("org.weft.notes").get("state"));
        }
    }

    @Test
    void a_broken_manifest_is_told_with_its_line_and_hides_no_other_app() throws IOException {
        Path manifest = silentApp(30).resolve("wapp.toml");
        write(manifest, Files.readString(manifest).replace("version = \"1.0.0\"", "version = 1"));
        try (var script = platform.asking()) {
            assertEquals(2, ((List<?>) script.ask("QUERY_INSTALLED_APPS", Map.of()).get("apps")).size());
            var e = assertThrows(WeftException.class, () -> script.ask("LAUNCH_APP", Map.of("app_id", "org.weft.silent")));
            assertEquals(ErrorCode.INVALID, e.code());
            assertTrue(e.getMessage().endsWith("wapp.toml:4:1: package.version must be text in quotation marks"), e.getMessage());
        }
    }

    @Test
    void an_app_that_was_changed_after_it_was_signed_is_not_launched() throws IOException {
        Path folder = silentApp(30);
        write(folder.resolve("module.wasm"), "\0asm\1\0\0\0");
        try (var script = platform.asking()) {
            var e = assertThrows(WeftException.class, () -> script.ask("LAUNCH_APP", Map.of("app_id", "org.weft.silent")));
            assertEquals("org.weft.silent is not as it was signed: module.wasm was changed after it was signed. Install it again.", e.getMessage());
            assertEquals(List.of(), script.running());
        }
    }

    @Test
    void it_ends_cleanly_on_sigterm_and_its_apps_live_on() throws IOException {
        Map<String, Object> notes;
        try (var script = platform.asking()) {
            notes = script.launch("org.weft.notes");
        }
        var exit = platform.end(SIGTERM);
        assertEquals(0, exit.signal(), exit::toString);
        assertTrue(alive(pid(notes)));
        platform.start();
        try (var script = platform.asking()) {
            assertEquals(List.of(notes), script.running());
        }
    }

    @Test
    void the_console_has_a_password_of_its_own_that_is_told_once() throws Exception {
        try (var script = platform.asking()) {
            script.running();
        }
        platform.end(SIGTERM);
        String first = platform.told();
        var told = Pattern.compile("TELL console (http://127\\.0\\.0\\.1:\\d+/system/console) user weft password (\\S{16})").matcher(first);
        assertTrue(told.find() && first.contains("READY\n"), first);
        Path kept = home.resolve("state/weft/0/console.password");
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(kept)));
        assertFalse(Files.readString(kept).contains(told.group(2)));
        assertFalse(Files.readString(platform.log).contains(told.group(2)), "a password in a log file is a password told often");
        platform.start();
        try (var script = platform.asking()) {
            script.running();
        }
        assertEquals(200, console(told.group(1), "weft", told.group(2)));
        assertEquals(401, console(told.group(1), "weft", "wrong"));
        assertEquals(401, console(told.group(1), "admin", "admin"));
        platform.end(SIGTERM);
        assertTrue(platform.told().contains("password as told at the first start"));
    }

    // Asks until the console is there: its bundles come after those that answer scripts.
    private static int console(String url, String user, String password) throws Exception {
        var request = java.net.http.HttpRequest.newBuilder(java.net.URI.create(url + "/bundles.json"))
                .header("Authorization", "Basic " + java.util.Base64.getEncoder().encodeToString((user + ":" + password).getBytes())).build();
        try (var client = java.net.http.HttpClient.newHttpClient()) {
            for (int i = 0; ; i++) {
                try {
                    int status = client.send(request, java.net.http.HttpResponse.BodyHandlers.discarding()).statusCode();
                    if (status != 404 && status != 503 || i > 300) return status;
                } catch (java.net.ConnectException e) {
                    if (i > 300) throw e;
                }
                java.util.concurrent.TimeUnit.MILLISECONDS.sleep(100);
            }
        }
    }

    @Test
    void a_damaged_journal_or_bundle_list_does_not_keep_it_from_starting() throws IOException {
        try (var script = platform.asking()) {
            script.running();
        }
        platform.end(SIGTERM);
        Files.writeString(home.resolve("state/weft/0/journal.json"), "{\"version\":1,\"chil");
        Files.writeString(home.resolve("state/weft/0/bundles.json"), Json.line(Map.of("appd.bundle", "/nowhere/appd.jar", "x", "y")));
        platform.start();
        try (var script = platform.asking()) {
            assertEquals("Running", script.launch("org.weft.counter").get("state"));
        }
        String log = Files.readString(platform.log);
        assertTrue(log.contains("journal.json cannot be read") && log.contains("bundles.json cannot be read"), log);
    }
}
