package weft.os;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpawnTest {
    @TempDir Path folder;

    private Wait.Exit run(Spawn spawn) throws OsException {
        int pid = spawn.start();
        try (var process = Pidfd.open(pid)) {
            assertTrue(process.awaitExit(10_000), "ended");
        }
        return Wait.reap(pid).orElseThrow();
    }

    private String output(Spawn spawn) throws Exception {
        Path log = folder.resolve("log");
        assertEquals(0, run(spawn.append(1, log).append(2, log)).code());
        return Files.readString(log);
    }

    private static Spawn shell(String script) {
        return new Spawn(List.of("/bin/sh", "-c", script));
    }

    @Test
    void a_program_sees_only_the_environment_it_is_given() throws Exception {
        assertEquals("LISTEN_FDS=2\n", output(new Spawn(List.of("/usr/bin/env")).environment(Map.of("LISTEN_FDS", "2"))));
    }

    @Test
    void descriptors_arrive_from_three_on_in_order_and_no_other_is_inherited() throws Exception {
        Path file = Files.writeString(folder.resolve("leak"), "secret");
        var pair = UnixSocket.pair();
        var other = UnixSocket.pair();
        try (Fd a = pair[0]; Fd b = pair[1]; Fd c = other[0]; Fd d = other[1]; var leak = Files.newInputStream(file)) {
            // Given in reverse, so that each target is the source of another.
            String seen = output(shell("echo third >&3; echo fourth >&4; ls /proc/$$/fd").descriptors(List.of(d, b)));
            assertEquals(List.of("0", "1", "2", "3", "4"), seen.lines().sorted().toList());
            assertEquals("third\n", read(c));
            assertEquals("fourth\n", read(a));
            assertTrue(leak.available() > 0);
        }
    }

    private static String read(Fd fd) throws Exception {
        byte[] bytes = new byte[64];
        return new String(bytes, 0, fd.read(bytes, 0, bytes.length), StandardCharsets.UTF_8);
    }

    @Test
    void it_runs_in_the_given_folder_in_a_session_of_its_own() throws Exception {
        String seen = output(shell("pwd -P; cut -d' ' -f6 /proc/$$/stat; echo $$").directory(folder).ownSession());
        var lines = seen.lines().toList();
        assertEquals(folder.toRealPath().toString(), lines.get(0));
        assertEquals(lines.get(2), lines.get(1), "session = process");
    }

    @Test
    void signals_that_are_blocked_or_ignored_here_are_not_there() throws Exception {
        for (String line : output(new Spawn(List.of("/bin/grep", "^Sig[BI]", "/proc/self/status"))).lines().toList())
            assertTrue(line.endsWith("\t0000000000000000"), line);
    }

    @Test
    void an_exit_code_and_a_deadly_signal_are_told_apart() throws Exception {
        assertEquals("exit code 7", run(shell("exit 7")).toString());
        assertEquals("signal 9", run(shell("kill -9 $$")).toString());
    }

    @Test
    void a_child_that_is_only_looked_at_keeps_its_number() throws Exception {
        int pid = shell("exit 3").start();
        assertEquals(pid, Wait.peek().orElseThrow().pid());
        assertEquals(3, Wait.reap(pid).orElseThrow().code());
        assertTrue(Wait.reap(pid).isEmpty());
    }

    @Test
    void a_missing_program_is_named() {
        var e = assertThrows(OsException.class, () -> new Spawn(List.of("/nowhere/weft")).start());
        assertEquals("start /nowhere/weft: ENOENT", e.getMessage());
    }

    @Test
    void a_log_that_is_a_symbolic_link_is_refused() throws Exception {
        Path link = Files.createSymbolicLink(folder.resolve("link"), folder.resolve("elsewhere"));
        assertThrows(OsException.class, () -> shell("true").append(1, link).start());
        assertTrue(Files.notExists(folder.resolve("elsewhere")));
    }
}
