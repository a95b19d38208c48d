package weft.compositor.wlcs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weft.compositor.wlcs.WlcsRun.Outcome;

/** The part of Debian's conformance suite that every program depends on: buffers, surfaces, windows, popups, pointer, touch, clipboards. {@link WlcsConformance} runs all of it. */
class WlcsCoreTest {
    private static final int FEWEST = 100;
    private static final String CORE = "FrameSubmission*:*BadBufferTest*:ClientSurfaceEventsTest*:XdgSurfaceStableTest*:XdgToplevelStable*:XdgShellStableSubsurfaces/*"
            + ":XdgPopupStable/*:*SurfacePointerMotionTest*:*TouchTest*:CopyCutPaste*:PrimarySelection*:RelativePointer*:PointerConstraints*:WlOutputTest*:XdgOutputV1Test*:VirtualPointerV1Test*-*wl_shell*:*v6*";
    @TempDir Path folder;

    @Test
    void the_core_of_the_conformance_suite_passes_where_it_is_installed() throws Exception {
        assumeTrue(WlcsRun.isInstalled(), "Debian's conformance suite (wlcs) is not installed");
        var run = WlcsConformance.run(folder, CORE);
        System.out.printf("conformance, core: %d passed, %d failed as listed%n", run.names(Outcome.PASSED).size(), run.names(Outcome.FAILED).size());
        assertTrue(run.results().size() >= FEWEST, "only " + run.results().size() + " tests were run");
        assertEquals(0, run.names(Outcome.SKIPPED).size(), "something that everybody needs is not offered: " + run.names(Outcome.SKIPPED));
    }
}
