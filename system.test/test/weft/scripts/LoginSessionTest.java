package weft.scripts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code weft-session} as a login manager starts it. Without a service manager it runs the real system; with one, a
 * program of the name {@code systemctl} writes down what it is asked, for a user's real one needs a machine that was
 * booted by it.
 */
class LoginSessionTest {
    private static final Path WORKSPACE = Path.of(System.getProperty("weft.root"));
    @TempDir Path folder;
    Path bin, calls;

    @BeforeEach
    void install() throws Exception {
        assertEquals(0, new ProcessBuilder(WORKSPACE.resolve("session/install").toString(), "--prefix", folder.resolve("prefix").toString()).start().waitFor());
        bin = Files.createDirectory(folder.resolve("bin"));
        calls = folder.resolve("calls");
        for (String name : List.of("run", "state", "data", "cache"))
            Files.createDirectory(folder.resolve(name), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }

    private Process session() throws IOException {
        var builder = new ProcessBuilder(folder.resolve("prefix/bin/weft-session").toString()).redirectErrorStream(true);
        var environment = builder.environment();
        environment.clear();
        environment.putAll(Map.of("PATH", bin + ":/usr/bin:/bin", "HOME", folder.toString(), "WEFT_SCREEN", "--headless", "WEFT_INSTANCE", "login", "WEFT_CONSOLE_PORT", "0",
                "XDG_RUNTIME_DIR", folder.resolve("run").toString(), "XDG_STATE_HOME", folder.resolve("state").toString(), "XDG_SESSION_TYPE", "tty", "XDG_VTNR", "7",
                "WAYLAND_DISPLAY", "left-over"));
        environment.put("XDG_DATA_HOME", folder.resolve("data").toString());
        environment.put("XDG_CACHE_HOME", folder.resolve("cache").toString());
        environment.put("JAVA_HOME", System.getProperty("java.home"));
        return builder.start();
    }

    private static String await(BufferedReader output, String wanted) throws IOException {
        var seen = new ArrayList<String>();
        for (String line; (line = output.readLine()) != null; seen.add(line)) if (line.contains(wanted)) return line;
        throw new AssertionError("\"" + wanted + "\" was not said: " + seen);
    }

    private void program(String name, String script) throws IOException {
        Files.writeString(bin.resolve(name), "#!/bin/sh\n" + script);
        Files.setPosixFilePermissions(bin.resolve(name), PosixFilePermissions.fromString("rwx------"));
    }

    @Test
    void without_a_service_manager_it_is_the_supervisor_and_leaves_nothing() throws Exception {
        program("systemctl", "exit 1\n");
        Process session = session();
        try (var output = session.inputReader()) {
            await(output, "WEFT OS is up");
            Path runtime = folder.resolve("run/weft/login");
            String compositor = Stream.of(Files.readString(runtime.resolve("lock")).split("\n")).filter(l -> l.startsWith("compositor ")).findFirst().orElseThrow().split(" ")[1];
            var variables = List.of(Files.readString(Path.of("/proc", compositor, "environ")).split("\0"));
            assertTrue(variables.containsAll(List.of("XDG_SESSION_TYPE=wayland", "XDG_CURRENT_DESKTOP=weft", "XDG_VTNR=7")), variables.toString());
            assertFalse(variables.stream().anyMatch(v -> v.startsWith("WAYLAND_DISPLAY=")));
            Process second = session();
            try (var refusal = second.inputReader()) {
                assertTrue(await(refusal, "The session").startsWith("weft: The session \"login\" runs already (process "));
            }
            assertEquals(3, second.waitFor());
            session.toHandle().destroy();
            await(output, "ending the session");
            assertEquals(0, session.waitFor());
            assertTrue(Files.notExists(runtime));
        } finally {
            session.destroyForcibly().waitFor();
        }
    }

    // Writes each call down; "start --wait" lasts until the service is stopped.
    private void serviceManager(boolean active) throws Exception {
        Path running = folder.resolve("running");
        assertEquals(0, new ProcessBuilder("mkfifo", running.toString()).start().waitFor());
        program("systemctl", "echo \"$*\" >> " + calls + "\ncase \"$*\" in\n *is-active*) exit " + (active ? 0 : 3) + " ;;\n"
                + " *--wait*) echo started; read -r word < " + running + " ;;\n *stop*) echo stop > " + running + " ;;\nesac\n");
    }

    @Test
    void the_service_manager_gets_the_variables_and_gives_them_back() throws Exception {
        serviceManager(false);
        Process session = session();
        try (var output = session.inputReader()) {
            await(output, "started");
            session.toHandle().destroy();
            session.waitFor();
        } finally {
            session.destroyForcibly().waitFor();
        }
        var lines = Files.readAllLines(calls);
        assertEquals(List.of("--user show-environment", "--user -q is-active weft.service", "--user reset-failed"), lines.subList(0, 3));
        assertTrue(lines.containsAll(List.of("--user import-environment XDG_SESSION_TYPE", "--user import-environment XDG_VTNR")), lines.toString());
        assertEquals(List.of("--user --wait start weft.service", "--user stop weft.service", "--user start --job-mode=replace-irreversibly weft-shutdown.target"),
                lines.subList(lines.size() - 4, lines.size() - 1));
        assertTrue(lines.getLast().startsWith("--user unset-environment WAYLAND_DISPLAY XDG_SESSION_TYPE"));
    }

    @Test
    void a_second_session_of_the_user_is_refused() throws Exception {
        serviceManager(true);
        Process session = session();
        try (var output = session.inputReader()) {
            assertEquals("weft-session: A WEFT OS session of this user is already running.", await(output, "already"));
        }
        assertEquals(1, session.waitFor());
        assertTrue(Files.readAllLines(calls).stream().noneMatch(l -> l.contains("start")));
    }
}
