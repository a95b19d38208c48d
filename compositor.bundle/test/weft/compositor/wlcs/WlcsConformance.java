package weft.compositor.wlcs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weft.compositor.wlcs.WlcsRun.Outcome;

/** Debian's conformance suite, run by {@code ./weft test --wlcs}: it takes a while, so it is not among the tests that run by themselves. */
class WlcsConformance {
    private static final int FEWEST = 1000;
    @TempDir Path folder;

    @Test
    void every_conformance_test_passes_or_is_listed_with_its_reason() throws Exception {
        var run = run(folder, "*");
        System.out.printf("conformance: %d passed, %d failed, %d for extensions that are not offered%n",
                run.names(Outcome.PASSED).size(), run.names(Outcome.FAILED).size(), run.names(Outcome.SKIPPED).size());
        assertTrue(run.results().size() >= FEWEST, "only " + run.results().size() + " tests were run");
        assertEquals(List.of(), expectations().outdated(run));
    }

    private static Expectations expectations() throws IOException {
        return new Expectations(Path.of(System.getProperty("weft.root"), "compositor.bundle/test/weft/compositor/wlcs/expected.txt"));
    }

    /** Runs tests of the suite; fails if one fails that is not listed. */
    static WlcsRun run(Path folder, String filter) throws Exception {
        var run = WlcsRun.run(Files.createDirectory(folder.resolve("all")), filter);
        assertEquals(List.of(), stillFailing(folder, expectations().unexpected(run)));
        return run;
    }

    /** The suite waits two seconds for most things, which a busy machine may exceed: what fails has a second try, alone. */
    private static List<String> stillFailing(Path folder, List<String> names) throws Exception {
        if (names.isEmpty()) return names;
        System.out.println("a second try for " + names);
        var again = WlcsRun.run(Files.createDirectory(folder.resolve("again")), String.join(":", names));
        return names.stream().filter(n -> again.results().get(n).outcome() != Outcome.PASSED).map(n -> n + "\n" + again.results().get(n).text()).toList();
    }
}
