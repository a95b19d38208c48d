package weft.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An app that eats memory beside one that does not, in the running system. */
@Timeout(300)
class MemoryLimitTest {
    private static final String HUNGRY = "org.example.hungry", COUNTER = "org.weft.counter";

    @Test
    void an_app_over_its_memory_limit_dies_alone_and_says_so() throws Exception {
        try (var system = new RunningSystem()) {
            install(system);
            var counter = launch(system, "counter", COUNTER);
            var hungry = launch(system, HUNGRY, HUNGRY);
            limits(hungry);
            String ps = system.weft("ps");
            assertTrue(ps.lines().anyMatch(l -> l.contains(HUNGRY) && l.contains("namespaces, ")), ps);

            int mark = system.gateway.mark();
            String session = (String) hungry.get("session");
            system.gateway.tell(session, Map.of("n", 0));
            system.gateway.tell(session, Map.of("n", 0));
            String sentence = "Hungry ended because its memory was used up: its limit is 24 MB.";
            assertEquals(sentence, system.awaitState(mark, HUNGRY, "Stopped").get("reason"));
            String why = system.weft("why", session);
            assertTrue(why.contains(sentence) && why.contains("its memory of 24 MB was used up"), why);

            var after = system.gateway.call("QUERY_APP_STATE", Map.of("session", counter.get("session")));
            assertEquals("Running", after.get("state"));
            assertEquals(counter.get("pid"), after.get("pid"));
        }
    }

    private static void install(RunningSystem system) throws Exception {
        Path project = Files.createDirectories(system.home.resolve("hungry"));
        Files.writeString(project.resolve("wapp.toml"), """
                [package]
                id = "%s"
                name = "Hungry"
                version = "1.0.0"

                [runtime]
                module = "module.wasm"
                memory_mb = 24
                cpu_weight = 50
                manual_ready = true
                """.formatted(HUNGRY));
        Files.copy(RunningSystem.ROOT.resolve("runtime.bundle/test-guests/hungry.c"), Files.createDirectories(project.resolve("src")).resolve("hungry.c"));
        Path archive = system.home.resolve("hungry.wapp");
        system.weft("app", "build", project.toString(), "-o", archive.toString());
        system.weft("app", "sign", archive.toString());
        system.weft("app", "install", archive.toString(), "--yes");
    }

    private static Map<String, Object> launch(RunningSystem system, String name, String id) throws Exception {
        int mark = system.gateway.mark();
        system.weft("launch", name);
        return system.awaitState(mark, id, "Running");
    }

    // The kernel's own view: a group of its own, or bounds of the process and a lower priority.
    private static void limits(Map<String, Object> state) throws Exception {
        var process = Path.of("/proc", String.valueOf(state.get("pid")));
        if (((Map<?, ?>) state.get("containment")).get("limits").equals("control_group")) {
            assertTrue(Files.readString(process.resolve("cgroup")).contains("/runtime-"));
            return;
        }
        long data = (2 * 24 + 96 + 256L) << 20;
        List<String> limits = Files.readAllLines(process.resolve("limits"));
        assertTrue(limits.stream().anyMatch(l -> l.matches("Max data size +" + data + " +" + data + " +bytes *")), limits.toString());
        try (var threads = Files.list(process.resolve("task"))) {
            for (Path thread : threads.toList()) {
                String stat = Files.readString(thread.resolve("stat"));
                assertEquals("3", stat.substring(stat.lastIndexOf(')') + 2).split(" ")[16], "niceness of " + thread);
            }
        }
    }
}
