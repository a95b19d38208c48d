package weft.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import weft.os.Fd;
import weft.os.UnixSocket;

/** The attacks on the portal once more, by a Wasm guest in its sandbox against the portal of the running system. */
@Timeout(300)
class GuestAttackTest {
    private static final String ATTACKER = "org.example.attacker";

    @Test
    void P1_P2_P3_P11_P12_P22_P23_a_guest_gets_nothing_but_its_data_from_the_real_portal() throws Exception {
        try (var system = new RunningSystem()) {
            install(system);
            Path data = Files.createDirectories(system.appData(ATTACKER)), outside = Files.createDirectory(data.resolveSibling("outside"));
            Path secret = Files.writeString(data.resolveSibling("secret.txt"), "secret");
            Files.writeString(outside.resolve("secret.txt"), "secret");
            Files.createSymbolicLink(data.resolve("link-out"), Path.of("/etc/passwd"));
            Files.createSymbolicLink(data.resolve("link-folder"), Path.of("../outside"));
            Files.createSymbolicLink(data.resolve("link-chain"), Path.of("link-out"));
            Files.createSymbolicLink(data.resolve("device"), Path.of("/dev/zero"));
            assertEquals(0, new ProcessBuilder("/usr/bin/mkfifo", data.resolve("pipe").toString()).start().waitFor());
            try (Fd socket = UnixSocket.listen(data.resolve("socket"), 1)) {
                assertTrue(socket.isOpen());
                int mark = system.gateway.mark();
                system.gateway.call("LAUNCH_APP", Map.of("app_id", ATTACKER));
                String session = (String) system.awaitState(mark, ATTACKER, "Stopped").get("session");
                List<String> said = log(system);
                assertEquals(List.of(), said.stream().filter(l -> l.contains("ESCAPED")).toList());
                assertTrue(said.contains("escaped 0 of 24 attempts"), () -> session + ": " + said);
            }
            assertEquals("secret", Files.readString(secret));
            try (var names = Files.list(outside)) {
                assertEquals(1, names.count());
            }
            assertFalse(Files.exists(data.resolveSibling("stolen")));
        }
    }

    private static List<String> log(RunningSystem system) throws Exception {
        try (Stream<Path> logs = Files.list(system.state().resolve("log/apps"))) {
            for (Path log : logs.toList()) {
                List<String> lines = Files.readAllLines(log);
                if (lines.stream().anyMatch(l -> l.startsWith("escaped ") || l.contains("ESCAPED"))) return lines;
            }
        }
        return List.of();
    }

    private static void install(RunningSystem system) throws Exception {
        Path project = Files.createDirectories(system.home.resolve("attacker"));
        Files.writeString(project.resolve("wapp.toml"), """
                [package]
                id = "%s"
                name = "Attacker"
                version = "1.0.0"
                capabilities = [{ name = "fs:rw:app-data", reason = "To be attacked." }]

                [runtime]
                module = "module.wasm"
                manual_ready = true
                """.formatted(ATTACKER));
        Files.copy(RunningSystem.ROOT.resolve("runtime.bundle/test-guests/escapes.c"), Files.createDirectories(project.resolve("src")).resolve("escapes.c"));
        Path archive = system.home.resolve("attacker.wapp");
        system.weft("app", "build", project.toString(), "-o", archive.toString());
        system.weft("app", "sign", archive.toString());
        system.weft("app", "install", archive.toString(), "--yes");
    }
}
