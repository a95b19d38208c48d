package weft.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import weft.api.ErrorCode;
import weft.api.message.Connection;
import weft.api.message.Lifecycle;
import weft.runtime.launch.RuntimeCommand;

/** From the command line to READY or FAILED, in the real sandbox. */
class LaunchTest {
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
    void a_waiting_runtime_says_hello_with_its_token_and_nothing_else() throws Exception {
        var runtime = platform.start();
        var client = platform.gateway.awaitRuntime();
        assertEquals(Connection.Role.runtime, client.hello().role());
        assertEquals(TestPlatform.TOKEN, client.hello().token().orElseThrow());
        assertEquals(runtime.pid(), client.pid(), "the kernel names the same process as the command does");
        assertFalse(runtime.hasSpoken());
        assertTrue(runtime.log().contains("sandbox in force"), runtime.log());
    }

    @Test
    void ready_comes_when_the_guest_says_so() throws Exception {
        long start = System.nanoTime();
        var runtime = platform.start();
        platform.gateway.awaitRuntime();
        long assigned = System.nanoTime();
        platform.gateway.assign(TestPlatform.app("org.weft.counter"), 16, true);
        assertEquals("READY", runtime.firstLine());
        System.out.printf("    started to READY %d ms, assigned to READY %d ms%n", (System.nanoTime() - start) / 1_000_000, (System.nanoTime() - assigned) / 1_000_000);
        ProcessHandle.of(runtime.pid()).orElseThrow().destroyForcibly();
        assertEquals("READY\n", runtime.wholeOutput());
    }

    @Test
    void a_program_that_knows_nothing_of_weft_is_ready_once_it_is_loaded() throws Exception {
        var runtime = platform.launch(TestPlatform.guest("plain"), "one", "two words");
        assertEquals("READY", runtime.firstLine());
        assertEquals(4, runtime.exitCode());
        String log = runtime.log();
        assertTrue(log.contains("argument 0 is org.weft.test\nargument 1 is one\nargument 2 is two words\n"), log);
        assertTrue(log.contains("bell \uFFFD and escape \uFFFD[31m"), log);
        assertTrue(log.contains("weft: the app ended with exit code 4"), log);
        assertEquals("READY\n", runtime.wholeOutput());
    }

    @Test
    void what_a_guest_prints_is_never_taken_for_ready() throws Exception {
        var runtime = platform.launch(TestPlatform.guest("silent"));
        assertEquals(Map.of("type", "READY"), platform.gateway.nextFromGuest());
        assertEquals(new Lifecycle.Progress(40), platform.gateway.next().message());
        assertFalse(runtime.hasSpoken());
        ProcessHandle.of(runtime.pid()).orElseThrow().destroyForcibly();
        assertEquals("", runtime.wholeOutput());
        assertTrue(runtime.log().contains("READY"), "it all went to the log");
    }

    @Test
    void a_missing_module_is_told() throws Exception {
        failsWith("FAILED The app's module is missing.", null);
    }

    @Test
    void a_file_that_is_no_module_is_told() throws Exception {
        failsWith("FAILED The app's module is not WebAssembly.", file("this is no module"));
    }

    @Test
    void a_damaged_module_is_told() throws Exception {
        byte[] whole = Files.readAllBytes(TestPlatform.app("org.weft.counter"));
        Path half = platform.folder.resolve("half.wasm");
        Files.write(half, java.util.Arrays.copyOf(whole, whole.length / 2));
        failsWith("FAILED The app's module is cut short.", half);
    }

    @Test
    void a_trap_at_start_is_told_with_its_reason() throws Exception {
        failsWith("FAILED The app crashed while starting: it gave up by itself (unreachable instruction).", TestPlatform.guest("ends"), "trap");
    }

    @Test
    void an_exit_before_ready_is_told() throws Exception {
        failsWith("FAILED The app ended while starting, with exit code 3, before it was ready.", TestPlatform.guest("ends"), "3");
    }

    @Test
    void an_exit_without_error_before_ready_is_a_failure_too() throws Exception {
        failsWith("FAILED The app ended while starting, with exit code 0, before it was ready.", TestPlatform.guest("ends"), "0");
    }

    @Test
    void a_manifest_that_promises_ready_needs_a_module_that_can_say_it() throws Exception {
        var runtime = platform.start();
        platform.gateway.awaitRuntime();
        platform.gateway.assign(TestPlatform.guest("plain"), 16, true);
        assertEquals("FAILED The app's manifest says that it reports when it is ready, but its module cannot.", runtime.firstLine());
        assertEquals(1, runtime.exitCode());
    }

    @Test
    void more_memory_than_the_manifest_allows_is_told() throws Exception {
        var runtime = platform.start();
        platform.gateway.awaitRuntime();
        platform.gateway.assign(TestPlatform.guest("actor"), 1, false);
        assertTrue(runtime.firstLine().matches("FAILED The app needs at least [2-9] MB of memory, but its manifest allows 1 MB\\."), runtime.firstLine());
        assertEquals(1, runtime.exitCode());
    }

    @Test
    void more_memory_than_the_runtime_was_started_with_is_told() throws Exception {
        var runtime = platform.start();
        platform.gateway.awaitRuntime();
        platform.gateway.assign(TestPlatform.guest("actor"), 512, false);
        assertEquals("FAILED The app asks for 512 MB of memory; this runtime was started with less.", runtime.firstLine());
    }

    @Test
    void a_runtime_started_for_a_large_app_has_room_for_it() throws Exception {
        var runtime = platform.start(java.util.List.of(), platform.command(RuntimeCommand.heapFor(512)).argv());
        platform.gateway.awaitRuntime();
        platform.gateway.assign(TestPlatform.guest("actor"), 512, false);
        assertEquals("READY", runtime.firstLine());
    }

    @Test
    void a_token_that_the_gateway_does_not_know_ends_the_runtime() throws Exception {
        platform.gateway.refuse(ErrorCode.DENIED);
        var runtime = platform.start();
        assertEquals("FAILED The platform does not know this runtime: no such token", runtime.firstLine());
        assertEquals(75, runtime.exitCode());
    }

    @Test
    void a_second_app_is_refused() throws Exception {
        var runtime = platform.launch(TestPlatform.app("org.weft.counter"));
        assertEquals("READY", runtime.firstLine());
        platform.gateway.next(); // the first one's confirmation
        platform.gateway.assign(TestPlatform.app("org.weft.notes"), 32, false);
        assertTrue(platform.gateway.next().message() instanceof Connection.Error e && e.code() == ErrorCode.CONFLICT);
    }

    private Path file(String text) throws Exception {
        return Files.writeString(platform.folder.resolve("module"), text);
    }

    private void failsWith(String line, Path module, String... args) throws Exception {
        var runtime = platform.launch(module, args);
        assertEquals(line, runtime.firstLine());
        assertEquals(1, runtime.exitCode());
        assertEquals(line + "\n", runtime.wholeOutput());
    }
}
