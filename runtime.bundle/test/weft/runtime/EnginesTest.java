package weft.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import weft.api.message.Lifecycle;
import weft.runtime.launch.RuntimeCommand;

/** Each of the distribution's runtimes as a process: that it is what it says, and what it compiles ahead. */
class EnginesTest {
    private TestPlatform platform;

    @AfterEach
    void end() throws Exception {
        platform.close();
    }

    private TestPlatform.Running waiting(String runtime) throws Exception {
        platform = new TestPlatform(runtime);
        var running = platform.start();
        platform.gateway.awaitRuntime();
        return running;
    }

    @Test
    void each_runtime_says_how_it_executes_guests() throws Exception {
        for (var mode : Map.of("runtime-graalwasm", "compiled", "runtime", "compiled to bytecode").entrySet()) {
            var running = waiting(mode.getKey());
            assertTrue(running.log().contains("sandbox in force, WebAssembly " + mode.getValue() + "\n"), running.log());
            platform.gateway.assign(TestPlatform.app("org.weft.counter"), 16, true);
            assertEquals("READY", running.firstLine());
            platform.close();
        }
        platform = new TestPlatform();
    }

    @Test
    void a_compiler_that_does_not_work_is_told_and_nothing_is_interpreted_silently() throws Exception {
        platform = new TestPlatform("runtime-graalwasm");
        // The same runtime without the JVM's interface for compilers: GraalWasm itself would go on, interpreting.
        var argv = new ArrayList<>(platform.command(128).argv());
        argv.add(argv.indexOf("-cp"), "-XX:-EnableJVMCI");
        var running = platform.start(List.of(), argv);
        String line = running.firstLine();
        assertTrue(line.startsWith("FAILED GraalWasm's compiler does not work with this JDK ("), line);
        assertEquals(78, running.exitCode());
    }

    private Path compiled(Path module) throws Exception {
        Path out = platform.folder.resolve("compiled"), log = platform.folder.resolve("compiler-log");
        var builder = new ProcessBuilder(platform.command(256).compilerArgv()).redirectInput(module.toFile()).redirectOutput(out.toFile()).redirectError(log.toFile());
        builder.environment().clear();
        builder.environment().putAll(RuntimeCommand.compilerEnvironment());
        Process process = builder.start();
        try {
            assertTrue(process.waitFor(TestPlatform.PATIENCE_S, TimeUnit.SECONDS));
            assertEquals(0, process.exitValue(), Files.readString(log));
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
        }
        return out;
    }

    @Test
    void a_module_that_was_compiled_ahead_runs_as_it_is() throws Exception {
        var running = waiting("runtime");
        Path counter = TestPlatform.app("org.weft.counter");
        platform.gateway.assign(counter, compiled(counter), 16);
        assertEquals("READY", running.firstLine());
        platform.gateway.page(Map.of("op", "add", "n", 4));
        assertEquals(Map.of("count", 4L), platform.gateway.nextFromGuest());
        assertFalse(running.log().contains("compiled ahead"), running.log());
        platform.gateway.send(new Lifecycle.Shutdown(60_000));
        assertEquals(0, running.exitCode());
    }

    @Test
    void what_was_compiled_of_another_module_is_not_used() throws Exception {
        var running = waiting("runtime");
        platform.gateway.assign(TestPlatform.app("org.weft.counter"), compiled(TestPlatform.app("org.weft.notes")), 16);
        assertEquals("READY", running.firstLine());
        assertTrue(running.log().contains("weft: what was compiled ahead is not of this module"), running.log());
        platform.gateway.page(Map.of("op", "add", "n", 4));
        assertEquals(Map.of("count", 4L), platform.gateway.nextFromGuest());
    }

    @Test
    void a_file_that_is_no_module_is_not_compiled() throws Exception {
        platform = new TestPlatform("runtime");
        Path out = platform.folder.resolve("compiled"), log = platform.folder.resolve("compiler-log");
        Path garbage = Files.writeString(platform.folder.resolve("garbage"), "this is no module");
        var builder = new ProcessBuilder(platform.command(256).compilerArgv()).redirectInput(garbage.toFile()).redirectOutput(out.toFile()).redirectError(log.toFile());
        builder.environment().clear();
        builder.environment().putAll(RuntimeCommand.compilerEnvironment());
        Process process = builder.start();
        assertTrue(process.waitFor(TestPlatform.PATIENCE_S, TimeUnit.SECONDS));
        assertEquals(1, process.exitValue());
        assertEquals("weft: not compiled: is not WebAssembly\n", Files.readString(log));
        assertEquals(0, Files.size(out));
    }

    @Test
    void memory_ends_where_the_manifest_says_under_every_engine() throws Exception {
        for (String runtime : List.of("runtime-graalwasm", "runtime")) {
            var running = waiting(runtime);
            platform.gateway.assign(TestPlatform.guest("actor"), 32, false);
            assertEquals("READY", running.firstLine());
            platform.gateway.page(Map.of("op", "allocate"));
            long taken = ((Number) platform.gateway.nextFromGuest().get("megabytes")).longValue();
            assertTrue(taken >= 20 && taken < 32, runtime + " took " + taken + " MB of 32");
            platform.gateway.page(Map.of("op", "spin"));
            platform.gateway.send(new Lifecycle.Shutdown(300));
            assertEquals(0, running.exitCode());
            platform.close();
        }
        platform = new TestPlatform();
    }

    @Test
    void instructions_that_chicory_does_not_know_are_named_with_what_runs_them() throws Exception {
        var running = waiting("runtime");
        platform.gateway.assign(TestPlatform.guest("simd"), 16, false);
        assertEquals("FAILED The app's module uses instructions that Chicory does not run (I32x4_SPLAT); with engine = \"graalwasm\" in its manifest it may run.", running.firstLine());
        platform.close();
        running = waiting("runtime-graalwasm");
        platform.gateway.assign(TestPlatform.guest("simd"), 16, false);
        assertEquals("READY", running.firstLine());
        assertEquals(Map.of("squares", List.of(1L, 4L, 9L, 16L)), platform.gateway.nextFromGuest());
    }

    @Test
    void crashes_are_told_under_graalwasm_too() throws Exception {
        var running = waiting("runtime-graalwasm");
        platform.gateway.assign(TestPlatform.guest("actor"), 16, false);
        assertEquals("READY", running.firstLine());
        platform.gateway.page(Map.of("op", "garbage"));
        assertEquals(70, running.exitCode());
        assertTrue(running.log().contains("weft: the app crashed: out of bounds memory access in a call to the system"), running.log());
    }
}
