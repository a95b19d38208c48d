package weft.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The user logs out while an app runs. */
class LogOutTest {
    private static final String COUNTER = "org.weft.counter";

    @Test
    void a_log_out_stops_the_apps_first_and_ends_the_session_with_nothing_left() throws Exception {
        try (var system = new RunningSystem()) {
            int mark = system.gateway.mark();
            system.weft("launch", COUNTER);
            system.awaitState(mark, COUNTER, "Running");
            mark = system.gateway.mark();
            system.gateway.call("LOG_OUT", Map.of());
            // Told while the connection still stands, so before the session ends.
            system.gateway.awaitAfter(mark, RunningSystem.isState(COUNTER, "Stopped"), Duration.ofSeconds(10), "the end of the app");
            RunningSystem.eventually(Duration.ofSeconds(30), "the session to end", () -> system.processes("").isEmpty());
            assertEquals(0, system.exitCode());
            assertTrue(Files.notExists(system.runtimeFolder()), "sockets are left");
            assertEquals(List.of(), system.processes("java"));
        }
    }
}
