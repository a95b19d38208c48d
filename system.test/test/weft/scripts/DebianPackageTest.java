package weft.scripts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The package that {@code ./weft package} makes, before and after it is unpacked; it is made once, with light compression. */
class DebianPackageTest {
    private static final Path WORKSPACE = Path.of(System.getProperty("weft.root"));
    @TempDir static Path folder;
    private static Path deb, root;

    private record Outcome(int code, String output) {}

    private static Outcome run(Map<String, String> environment, Object... words) throws Exception {
        var command = new ArrayList<String>();
        for (Object w : words) command.add(w.toString());
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        var process = builder.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes());
        return new Outcome(process.waitFor(), output);
    }

    @BeforeAll
    static void is_made_and_unpacked() throws Exception {
        var made = run(Map.of(), WORKSPACE.resolve("session/package"), "--fast", folder);
        assertEquals(0, made.code(), made.output());
        try (var files = Files.list(folder)) {
            deb = files.filter(f -> f.toString().endsWith("_amd64.deb")).findFirst().orElseThrow();
        }
        root = folder.resolve("root");
        assertEquals(new Outcome(0, ""), run(Map.of(), "dpkg-deb", "-x", deb, root));
    }

    @Test
    void the_package_checker_finds_no_error() throws Exception {
        assumeTrue("1".equals(System.getenv("WEFT_SLOW_TESTS")), "takes a minute: set WEFT_SLOW_TESTS=1");
        assumeTrue(Stream.of(System.getenv("PATH").split(":")).anyMatch(p -> Files.isExecutable(Path.of(p, "lintian"))), "lintian is not installed");
        assertEquals(new Outcome(0, ""), run(Map.of("TMPDIR", folder.toString()), "lintian", "--allow-root", "--fail-on=error,warning", deb));
    }

    @Test
    void everything_the_login_session_names_is_in_it() throws Exception {
        for (String file : List.of("usr/bin/weft-session", "usr/share/wayland-sessions/weft.desktop", "usr/lib/systemd/user/weft-shutdown.target",
                "usr/share/xdg-desktop-portal/weft-portals.conf", "usr/share/man/man1/weft.1.gz")) {
            assertTrue(Files.isRegularFile(root.resolve(file)), file);
        }
        String unit = Files.readString(root.resolve("usr/lib/systemd/user/weft.service"));
        String program = unit.lines().filter(l -> l.startsWith("ExecStart=")).findFirst().orElseThrow().split("[= ]")[1];
        assertTrue(Files.isExecutable(root.resolve(program.substring(1))), program);
    }

    @Test
    void every_process_has_every_jar_of_its_class_path() throws Exception {
        Path dist = root.resolve("usr/lib/weft/dist");
        for (String process : List.of("supervisor", "platform", "compositor", "engine", "runtime", "cli")) {
            var names = Files.readAllLines(dist.resolve(process).resolve("classpath"));
            assertTrue(!names.isEmpty(), process);
            for (String name : names) assertTrue(Files.isRegularFile(dist.resolve(process).resolve("lib").resolve(name)), process + ": " + name);
        }
    }

    @Test
    void the_unpacked_command_works_without_a_source_tree() throws Exception {
        Path weft = root.resolve("usr/bin/weft");
        var places = Map.of("XDG_RUNTIME_DIR", folder.toString());
        assertEquals(new Outcome(3, "weft: No session \"0\" is running. Start one with ./weft run.\n"), run(places, weft, "ps"));
        Path sources = root.resolve("usr/lib/weft").toRealPath();
        assertEquals(new Outcome(1, "weft: There are no sources at " + sources + ": this needs the source tree.\n"), run(places, weft, "build"));
    }
}
