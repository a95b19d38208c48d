package weft.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import weft.os.Fd;
import weft.os.Landlock;
import weft.os.UnixSocket;
import weft.runtime.launch.RuntimeCommand;
import weft.runtime.launch.RuntimeCommand.Sandbox;

/** The weaker sandbox, where the kernel really gives no user namespaces; and runtimes that find it incomplete. */
class LandlockTest {
    /** An ordinary user on a machine whose administrator allows no user namespaces. */
    static final List<String> NO_NAMESPACES = List.of("/usr/bin/unshare", "--user", "--map-user=1000", "--map-group=1000", "--keep-caps", "/bin/sh", "-c",
            "echo 0 > /proc/sys/user/max_user_namespaces && exec /usr/bin/setpriv --inh-caps=-all --ambient-caps=-all \"$@\"", "sh");
    private TestPlatform platform;

    @BeforeEach
    void begin() throws Exception {
        assumeTrue(Landlock.version() > 0, "this kernel has no Landlock");
        platform = new TestPlatform();
    }

    @AfterEach
    void end() throws Exception {
        if (platform != null) platform.close();
    }

    private TestPlatform.Running start(List<String> before, List<String> argv) throws Exception {
        return platform.start(before, argv, platform.command(1, Sandbox.LANDLOCK).environment());
    }

    private List<String> argv() throws Exception {
        return platform.command(RuntimeCommand.DEFAULT_HEAP_MB, Sandbox.LANDLOCK).argv();
    }

    @Test
    void the_usual_sandbox_is_not_to_be_had_there() throws Exception {
        var command = new ArrayList<>(NO_NAMESPACES);
        command.addAll(RuntimeCommand.probe());
        var probe = new ProcessBuilder(command).redirectErrorStream(true).start();
        String words = new String(probe.getInputStream().readAllBytes());
        assertTrue(probe.waitFor(60, TimeUnit.SECONDS));
        assertTrue(probe.exitValue() != 0 && words.contains("namespace"), words);
    }

    @Test
    void nothing_that_a_hostile_program_tries_succeeds() throws Exception {
        Path socket = platform.folder.resolve("foreign.sock");
        try (Fd foreign = UnixSocket.listen(socket, 1)) {
            assertTrue(foreign.isOpen());
            var argv = SandboxTest.probe(platform, Sandbox.LANDLOCK);
            argv.add(argv.size() - 1, "-Dforeign=" + socket);
            var probe = start(NO_NAMESPACES, argv);
            var lines = probe.wholeOutput().lines().toList();
            assertEquals("END", lines.isEmpty() ? "" : lines.getLast(), probe.log());
            assertEquals(List.of(), lines.stream().filter(l -> l.contains("ESCAPED")).toList());
            assertTrue(lines.size() > 200, lines.size() + " attempts");
        }
    }

    @Test
    void apps_run_there_and_end_with_the_platform() throws Exception {
        var runtime = start(NO_NAMESPACES, argv());
        platform.gateway.awaitRuntime();
        platform.gateway.assign(TestPlatform.app("org.weft.notes"), 16, true);
        assertEquals("READY", runtime.firstLine(), runtime.log());
        platform.gateway.page(Map.of("op", "save", "text", "kept"));
        assertEquals(Map.of("op", "saved", "bytes", 4L), platform.gateway.nextFromGuest());
        platform.gateway.dropConnection();
        assertEquals(75, runtime.exitCode());
        assertTrue(runtime.log().contains("the sandbox lets it not connect again"), runtime.log());
    }

    @Test
    void without_the_step_before_it_refuses_to_run() throws Exception {
        var argv = argv();
        refuses("files of the machine can be opened (/)", NO_NAMESPACES, argv.subList(argv.indexOf("--") + 1, argv.size()));
    }

    @Test
    void with_a_file_of_the_machine_allowed_it_refuses_to_run() throws Exception {
        var argv = new ArrayList<>(argv());
        argv.add(argv.indexOf("--"), "/etc/passwd");
        refuses("files of the machine can be opened (/etc/passwd)", NO_NAMESPACES, argv);
    }

    @Test
    void with_capabilities_it_refuses_to_run() throws Exception {
        refuses("the process has capabilities", List.of("/usr/bin/unshare", "--user", "--map-root-user"), argv());
    }

    private void refuses(String why, List<String> before, List<String> argv) throws Exception {
        var runtime = start(before, argv);
        assertEquals("FAILED the sandbox is not in force: " + why, runtime.firstLine(), runtime.log());
        assertEquals(77, runtime.exitCode());
    }

    @Test
    void a_guest_reaches_nothing_outside_its_data() throws Exception {
        java.nio.file.Files.createSymbolicLink(platform.data.resolve("link-out"), Path.of("/etc/passwd"));
        java.nio.file.Files.createSymbolicLink(platform.data.resolve("link-folder"), Path.of("../outside"));
        java.nio.file.Files.createSymbolicLink(platform.data.resolve("link-chain"), Path.of("link-out"));
        var runtime = start(NO_NAMESPACES, argv());
        platform.gateway.awaitRuntime();
        platform.gateway.assign(TestPlatform.guest("escapes"), 64, false);
        assertEquals("READY", runtime.firstLine(), runtime.log());
        assertEquals(0L, platform.gateway.nextFromGuest().get("escaped"), runtime.log());
        assertEquals(0, runtime.exitCode());
    }
}
