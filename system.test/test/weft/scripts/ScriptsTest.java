package weft.scripts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The weft script and the session files, as a shell, a login manager and the service manager see them. */
class ScriptsTest {
    private static final Path WORKSPACE = Path.of(System.getProperty("weft.root"));
    @TempDir Path folder;

    private record Outcome(int code, String output) {}

    private static Outcome run(Path runtimeDir, Object... words) throws Exception {
        var command = new ArrayList<String>();
        for (Object w : words) command.add(w.toString());
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("XDG_RUNTIME_DIR", runtimeDir.toString());
        var process = builder.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes());
        return new Outcome(process.waitFor(), output);
    }

    private static void assume(String program) {
        assumeTrue(Stream.of(System.getenv("PATH").split(":")).anyMatch(p -> Files.isExecutable(Path.of(p, program))), program + " is not installed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"weft", "session/weft-session", "session/install", "session/package"})
    void scripts_are_clean_for_any_posix_shell(String script) throws Exception {
        assume("shellcheck");
        assertEquals(new Outcome(0, ""), run(folder, "shellcheck", "--shell=sh", WORKSPACE.resolve(script)));
    }

    @Test
    void the_help_names_every_verb() throws Exception {
        var help = run(folder, WORKSPACE.resolve("weft"), "help").output();
        String verbs = Files.readString(WORKSPACE.resolve("weft")).split("case \"\\$verb\" in")[1];
        var each = Pattern.compile("(?m)^  ([a-z|-]+)\\)").matcher(verbs);
        int seen = 0;
        for (; each.find(); seen++) for (String verb : each.group(1).split("\\|")) if (!verb.startsWith("-") && !verb.equals("help")) assertTrue(help.contains("weft " + verb), verb);
        assertTrue(seen > 5);
    }

    @Test
    void an_unknown_verb_is_named() throws Exception {
        assertEquals(new Outcome(1, "weft: There is no verb \"fly\"; weft help lists them.\n"), run(folder, WORKSPACE.resolve("weft"), "fly"));
    }

    @Test
    void the_doctor_names_a_missing_package_and_how_to_get_it() throws Exception {
        assume("dpkg-query");
        Files.copy(WORKSPACE.resolve("weft"), folder.resolve("weft"), java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
        Files.createDirectories(folder.resolve("run-configs"));
        Files.createDirectories(folder.resolve("cnf"));
        Files.writeString(folder.resolve("cnf/requirements"), "coreutils\tsomething\nno-such-package\tnothing\nno-such-compiler\tnothing (build)\nno-such-client\tnothing (test)\n");
        var outcome = run(folder, folder.resolve("weft"), "doctor");
        assertEquals(1, outcome.code(), outcome.output());
        var lines = outcome.output().lines().map(String::strip).toList();
        assertTrue(lines.contains("MISSING  Debian packages to run: apt-get install no-such-package"), outcome.output());
        assertTrue(lines.contains("MISSING  Debian packages to build: apt-get install no-such-compiler"), outcome.output());
        assertTrue(lines.contains("note     for the tests also: apt-get install no-such-client"), outcome.output());
    }

    @Test
    void every_requirement_says_what_it_is_for() throws IOException {
        for (String line : Files.readAllLines(WORKSPACE.resolve("cnf/requirements"))) assertTrue(line.matches("[a-z0-9.+-]+\t\\S.*"), line);
    }

    @Test
    void a_login_manager_can_read_the_session() throws Exception {
        assume("desktop-file-validate");
        // Login managers want DesktopNames, which the validator's specification does not know.
        Path file = folder.resolve("weft.desktop");
        String session = Files.readString(WORKSPACE.resolve("session/weft.desktop"));
        assertTrue(session.contains("DesktopNames=weft\n"));
        Files.writeString(file, session.replace("DesktopNames=weft\n", ""));
        assertEquals(new Outcome(0, ""), run(folder, "desktop-file-validate", file));
    }

    @Test
    void the_installed_units_are_valid() throws Exception {
        assume("systemd-analyze");
        Path prefix = folder.resolve("prefix");
        assertEquals(0, run(folder, WORKSPACE.resolve("session/install"), "--prefix", prefix).code());
        Path units = prefix.resolve("lib/systemd/user");
        assertEquals(new Outcome(0, ""), run(folder, "systemd-analyze", "verify", "--user", units.resolve("weft.service"), units.resolve("weft-shutdown.target")));
    }

    @Test
    void what_is_installed_is_removed_again() throws Exception {
        Path prefix = folder.resolve("prefix");
        assertEquals(0, run(folder, WORKSPACE.resolve("session/install"), "--prefix", prefix).code());
        assertEquals(List.of("bin/weft", "bin/weft-session", "lib/systemd/user/weft-shutdown.target", "lib/systemd/user/weft.service",
                "share/wayland-sessions/weft.desktop", "share/xdg-desktop-portal/weft-portals.conf"), files(prefix));
        assertTrue(Files.readString(prefix.resolve("lib/systemd/user/weft.service")).contains("ExecStart=" + prefix + "/bin/weft run"));
        assertEquals(0, run(folder, prefix.resolve("bin/weft"), "help").code(), "through its link");
        assertEquals(0, run(folder, WORKSPACE.resolve("session/install"), "--remove", "--prefix", prefix).code());
        assertEquals(List.of(), files(prefix));
    }

    private static List<String> files(Path root) throws IOException {
        try (Stream<Path> all = Files.walk(root)) {
            return all.filter(p -> !Files.isDirectory(p)).map(p -> root.relativize(p).toString()).sorted().toList();
        }
    }
}
