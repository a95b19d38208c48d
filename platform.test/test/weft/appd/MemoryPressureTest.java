package weft.appd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import weft.api.SessionState;
import weft.api.gateway.Child;
import weft.api.message.Connection.Role;

/** What waits in the pool when memory is short. */
class MemoryPressureTest extends AppStage {
    @Test
    void waiting_runtimes_are_ended_when_memory_is_short_and_running_apps_are_not() throws Exception {
        Launch l = running();
        swap(apps, appd(2, 60_000));
        for (int n = 0; n < 2; n++) fixture.stage.next().hello(Role.runtime, fixture.socket("gateway"));
        var waiting = fixture.gateway.children().all().stream().filter(c -> c.session().isEmpty()).toList();
        assertEquals(2, waiting.size());
        apps.memoryIsShort();
        for (Child c : waiting) fixture.await("exited", c);
        assertEquals(Optional.of("was not needed while memory is short"), waiting.getFirst().exit().orElseThrow().cause());
        assertEquals(SessionState.Running, facts(l.session()).state());
        app("other", "[runtime]\nmodule = \"module.wasm\"\n", true);
        launch(new weft.api.AppId("org.weft.other"));
        assertEquals(0, apps.waitingRuntimes(), "an app may still be launched, but nobody is kept waiting");
    }

    @Test
    void the_kernel_takes_the_trigger_and_the_watch_ends_when_it_is_closed() {
        assumeTrue(Files.exists(Path.of("/proc/pressure/memory")), "a kernel that tells about memory pressure");
        var watch = MemoryPressure.watch(() -> { }).orElseThrow();
        assertTrue(watch.isWatching());
        watch.close();
        assertFalse(watch.isWatching());
    }
}
