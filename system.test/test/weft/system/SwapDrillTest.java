package weft.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import weft.bench.Drill;

/** The drill of {@code ./weft bench update}, with few swaps. */
@Timeout(600)
class SwapDrillTest {
    private static final int GROWTH = 4;

    @Test
    void every_bundle_is_swapped_under_load_and_nothing_is_lost_doubled_closed_or_grown() throws Exception {
        try (var system = new RunningSystem()) {
            var drill = new Drill(system);
            var pids = drill.pids();
            assertEquals(5, pids.size());
            drill.during(() -> Drill.BUNDLES.forEach(bundle -> swap(drill, bundle)));
            var before = drill.sizes();
            drill.during(() -> Drill.BUNDLES.forEach(bundle -> swap(drill, bundle)));
            assertEquals(List.of(), drill.failures());
            assertEquals(pids, drill.pids(), "every app keeps its process");
            RunningSystem.eventually(java.time.Duration.ofSeconds(60), "class loaders, threads and descriptors to be as before", () -> {
                var after = drill.sizes();
                return after.get("loaders") <= before.get("loaders") + 1 && after.get("threads") <= before.get("threads") + GROWTH && after.get("descriptors") <= before.get("descriptors") + GROWTH;
            });
        }
    }

    private static void swap(Drill drill, String bundle) {
        try {
            assertTrue(drill.swap(bundle) >= 0, bundle);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
