package weft.runtime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import weft.api.ErrorCode;
import weft.api.message.AppMessage;
import weft.api.message.Connection;
import weft.api.message.Lifecycle;

/** What a running app does, and how it ends, in the real sandbox. */
class LifeTest {
    private TestPlatform platform;
    private TestGateway gateway;

    @BeforeEach
    void begin() throws Exception {
        platform = new TestPlatform();
        gateway = platform.gateway;
    }

    @AfterEach
    void end() throws Exception {
        platform.close();
    }

    private TestPlatform.Running ready(Path module, String... args) throws Exception {
        var runtime = platform.launch(module, args);
        assertEquals("READY", runtime.firstLine());
        return runtime;
    }

    private TestPlatform.Running actor() throws Exception {
        return ready(TestPlatform.guest("actor"));
    }

    @Test
    void counter_counts() throws Exception {
        ready(TestPlatform.app("org.weft.counter"));
        gateway.page(Map.of("op", "add", "n", 1));
        assertEquals(Map.of("count", 1L), gateway.nextFromGuest());
        gateway.page(Map.of("op", "add", "n", -3));
        assertEquals(Map.of("count", -2L), gateway.nextFromGuest());
        gateway.page(List.of("nonsense"));
        gateway.page("more nonsense");
        gateway.page(Map.of("op", "get"));
        assertEquals(Map.of("count", -2L), gateway.nextFromGuest());
    }

    @Test
    void notes_writes_its_note_through_the_portal_and_reads_it_back() throws Exception {
        ready(TestPlatform.app("org.weft.notes"));
        gateway.page(Map.of("op", "load"));
        assertEquals(Map.of("op", "loaded", "text", ""), gateway.nextFromGuest());
        String text = "Shopping\n\t\"milk\" \\ bread\r\n\u0001 Grüße 😀 " + "x".repeat(5000);
        gateway.page(Map.of("op", "save", "text", text));
        int bytes = text.getBytes(java.nio.charset.StandardCharsets.UTF_8).length;
        assertEquals(Map.of("op", "saved", "bytes", (long) bytes), gateway.nextFromGuest());
        assertEquals(text, Files.readString(platform.data.resolve("note.txt")));
        gateway.page(Map.of("op", "load"));
        assertEquals(Map.of("op", "loaded", "text", text), gateway.nextFromGuest());
        try (var names = Files.list(platform.data)) {
            assertEquals(List.of("note.txt"), names.map(p -> p.getFileName().toString()).toList());
        }
    }

    @Test
    void notes_says_what_failed() throws Exception {
        Files.createDirectory(platform.data.resolve("note.txt"));
        ready(TestPlatform.app("org.weft.notes"));
        gateway.page(Map.of("op", "load"));
        var reply = gateway.nextFromGuest();
        assertEquals("error", reply.get("op"));
        assertTrue(reply.get("message").toString().startsWith("The note could not be read ("), reply.toString());
    }

    @Test
    void c_programs_use_files_as_they_are_used_to() throws Exception {
        ready(TestPlatform.guest("files"));
        assertEquals(Map.of("line", 0L, "errno", 0L), gateway.nextFromGuest());
        byte[] large = Files.readAllBytes(platform.data.resolve("large.bin"));
        byte[] expected = new byte[3 << 20];
        for (int i = 0; i < expected.length; i++) expected[i] = (byte) (i * 31 + (i >> 8));
        assertArrayEquals(expected, large);
    }

    @Test
    void time_chance_and_waiting_work() throws Exception {
        ready(TestPlatform.guest("waits"));
        assertEquals(Map.of("now", true), gateway.nextFromGuest());
        gateway.page(Map.of("hello", "there"));
        assertEquals(0L, gateway.nextFromGuest().get("line"));
    }

    @Test
    void bad_addresses_and_messages_of_a_guest_are_errors_for_it_alone() throws Exception {
        var runtime = actor();
        gateway.page(Map.of("op", "garbage"));
        // Not JSON; then an address outside its memory is a trap.
        assertEquals(70, runtime.exitCode());
        assertTrue(runtime.log().contains("a message of the app was not sent"), runtime.log());
        assertTrue(runtime.log().contains("weft: the app crashed: out of bounds memory access in a call to the system"), runtime.log());
    }

    @Test
    void an_exit_code_is_passed_on() throws Exception {
        var runtime = actor();
        gateway.page(Map.of("op", "exit", "n", 42));
        assertEquals(42, runtime.exitCode());
        assertTrue(runtime.log().contains("weft: the app ended with exit code 42"), runtime.log());
    }

    @Test
    void crashes_are_told_in_the_log() throws Exception {
        crashes("trap", "it gave up by itself (unreachable instruction)");
    }

    @Test
    void a_division_by_zero_is_told() throws Exception {
        crashes("divide", "integer divide by zero");
    }

    @Test
    void an_access_outside_the_memory_is_told() throws Exception {
        crashes("outside", "out of bounds memory access");
    }

    @Test
    void endless_recursion_is_told() throws Exception {
        var runtime = actor();
        gateway.page(Map.of("op", "recurse"));
        assertEquals(70, runtime.exitCode());
        // The guest's own stack, in its memory, or the engine's: whichever ends first.
        assertTrue(runtime.log().matches("(?s).*weft: the app crashed: (call stack exhausted|out of bounds memory access).*"), runtime.log());
    }

    private void crashes(String op, String reason) throws Exception {
        var runtime = actor();
        gateway.page(Map.of("op", op));
        assertEquals(70, runtime.exitCode());
        assertTrue(runtime.log().contains("weft: the app crashed: " + reason + "\n"), runtime.log());
    }

    @Test
    void memory_ends_where_the_manifest_says_and_the_guest_can_go_on() throws Exception {
        var runtime = platform.start();
        gateway.awaitRuntime();
        gateway.assign(TestPlatform.guest("actor"), 32, false);
        assertEquals("READY", runtime.firstLine());
        gateway.page(Map.of("op", "allocate"));
        long taken = ((Number) gateway.nextFromGuest().get("megabytes")).longValue();
        assertTrue(taken >= 20 && taken < 32, "took " + taken + " MB of 32");
        gateway.page(Map.of("op", "echo"));
        assertEquals(Map.of("op", "echo"), gateway.nextFromGuest());
    }

    @Test
    void shutdown_asks_the_guest_and_ends() throws Exception {
        var runtime = ready(TestPlatform.app("org.weft.counter"));
        gateway.send(new Lifecycle.Shutdown(60_000));
        assertEquals(0, runtime.exitCode());
    }

    @Test
    void shutdown_ends_a_guest_that_spins() throws Exception {
        var runtime = actor();
        gateway.page(Map.of("op", "spin"));
        gateway.send(new Lifecycle.Shutdown(300));
        assertEquals(0, runtime.exitCode());
        assertTrue(runtime.log().contains("did not end within its grace period"), runtime.log());
    }

    @Test
    void shutdown_ends_a_runtime_that_still_waits_for_an_app() throws Exception {
        var runtime = platform.start();
        gateway.awaitRuntime();
        gateway.send(new Lifecycle.Shutdown(60_000));
        assertEquals(0, runtime.exitCode());
    }

    @Test
    void killing_the_runtime_leaves_nothing() throws Exception {
        var runtime = ready(TestPlatform.app("org.weft.notes"));
        ProcessHandle java = ProcessHandle.of(runtime.pid()).orElseThrow();
        gateway.page(Map.of("op", "save", "text", "kept"));
        gateway.nextFromGuest();
        java.destroyForcibly();
        assertEquals(137, runtime.exitCode());
        assertFalse(java.isAlive());
        try (var processes = Files.list(Path.of("/proc"))) {
            assertEquals(List.of(), processes.filter(p -> mentions(p, platform.folder.toString())).toList());
        }
        assertFalse(Files.readString(Path.of("/proc/self/mountinfo")).contains(platform.folder.toString()));
        try (var names = Files.list(platform.folder)) {
            assertEquals(List.of("data", "gateway.sock", "log-0", "portal.sock"), names.map(p -> p.getFileName().toString()).sorted().toList());
        }
    }

    private static boolean mentions(Path process, String text) {
        try {
            return !process.endsWith("self") && Files.readString(process.resolve("cmdline")).contains(text);
        } catch (java.io.IOException e) {
            return false;
        }
    }

    @Test
    void an_app_outlives_the_platform_and_answers_the_next_one() throws Exception {
        var runtime = ready(TestPlatform.app("org.weft.counter"));
        int pid = runtime.pid();
        gateway.page(Map.of("op", "add", "n", 5));
        assertEquals(Map.of("count", 5L), gateway.nextFromGuest());
        gateway.dropConnection();
        platform.portal.dropConnections();
        var again = gateway.awaitRuntime();
        assertEquals(pid, again.pid());
        assertEquals(TestPlatform.TOKEN, again.hello().token().orElseThrow());
        gateway.page(Map.of("op", "add", "n", 1));
        // What the old platform had no time to confirm is said again first.
        Map<?, ?> answer = gateway.nextFromGuest();
        if (answer.equals(Map.of("count", 5L))) answer = gateway.nextFromGuest();
        assertEquals(Map.of("count", 6L), answer);
    }

    @Test
    void a_guest_hears_of_the_platform_s_return_and_nothing_it_said_is_lost() throws Exception {
        actor();
        gateway.confirming(false);
        gateway.page(Map.of("op", "flood", "n", 40));
        for (int i = 0; i < 40; i++) assertEquals(Map.of("flood", (long) i), gateway.nextFromGuest());
        gateway.confirming(true);
        gateway.dropConnection();
        gateway.awaitRuntime();
        for (int i = 0; i < 40; i++) assertEquals(Map.of("flood", (long) i), gateway.nextFromGuest(), "said again, in order");
        assertEquals(Map.of("type", "reconnected"), gateway.nextFromGuest());
    }

    @Test
    void a_guest_that_says_more_than_is_taken_is_told_so() throws Exception {
        var runtime = actor();
        gateway.confirming(false);
        gateway.page(Map.of("op", "flood", "n", 1000));
        for (int i = 0; i < 256; i++) assertEquals(Map.of("flood", (long) i), gateway.nextFromGuest());
        gateway.page(Map.of("op", "exit", "n", 0));
        assertEquals(0, runtime.exitCode());
        assertTrue(runtime.log().contains("flooded 256"), runtime.log());
    }

    @Test
    void a_guest_that_takes_no_messages_does_not_hold_the_gateway_up() throws Exception {
        actor();
        gateway.page(Map.of("op", "spin"));
        for (int i = 0; i < 300; i++) gateway.page(Map.of("op", "echo", "n", i));
        gateway.ask(9, new AppMessage.IpcMessage(Map.of("op", "echo")));
        assertTrue(gateway.answerTo(9).message() instanceof Connection.Error e && e.code() == ErrorCode.UNAVAILABLE);
    }

    @Test
    void a_message_that_no_runtime_understands_is_answered() throws Exception {
        actor();
        gateway.ask(9, new Lifecycle.QueryRunning());
        assertTrue(gateway.answerTo(9).message() instanceof Connection.Error e && e.code() == ErrorCode.INVALID);
    }

    @Test
    void files_stay_open_over_the_portal_s_restart() throws Exception {
        ready(TestPlatform.guest("keeps"));
        gateway.page(Map.of("op", "write"));
        assertEquals(Map.of("result", 0L), gateway.nextFromGuest());
        platform.portal.dropConnections();
        gateway.page(Map.of("op", "write"));
        assertEquals(Map.of("result", 0L), gateway.nextFromGuest());
        gateway.page(Map.of("op", "read"));
        assertEquals(Map.of("result", 12L), gateway.nextFromGuest());
        assertEquals("line 1line 2", Files.readString(platform.data.resolve("kept.txt")));
    }

    @Test
    void the_log_of_a_talkative_guest_is_bounded() throws Exception {
        var runtime = actor();
        gateway.page(Map.of("op", "print", "n", 60_000));
        gateway.page(Map.of("op", "exit", "n", 0));
        assertEquals(0, runtime.exitCode());
        String log = runtime.log();
        assertTrue(log.length() < 1_200_000, "wrote " + log.length());
        assertTrue(log.contains("weft: the app has written too much; the rest is not kept"));
    }
}
