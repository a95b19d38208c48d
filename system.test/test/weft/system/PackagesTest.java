package weft.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The life of a package, from a developer's first command to the last, in the running system. */
@Timeout(300)
class PackagesTest {
    private static final String TALLY = "org.example.tally";

    @Test
    void an_app_is_made_signed_installed_launched_updated_rolled_back_and_removed() throws Exception {
        try (var system = new RunningSystem()) {
            RunningSystem.eventually(Duration.ofSeconds(60), "the list of apps, which is told when it changes", () -> answers(system));
            String project = system.home.resolve("tally").toString();
            Path archive = system.home.resolve("tally.wapp");
            system.weft("app", "new", project);
            system.weft("app", "build", project, "-o", archive.toString());
            assertTrue(assertThrows(IOException.class, () -> system.weft("app", "install", archive.toString(), "--yes")).getMessage().contains("it is not signed"));
            system.weft("app", "sign", archive.toString());
            system.weft("app", "check", archive.toString());

            int mark = system.gateway.mark();
            system.weft("app", "install", archive.toString(), "--yes");
            var icon = (String) installed(system, mark, "0.1.0").get("icon");
            assertTrue(icon.startsWith("data:image/svg+xml;base64,"), "the launcher has its icon");
            String module = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(Path.of(project, "module.wasm"))));
            RunningSystem.eventually(Duration.ofSeconds(90), "the module to be compiled before anybody launches it", () -> isCompiled(system, module));
            mark = system.gateway.mark();
            system.weft("launch", TALLY);
            String session = (String) system.awaitState(mark, TALLY, "Running").get("session");
            assertEquals("Tally", system.awaitWindow(TALLY, Duration.ofSeconds(60)).get("title"));

            Path manifest = Path.of(project, "wapp.toml");
            Files.writeString(manifest, Files.readString(manifest).replace("0.1.0", "0.2.0"));
            mark = system.gateway.mark();
            system.weft("app", "update", project);
            installed(system, mark, "0.2.0");
            assertEquals("Running", system.gateway.call("QUERY_APP_STATE", Map.of("session", session)).get("state"), "who runs goes on");
            mark = system.gateway.mark();
            system.weft("app", "rollback", "tally");
            installed(system, mark, "0.1.0");

            mark = system.gateway.mark();
            system.weft("app", "remove", "tally");
            system.gateway.awaitAfter(mark, m -> "INSTALLED_APPS".equals(m.get("type")) && apps(m).stream().noneMatch(a -> TALLY.equals(a.get("app_id"))), Duration.ofSeconds(30), "the launcher to lose it");
            assertEquals("Running", system.gateway.call("QUERY_APP_STATE", Map.of("session", session)).get("state"));
            Path files = system.appData(TALLY).getParent().resolveSibling("apps").resolve(TALLY);
            assertTrue(Files.exists(files), "its files stay while it runs");
            assertTrue(assertThrows(IOException.class, () -> system.weft("app", "remove", TALLY, "--data")).getMessage().contains("is running"));
            mark = system.gateway.mark();
            system.weft("kill", session);
            system.awaitState(mark, TALLY, "Stopped");
            RunningSystem.eventually(Duration.ofSeconds(60), "its files to be collected", () -> revisions(files) == 0);
            assertTrue(assertThrows(IOException.class, () -> system.weft("launch", TALLY)).getMessage().contains("There is no app " + TALLY));
            if (Files.exists(system.appData(TALLY))) system.weft("app", "remove", TALLY, "--data");
            assertFalse(Files.exists(system.appData(TALLY)));
        }
    }

    /** An install and an update that asks for more, both answered in the dialog. */
    @Test
    void the_desktop_asks_what_a_package_may_ask_for_and_no_leaves_the_old_version() throws Exception {
        try (var system = new RunningSystem(); var commands = java.util.concurrent.Executors.newVirtualThreadPerTaskExecutor()) {
            String project = system.home.resolve("tally").toString();
            system.weft("app", "new", project);
            RunningSystem.eventually(Duration.ofSeconds(60), "the desktop to be there", () -> system.windows().stream().anyMatch(w -> Boolean.TRUE.equals(w.get("mapped"))));
            int mark = system.gateway.mark();
            var install = commands.submit(() -> system.weft("app", "install", project));
            answer(system, mark, "install_app", "fs:rw:app-data", "allow_always");
            assertTrue(install.get().contains("Tally 0.1.0"));

            Path manifest = Path.of(project, "wapp.toml");
            Files.writeString(manifest, Files.readString(manifest).replace("0.1.0", "0.2.0").replace("capabilities = [", "capabilities = [\n{ name = \"sys:notifications\", reason = \"Rings.\" },\n"));
            mark = system.gateway.mark();
            var refused = commands.submit(() -> system.weft("app", "update", project));
            answer(system, mark, "update_app", "sys:notifications", "deny");
            assertTrue(assertThrows(java.util.concurrent.ExecutionException.class, refused::get).getMessage().contains("was not updated"));
            assertTrue(system.weft("app", "info", TALLY).contains("0.1.0"));
            mark = system.gateway.mark();
            var update = commands.submit(() -> system.weft("app", "update", project));
            answer(system, mark, "update_app", "sys:notifications", "allow_always");
            assertTrue(update.get().contains("Tally 0.2.0"));
        }
    }

    @Test
    void a_web_app_is_in_the_launcher_as_its_web_manifest_says_and_info_lists_what_it_offers() throws Exception {
        try (var system = new RunningSystem()) {
            Path project = Files.createDirectories(system.home.resolve("tally")), ui = Files.createDirectories(project.resolve("ui"));
            Files.writeString(project.resolve("wapp.toml"), "[package]\nid = \"" + TALLY + "\"\nversion = \"1.0.0\"\n[ui]\n");
            Files.writeString(project.resolve("manifest.webmanifest"), """
                    { "name": "Web Tally", "icons": [{ "src": "/tally.svg" }], "shortcuts": [{ "name": "New count", "url": "/index.html?new" }, { "name": "Away", "url": "https://example.org/" }],
                      "file_handlers": [{ "action": "/index.html", "accept": { "text/csv": [".csv"] } }], "protocol_handlers": [{ "protocol": "web+tally", "url": "/?open=%s" }] }
                    """);
            Files.writeString(ui.resolve("index.html"), "<!doctype html><title>Tally</title>");
            Files.writeString(ui.resolve("tally.svg"), "<svg xmlns=\"http://www.w3.org/2000/svg\"/>");
            int mark = system.gateway.mark();
            String said = system.weft("app", "install", project.toString(), "--yes");
            assertTrue(said.contains("manifest.webmanifest: shortcuts[1].url must be an address inside the app"), said);
            var entry = installed(system, mark, "1.0.0");
            assertEquals("Web Tally", entry.get("name"));
            assertTrue(((String) entry.get("icon")).startsWith("data:image/svg+xml;base64,"), "the launcher has its icon");
            String info = system.weft("app", "info", TALLY);
            for (String line : List.of("shortcut  New count: /index.html?new", "opens     text/csv (.csv): /index.html", "opens     web+tally: /?open=%s")) assertTrue(info.contains(line), info);
        }
    }

    // By the keyboard: the filled button is the first, the way out the second; the dialog takes no answer before it has been there for a while.
    private static void answer(RunningSystem system, int mark, String kind, String capability, String decision) throws Exception {
        system.gateway.awaitAfter(mark, m -> "QUESTIONS".equals(m.get("type")) && m.toString().contains(kind) && m.toString().contains(capability), Duration.ofSeconds(60), "the question");
        RunningSystem.eventually(Duration.ofSeconds(60), "the dialog, with the keyboard", () -> system.windows().stream()
                .anyMatch(w -> "ask".equals(w.get("title")) && Boolean.TRUE.equals(w.get("mapped")) && Boolean.TRUE.equals(w.get("focused"))));
        RunningSystem.eventually(Duration.ofSeconds(60), "the buttons to be there", () -> PermissionsTest.button(system.screen()).isPresent());
        for (int tabs = decision.equals("deny") ? 2 : 1; tabs > 0; tabs--) system.press(PermissionsTest.TAB);
        system.press(PermissionsTest.ENTER);
    }

    private static boolean answers(RunningSystem system) {
        try {
            return system.gateway.call("QUERY_INSTALLED_APPS", Map.of()).containsKey("apps");
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean isCompiled(RunningSystem system, String module) throws IOException {
        try (var all = Files.walk(system.home.resolve("cache"))) {
            return all.anyMatch(p -> p.getParent().endsWith("compiled") && p.getFileName().toString().startsWith(module + "-"));
        } catch (java.io.UncheckedIOException e) {
            return false; // Something went while it was looked at.
        }
    }

    private static long revisions(Path files) throws IOException {
        if (!Files.isDirectory(files)) return 0;
        try (var all = Files.list(files)) {
            return all.filter(Files::isDirectory).count();
        }
    }

    private static Map<String, Object> installed(RunningSystem system, int mark, String version) {
        var event = system.gateway.awaitAfter(mark, m -> "INSTALLED_APPS".equals(m.get("type")) && apps(m).stream().anyMatch(a -> TALLY.equals(a.get("app_id")) && version.equals(a.get("version"))),
                Duration.ofSeconds(30), "Tally " + version + " to be told");
        return apps(event).stream().filter(a -> TALLY.equals(a.get("app_id"))).findFirst().orElseThrow();
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> apps(Map<String, Object> event) {
        return (List<Map<String, Object>>) JsonSocket.body(event).get("apps");
    }
}
