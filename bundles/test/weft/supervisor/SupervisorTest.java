package weft.supervisor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import weft.os.Pidfd;
import weft.os.UnixSocket;

class SupervisorTest {
    @TempDir Path root;
    TinySystem system;

    @BeforeEach
    void layOut() throws IOException {
        system = new TinySystem(root);
    }

    @AfterEach
    void leaveNothing() throws Exception {
        system.close();
    }

    private void assertNothingLeft() throws IOException {
        assertEquals(List.of(), system.processes());
        assertTrue(Files.notExists(system.runtime), "runtime folder");
        try (var files = Files.list(root.resolve("run"))) {
            assertEquals(List.of(), files.filter(f -> !f.endsWith("weft")).toList(), "beside it");
        }
        assertTrue(Files.notExists(system.wayland), "Wayland socket");
    }

    @Test
    void both_services_get_their_sockets_and_the_user_is_told() throws Exception {
        system.start("--headless", "--size", "800x600").awaitUp();
        assertEquals("  display    WAYLAND_DISPLAY=weft-t", system.await(l -> l.contains("display")));
        system.await(l -> l.equals("  compositor at your service") || l.equals("  platform   at your service"));
        assertEquals("platform serves [gateway, portal, weft]", Files.readString(system.state.resolve("log/platform.log")).strip());
        assertEquals("compositor serves [control, wayland, wayland-privileged]", Files.readString(system.state.resolve("log/compositor.log")).strip());
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(system.runtime)));
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(system.wayland)));
        assertTrue(system.askCompositor("arguments").endsWith("weft.compositor.Main --x11 --size 800x600"));
    }

    @Test
    void services_inherit_what_a_session_needs_and_nothing_that_changes_programs() throws Exception {
        system.with("LANG", "de_DE.UTF-8").with("LD_LIBRARY_PATH", "/evil").with("JDK_JAVA_OPTIONS", "-Dx=y").with("WAYLAND_DISPLAY", "wayland-9").start().awaitUp();
        assertEquals("de_DE.UTF-8", system.askPlatform("variable LANG"));
        assertEquals("weft-t", system.askPlatform("variable WAYLAND_DISPLAY"));
        assertEquals(system.runtime + "/weft.sock", system.askPlatform("variable WEFT_SOCKET"));
        for (String name : List.of("LD_LIBRARY_PATH", "JDK_JAVA_OPTIONS", "NOTIFY_SOCKET")) assertEquals("null", system.askPlatform("variable " + name), name);
        assertEquals("null", system.askCompositor("variable WAYLAND_DISPLAY"));
        assertTrue(system.said().stream().anyMatch(l -> l.startsWith("weft: the desktop has no screen (nobody answers at WAYLAND_DISPLAY=wayland-9, ")));
    }

    @Test
    void only_the_compositor_hears_of_the_session_that_it_is_a_window_of() throws Exception {
        var parent = root.resolve("run/weft").resolveSibling("wayland-9");
        try (var socket = UnixSocket.listen(parent, 4)) {
            system.with("WAYLAND_DISPLAY", "wayland-9").start().awaitUp();
            assertEquals(parent.toString(), system.askCompositor("variable WAYLAND_DISPLAY"));
            assertTrue(system.askCompositor("arguments").endsWith("weft.compositor.Main --nested --x11"));
            assertEquals("weft-t", system.askPlatform("variable WAYLAND_DISPLAY"));
            assertTrue(system.said().contains("weft: the desktop is a window in the Wayland session wayland-9, which WAYLAND_DISPLAY names"));
        } finally {
            Files.delete(parent);
        }
    }

    @Test
    void a_caller_waits_in_the_backlog_while_a_killed_service_is_started_again() throws Exception {
        system.start().awaitUp();
        int first = Integer.parseInt(system.askPlatform("pid"));
        TinySystem.signal("KILL", first);
        assertTrue(TinySystem.awaitGone(first));
        // Nobody accepts now, and nobody is refused.
        try (var waiting = system.connect("weft.sock")) {
            int second = Integer.parseInt(TinySystem.ask(waiting, "pid"));
            assertNotEquals(first, second);
            assertEquals(second, system.pidOf("platform"));
        }
        assertEquals("weft: the platform ended (signal 9); starting it again", system.await(l -> l.contains("starting it again")));
    }

    @Test
    void an_orphan_lives_on_until_the_session_ends() throws Exception {
        system.start().awaitUp();
        long orphan = Long.parseLong(system.askPlatform("child"));
        TinySystem.signal("KILL", system.pidOf("platform"));
        system.await(l -> l.contains("starting it again"));
        system.askPlatform("pid");
        assertEquals(system.pid(), parentOf(orphan), "adopted");
        system.signal("TERM");
        assertEquals(0, system.awaitExit());
        assertNothingLeft();
    }

    @Test
    void the_platform_is_told_whether_the_session_begins_or_it_is_started_again() throws Exception {
        system.with("WEFT_START", "distribution").start().awaitUp();
        assertEquals("session", system.askPlatform("variable WEFT_START"));
        TinySystem.signal("KILL", system.pidOf("platform"));
        system.await(l -> l.contains("starting it again"));
        assertEquals("null", system.askPlatform("variable WEFT_START"));
        system.signal("TERM");
        assertEquals(0, system.awaitExit());
    }

    private static long parentOf(long pid) throws IOException {
        String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
        return Long.parseLong(stat.substring(stat.lastIndexOf(')') + 2).split(" ")[1]);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TERM", "INT", "HUP"})
    void a_signal_ends_everything(String signal) throws Exception {
        system.start().awaitUp();
        system.askPlatform("child");
        system.signal(signal);
        assertEquals(0, system.awaitExit());
        assertNothingLeft();
    }

    @Test
    void a_service_that_ignores_the_request_to_end_is_killed() throws Exception {
        system.with("WEFT_TEST_HANG", "platform").start().awaitUp();
        system.signal("TERM");
        assertEquals(0, system.awaitExit());
        assertNothingLeft();
    }

    @Test
    void the_supervisors_own_sudden_death_ends_everything_too() throws Exception {
        system.start().awaitUp();
        long child = Long.parseLong(system.askPlatform("child"));
        List<Integer> services = List.of(system.pidOf("compositor"), system.pidOf("platform"));
        system.signal("KILL");
        for (int pid : services) assertTrue(TinySystem.awaitGone(pid));
        assertTrue(TinySystem.awaitGone(child));
        assertNothingLeft();
    }

    @Test
    void a_second_session_of_the_same_name_is_refused_by_name_and_harms_nothing() throws Exception {
        system.start().awaitUp();
        try (var second = new TinySystem(Files.createDirectory(root.resolve("second")))) {
            second.with("XDG_RUNTIME_DIR", root.resolve("run").toString()).start();
            assertEquals(3, second.awaitExit());
            assertEquals("weft: The session \"t\" runs already (process " + system.pid() + "). End it with ./weft stop, or start another one with --instance NAME.",
                    second.allSaid().getFirst());
        }
        assertEquals(system.pidOf("platform"), Integer.parseInt(system.askPlatform("pid")));
    }

    @Test
    void what_a_killed_session_left_is_taken_over_and_its_processes_are_ended() throws Exception {
        var journaled = new ProcessBuilder("sleep", "1000").start();
        var service = new ProcessBuilder("sleep", "1000").start();
        var other = new ProcessBuilder("sleep", "1000").start();
        try {
            Files.createDirectories(system.runtime);
            Files.writeString(system.runtime.resolve("leftover"), "");
            Files.writeString(system.runtime.resolve("lock"), "supervisor 1 1\nplatform " + identity(service) + "\ncompositor " + other.pid() + " 1\n");
            UnixSocket.listen(system.runtime.resolve("weft.sock"), 1).close();
            UnixSocket.listen(system.wayland, 1).close();
            Files.createDirectories(system.state);
            Files.writeString(system.state.resolve("journal.json"), journal(journaled, Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip()));
            system.start().awaitUp();
            assertTrue(TinySystem.awaitGone(journaled.pid()), "of the journal");
            assertTrue(TinySystem.awaitGone(service.pid()), "of the lock file");
            assertTrue(other.isAlive(), "another process with the number of a dead one is left alone");
            assertTrue(Files.notExists(system.runtime.resolve("leftover")));
            assertEquals(system.pidOf("platform"), Integer.parseInt(system.askPlatform("pid")));
        } finally {
            for (Process p : List.of(journaled, service, other)) p.destroyForcibly().waitFor();
        }
    }

    private static String journal(Process child, String boot) throws IOException {
        String[] words = identity(child).split(" ");
        return "{\"version\":1,\"boot\":\"" + boot + "\",\"children\":[{\"pid\":0,\"start\":0,\"spoken_pid\":" + words[0] + ",\"spoken_start\":" + words[1] + "}]}";
    }

    private static String identity(Process process) throws IOException {
        return process.pid() + " " + Pidfd.startTime((int) process.pid());
    }

    @Test
    void a_service_that_keeps_dying_ends_the_session_with_a_sentence() throws Exception {
        system.with("WEFT_TEST_CRASH", "compositor").start();
        assertEquals(1, system.awaitExit());
        var said = system.allSaid();
        assertEquals(4, said.stream().filter(l -> l.equals("weft: the compositor ended (exit code 7); starting it again")).count());
        assertTrue(said.contains("weft: The compositor died 5 times within 30 seconds, the last time with exit code 7: the session ends. Its log is "
                + system.state.resolve("log/compositor.log") + "."), said.toString());
        assertTrue(said.contains("  | no such device"));
        assertEquals("no such device\n".repeat(5), Files.readString(system.state.resolve("log/compositor.log")));
        assertNothingLeft();
    }

    @Test
    void a_service_that_refuses_its_arguments_is_not_tried_again() throws Exception {
        system.start().awaitUp();
        system.askCompositor("exit 2");
        assertEquals(1, system.awaitExit());
        assertTrue(system.allSaid().contains("weft: The compositor cannot run as asked for: the session ends. Its log is " + system.state.resolve("log/compositor.log") + "."));
        assertNothingLeft();
    }

    @Test
    void a_service_that_exits_with_zero_logs_out() throws Exception {
        system.start().awaitUp();
        system.askPlatform("exit 0");
        assertEquals(0, system.awaitExit());
        assertTrue(system.allSaid().contains("weft: ending the session: the platform logged out"));
        assertNothingLeft();
    }

    @Test
    void a_service_may_ask_to_be_started_again_as_often_as_it_likes() throws Exception {
        system.start().awaitUp();
        for (int i = 0; i < Restarts.LIMIT + 1; i++) {
            system.askPlatform("exit 75");
            system.await(l -> l.contains("starting it again"));
        }
        system.askPlatform("pid");
    }

    @Test
    void a_foreign_display_of_the_same_name_is_not_taken_away() throws Exception {
        try (var foreign = UnixSocket.listen(system.wayland, 1)) {
            assertTrue(foreign.isOpen());
            system.start();
            assertEquals(1, system.awaitExit());
            assertEquals("weft: The session cannot run: " + system.wayland + " is in use by another program.", system.allSaid().getFirst());
        }
        assertTrue(Files.exists(system.wayland));
        assertTrue(Files.notExists(system.runtime));
    }

    @Test
    void an_unknown_option_is_named() throws Exception {
        system.start("--fullscreen");
        assertEquals(2, system.awaitExit());
        assertTrue(system.allSaid().getFirst().startsWith("weft: Unknown option \"--fullscreen\": there are --headless,"));
    }

    @Test
    void a_name_that_is_no_name_is_refused() throws Exception {
        system.with("WEFT_INSTANCE", "../x").start();
        assertEquals(2, system.awaitExit());
        assertEquals("weft: \"../x\" is not the name of an instance", system.allSaid().getFirst());
    }

    @Test
    void a_distribution_without_a_part_says_which() throws Exception {
        Files.delete(root.resolve("dist/platform/classpath"));
        system.start();
        assertEquals(1, system.awaitExit());
        assertEquals("weft: The session cannot run: " + root + "/dist/platform is missing: build it first (./weft build).", system.allSaid().getFirst());
        assertThrows(IOException.class, () -> system.connect("weft.sock"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "@"})
    void a_service_manager_hears_of_the_start_and_of_the_end(String kind) throws Exception {
        String address = kind + root.resolve("notify");
        try (var manager = NotifySocket.at(address)) {
            system.with("NOTIFY_SOCKET", address).start().awaitUp();
            assertEquals("READY=1", manager.next());
            system.signal("TERM");
            assertEquals("STOPPING=1", manager.next());
        }
    }

    @Test
    void weft_stop_ends_a_session_and_waits_for_its_end() throws Exception {
        system.start().awaitUp();
        var stop = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin/java").toString(), "-XX:-UsePerfData", "-cp", System.getProperty("java.class.path"),
                "weft.cli.Main", "stop", "--instance", "t");
        stop.environment().put("XDG_RUNTIME_DIR", root.resolve("run").toString());
        assertEquals(0, stop.inheritIO().start().waitFor());
        assertNothingLeft();
        assertEquals(0, system.awaitExit());
    }
}
