package weft.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A module reads its own files through a descriptor that the portal passed, until they are revoked. */
@Timeout(300)
class PassedFilesTest {
    private static final String READER = "org.example.reader";
    private static final Duration SOON = Duration.ofSeconds(60);
    private RunningSystem system;
    private String session;
    private long pid;
    private int said;

    @BeforeEach
    void start() throws Exception {
        system = new RunningSystem();
        Path from = RunningSystem.ROOT.resolve("system.test/test-apps/reader"), to = system.home.resolve("reader");
        Files.createDirectories(to.resolve("src"));
        for (String name : List.of("wapp.toml", "src/reader.c", "src/measure.h")) Files.copy(from.resolve(name), to.resolve(name));
        system.weft("app", "install", to.toString(), "--yes");
        Files.createDirectories(system.appData(READER));
        Files.writeString(big(), "the warp");
        int mark = system.gateway.mark();
        system.weft("launch", READER);
        var running = system.awaitState(mark, READER, "Running");
        session = (String) running.get("session");
        pid = (Long) running.get("pid");
    }

    @AfterEach
    void stop() throws Exception {
        system.close();
    }

    private Path big() {
        return system.appData(READER).resolve("big");
    }

    /** What the module says after it was told something: the line of its log. */
    private String tell(String op) throws Exception {
        system.gateway.tell(session, Map.of("op", op));
        said++;
        RunningSystem.eventually(SOON, "the module to say what came of " + op, () -> lines().size() >= said);
        return lines().get(said - 1);
    }

    private List<String> lines() throws IOException {
        var found = new ArrayList<String>();
        try (var logs = Files.list(system.state().resolve("log/apps"))) {
            for (Path log : logs.toList()) for (String line : Files.readAllLines(log)) if (line.matches(".*INFO (open|read): .*")) found.add(line.replaceAll(".*INFO ", ""));
        }
        return found;
    }

    /** The runtime's descriptors of the file. */
    private long held() throws IOException {
        long count = 0;
        try (var all = Files.list(Path.of("/proc/" + pid + "/fd"))) {
            for (Path fd : all.toList()) {
                try {
                    if (Files.readSymbolicLink(fd).equals(big().toRealPath())) count++;
                } catch (IOException e) {
                    // Closed meanwhile.
                }
            }
        }
        return count;
    }

    @Test
    void a_revocation_closes_what_was_passed_before_it_returns() throws Exception {
        assertEquals("open: 0 ", tell("open"));
        assertEquals("read: 8 the warp", tell("read"));
        assertEquals(1, held(), "it reads through a descriptor of its own");
        system.weft("revoke", READER, "fs:rw:app-data");
        assertEquals(0, held());
        assertEquals("read: Permission denied", tell("read"), "the open file");
        assertEquals("open: Permission denied", tell("open"), "the path");
        assertEquals("Running", system.gateway.call("QUERY_APP_STATE", Map.of("session", session)).get("state"), "the app goes on");
        system.weft("grant", READER, "fs:rw:app-data");
        assertEquals("open: 0 the warp", tell("open"), "with what it read last");
        assertEquals("read: 8 the warp", tell("read"));
        assertEquals(1, held());
    }

    @Test
    void a_runtime_that_does_not_close_what_was_passed_is_ended() throws Exception {
        assertEquals("open: 0 ", tell("open"));
        assertEquals(1, held());
        int mark = system.gateway.mark();
        assertEquals(0, new ProcessBuilder("kill", "-STOP", Long.toString(pid)).start().waitFor());
        system.weft("revoke", READER, "fs:rw:app-data");
        var stopped = system.awaitState(mark, READER, "Stopped");
        assertTrue(((String) stopped.get("reason")).contains("did not close its files when they were revoked"), stopped.toString());
    }
}
