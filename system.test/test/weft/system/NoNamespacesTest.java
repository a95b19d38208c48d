package weft.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A whole session of an ordinary user on a machine whose administrator allows no user namespaces. */
@Timeout(300)
class NoNamespacesTest {
    private static final List<String> NO_NAMESPACES = List.of("/usr/bin/unshare", "--user", "--map-user=1000", "--map-group=1000", "--keep-caps", "/bin/sh", "-c",
            "echo 0 > /proc/sys/user/max_user_namespaces && exec /usr/bin/setpriv --inh-caps=-all --ambient-caps=-all \"$@\"", "sh");
    private static final String NOTES = "org.weft.notes", MISSING = "this machine gives no user namespaces";

    @Test
    void a_session_without_user_namespaces_refuses_apps_and_windows_until_the_user_allows_what_is_weaker() throws Exception {
        assumeTrue(weft.os.Landlock.version() > 0, "this kernel has no Landlock");
        try (var system = new RunningSystem(NO_NAMESPACES, "--headless")) {
            Path permission = system.home.resolve("config/weft/sandbox");
            String refusal = assertThrows(IOException.class, () -> system.weft("launch", "notes")).getMessage();
            assertTrue(refusal.contains("Notes failed to start: " + MISSING) && refusal.contains("the line \"allow landlock\" in " + permission), refusal);

            Files.createDirectories(permission.getParent());
            Files.writeString(permission, "allow landlock\n");
            int mark = system.gateway.mark();
            system.weft("launch", "notes");
            var notes = system.awaitState(mark, NOTES, "Running");
            assertEquals("landlock", ((Map<?, ?>) notes.get("containment")).get("sandbox"));
            assertTrue(system.weft("ps").lines().anyMatch(l -> l.contains(NOTES) && l.contains("landlock")), system.weft("ps"));
            String status = Files.readString(Path.of("/proc", String.valueOf(notes.get("pid")), "status"));
            assertTrue(status.contains("NoNewPrivs:\t1") && status.contains("Seccomp:\t2"), status);

            // It runs, but has no window: nobody has allowed, or made, what its page would need.
            String windows = assertThrows(IOException.class, () -> system.weft("msg", "FOCUS_APP", "{\"session\":\"" + notes.get("session") + "\"}")).getMessage();
            assertTrue(windows.contains("No window can be shown at the moment: " + MISSING) && windows.contains("the line \"allow setuid\" in " + permission), windows);
            Files.writeString(permission, "allow landlock\nallow setuid\n");
            Path program = RunningSystem.ROOT.resolve("dist/engine/natives/chrome-sandbox");
            assumeTrue(((int) Files.getAttribute(program, "unix:mode") & 04000) == 0, "root has made Chromium's sandbox setuid here");
            RunningSystem.eventually(Duration.ofSeconds(90), "the next try to name what root would have to do", () -> log(system).contains("chmod 4755 " + program));
            assertEquals(List.of(), system.processes("weft.shell.engine.Main"), "an engine without a sandbox");
        }
    }

    private static String log(RunningSystem system) throws IOException {
        return Files.readString(system.state().resolve("log/platform.log"));
    }
}
