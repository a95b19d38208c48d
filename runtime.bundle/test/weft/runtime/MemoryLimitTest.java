package weft.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A real guest eats memory until it gets no more. */
class MemoryLimitTest {
    private static final int OUT_OF_MEMORY = 126;

    @ParameterizedTest
    @CsvSource({"runtime,0", "runtime,3", "runtime-graalwasm,0", "runtime-graalwasm,3"})
    void a_guest_that_fails_with_its_memory_used_up_is_told_from_one_that_fails(String engine, int code) throws Exception {
        try (var platform = new TestPlatform(engine)) {
            var runtime = platform.launch(TestPlatform.guest("hungry"));
            assertEquals("READY", runtime.firstLine());
            platform.gateway.page(Map.of("n", code));
            long pieces = (Long) platform.gateway.nextFromGuest().get("pieces");
            assertTrue(pieces > 200 && pieces < 256, pieces + " quarters of a megabyte out of 64 MB");
            platform.gateway.page(Map.of());
            assertEquals(OUT_OF_MEMORY, runtime.exitCode());
            assertTrue(runtime.log().contains("; its memory of 64 MB was used up"), runtime.log());
        }
    }
}
