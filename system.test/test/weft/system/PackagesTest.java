package weft.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
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
            String project = system.home.resolve("tally").toString();
            Path archive = system.home.resolve("tally.wapp");
            system.weft("app", "new", project);
            system.weft("app", "build", project, "-o", archive.toString());
            assertTrue(assertThrows(IOException.class, () -> system.weft("app", "install", archive.toString(), "--yes")).getMessage().contains("it is not signed"));
            system.weft("app", "sign", archive.toString());
            system.weft("app", "check", archive.toString());
            assertTrue(assertThrows(IOException.class, () -> system.weft("app", "install", archive.toString())).getMessage().contains("fs:rw:app-data"), "what it asks for is shown");

            int mark = system.gateway.mark();
            system.weft("app", "install", archive.toString(), "--yes");
            var icon = (String) installed(system, mark, "0.1.0").get("icon");
            assertTrue(icon.startsWith("data:image/svg+xml;base64,"), "the launcher has its icon");
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
