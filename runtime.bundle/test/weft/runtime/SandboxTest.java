package weft.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import weft.os.Fd;
import weft.os.UnixSocket;
import weft.runtime.launch.RuntimeCommand;

/** The sandbox from inside, in the real namespaces and under the real filter; and runtimes that find it incomplete. */
class SandboxTest {
    /** As a session that root has started: an ordinary user in a namespace of its own. */
    private static final List<String> IN_A_USER_NAMESPACE = List.of("/usr/bin/unshare", "--user", "--map-user=1000", "--map-group=1000",
            "/usr/bin/setpriv", "--no-new-privs");
    private TestPlatform platform;

    @BeforeEach
    void begin() throws Exception {
        platform = new TestPlatform();
    }

    @AfterEach
    void end() throws Exception {
        platform.close();
    }

    @Test
    void nothing_that_a_hostile_program_tries_succeeds() throws Exception {
        denied(List.of());
    }

    @Test
    void nor_when_the_session_runs_in_a_user_namespace_itself() throws Exception {
        denied(IN_A_USER_NAMESPACE);
    }

    private void denied(List<String> before) throws Exception {
        Path socket = platform.folder.resolve("foreign.sock");
        try (Fd foreign = UnixSocket.listen(socket, 1)) {
            assertTrue(foreign.isOpen());
            var argv = probe(platform, RuntimeCommand.Sandbox.NAMESPACES);
            argv.add(argv.size() - 1, "-Dforeign=" + socket);
            var probe = platform.start(before, argv);
            var lines = probe.wholeOutput().lines().toList();
            assertEquals("END", lines.getLast(), probe.log());
            assertEquals(List.of(), lines.stream().filter(l -> l.contains("ESCAPED")).toList());
            assertTrue(lines.size() > 200, lines.size() + " attempts");
        }
    }

    @Test
    void apps_run_when_the_session_is_in_a_user_namespace_itself() throws Exception {
        var runtime = platform.start(IN_A_USER_NAMESPACE, platform.command(RuntimeCommand.DEFAULT_HEAP_MB).argv());
        platform.gateway.awaitRuntime();
        platform.gateway.assign(TestPlatform.app("org.weft.counter"), 16, true);
        assertEquals("READY", runtime.firstLine());
        platform.gateway.page(Map.of("op", "add", "n", 2));
        assertEquals(Map.of("count", 2L), platform.gateway.nextFromGuest());
    }

    // The probe's classes as one more jar of a runtime that is otherwise the real one.
    static List<String> probe(TestPlatform platform, RuntimeCommand.Sandbox sandbox) throws Exception {
        Path runtime = Files.createDirectories(platform.folder.resolve("runtime/lib")).getParent();
        Path real = TestPlatform.ROOT.resolve("dist/runtime");
        var names = new ArrayList<>(Files.readAllLines(real.resolve("classpath")));
        for (String name : names) Files.copy(real.resolve("lib").resolve(name), runtime.resolve("lib").resolve(name));
        Files.copy(real.resolve("jvm.options"), runtime.resolve("jvm.options"));
        try (OutputStream out = Files.newOutputStream(runtime.resolve("lib/probe.jar")); var jar = new JarOutputStream(out)) {
            String name = Probe.class.getName().replace('.', '/') + ".class";
            jar.putNextEntry(new JarEntry(name));
            jar.write(Probe.class.getResourceAsStream("/" + name).readAllBytes());
        }
        names.add("probe.jar");
        Files.write(runtime.resolve("classpath"), names);
        var command = platform.command(RuntimeCommand.DEFAULT_HEAP_MB);
        var argv = new ArrayList<>(new RuntimeCommand(command.javaHome(), runtime, command.gatewaySocket(), command.portalSocket(), command.token(), 128, sandbox).argv());
        argv.set(argv.size() - 1, Probe.class.getName());
        return argv;
    }

    @Test
    void without_namespaces_it_refuses_to_run() throws Exception {
        var argv = platform.command(128).argv();
        Path real = TestPlatform.ROOT.resolve("dist/runtime");
        var bare = argv.subList(argv.indexOf("--") + 1, argv.size()).stream()
                .map(a -> a.replace("/runtime/", real + "/").replaceAll("^/jdk/", System.getProperty("java.home") + "/")).toList();
        refuses("FAILED the sandbox is not in force: other processes can be seen", List.of(), bare);
    }

    @Test
    void with_a_file_of_the_machine_in_sight_it_refuses_to_run() throws Exception {
        refuses("FAILED the sandbox is not in force: files of the machine can be seen (/etc/passwd)", List.of(),
                with("--ro-bind", "/etc/passwd", "/etc/passwd"));
    }

    @Test
    void with_a_writable_runtime_it_refuses_to_run() throws Exception {
        var argv = new ArrayList<>(platform.command(128).argv());
        argv.set(argv.indexOf("/runtime") - 2, "--bind");
        refuses("FAILED the sandbox is not in force: /runtime can be written to", List.of(), argv);
    }

    @Test
    void with_the_machine_s_network_it_refuses_to_run() throws Exception {
        Path devices = Path.of("/sys/class/net");
        try (var interfaces = Files.list(devices)) {
            org.junit.jupiter.api.Assumptions.assumeTrue(interfaces.anyMatch(p -> !p.endsWith("lo")), "this machine has no network itself");
        }
        String line = refusal(List.of(), without("--unshare-net"));
        assertTrue(line.startsWith("FAILED the sandbox is not in force: a network can be reached ("), line);
    }

    @Test
    void with_capabilities_it_refuses_to_run() throws Exception {
        var argv = new ArrayList<>(platform.command(128).argv());
        int at = argv.indexOf("--cap-drop");
        argv.set(at, "--cap-add");
        refuses("FAILED the sandbox is not in force: the process has capabilities", List.of(), argv);
    }

    @Test
    void with_a_descriptor_that_leaked_in_it_refuses_to_run() throws Exception {
        refuses("FAILED the sandbox is not in force: the process was started with an open descriptor (/etc/passwd)",
                List.of("/bin/sh", "-c", "exec 9</etc/passwd; exec \"$@\"", "sh"), platform.command(128).argv());
    }

    private List<String> with(String... options) throws Exception {
        var argv = new ArrayList<>(platform.command(128).argv());
        argv.addAll(argv.indexOf("--proc"), List.of(options));
        return argv;
    }

    private List<String> without(String option) throws Exception {
        return platform.command(128).argv().stream().filter(a -> !a.equals(option)).toList();
    }

    private void refuses(String line, List<String> before, List<String> argv) throws Exception {
        assertEquals(line, refusal(before, argv));
    }

    private String refusal(List<String> before, List<String> argv) throws Exception {
        var runtime = platform.start(before, argv);
        String line = runtime.firstLine();
        assertEquals(77, runtime.exitCode());
        return line;
    }

    @Test
    void a_guest_reaches_nothing_outside_its_data() throws Exception {
        Path secret = Files.writeString(platform.folder.resolve("secret.txt"), "secret");
        Path outside = Files.createDirectory(platform.folder.resolve("outside"));
        Files.writeString(outside.resolve("secret.txt"), "secret");
        Files.createSymbolicLink(platform.data.resolve("link-out"), Path.of("/etc/passwd"));
        Files.createSymbolicLink(platform.data.resolve("link-folder"), Path.of("../outside"));
        Files.createSymbolicLink(platform.data.resolve("link-chain"), Path.of("link-out"));
        var runtime = platform.launch(TestPlatform.guest("escapes"));
        assertEquals("READY", runtime.firstLine());
        var result = platform.gateway.nextFromGuest();
        assertEquals(0, runtime.exitCode());
        assertEquals(0L, result.get("escaped"), runtime.log().lines().filter(l -> l.contains("ESCAPED")).toList().toString());
        assertEquals(24L, result.get("tried"));
        assertEquals(List.of(), platform.portal.refusedPaths(), "such paths do not even reach the portal");
        assertEquals("secret", Files.readString(secret));
        try (var names = Files.list(outside)) {
            assertEquals(1, names.count());
        }
    }
}
