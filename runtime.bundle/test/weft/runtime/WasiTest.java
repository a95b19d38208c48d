package weft.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules of WASI preview 1, each checked by a guest that names the line that did not hold, in the real sandbox, under both engines. */
@ParameterizedClass
@ValueSource(strings = {"runtime", "runtime-graalwasm"})
class WasiTest {
    @Parameter
    String runtime;
    private TestPlatform platform;

    @BeforeEach
    void begin() throws Exception {
        platform = new TestPlatform(runtime);
    }

    @AfterEach
    void end() throws Exception {
        platform.close();
    }

    private void holds(String guest) throws Exception {
        var runtime = platform.launch(TestPlatform.guest(guest));
        assertEquals("READY", runtime.firstLine());
        assertEquals(Map.of("line", 0L, "got", 0L), platform.gateway.nextFromGuest(), "the line of " + guest + ".c that did not hold, and what came instead");
        assertEquals(0, runtime.exitCode());
    }

    @Test
    void rights_are_enforced_and_only_become_fewer() throws Exception {
        holds("rights");
    }

    @Test
    void paths_and_folders_follow_the_rules() throws Exception {
        Files.createSymbolicLink(platform.data.resolve("link"), Path.of("a"));
        Files.createSymbolicLink(platform.data.resolve("dangling"), Path.of("nothing"));
        Files.createSymbolicLink(platform.data.resolve("loop"), Path.of("loop"));
        holds("paths");
    }

    @Test
    void bytes_addresses_and_waiting_follow_the_rules() throws Exception {
        holds("bytes");
    }

    @Test
    void a_signal_that_a_guest_raises_ends_it() throws Exception {
        var runtime = platform.launch(TestPlatform.guest("bytes"), "6");
        assertEquals("READY", runtime.firstLine());
        assertEquals(125, runtime.exitCode());
    }
}
