package weft.appd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import weft.api.AppId;
import weft.api.SessionState;
import weft.api.gateway.Child;
import weft.os.Wait;

/**
 * Starts that go wrong in every way: each ends with a sentence and a record of why, and leaves no process, descriptor or
 * file: counted before and after.
 */
class ReadyDrillsTest extends AppStage {
    private static final AppId DRILL = new AppId("org.weft.drill");

    /** What the process says instead of READY, and what the user is told. Two of them run, and end well. */
    enum Drill {
        NEVER("it was not ready within 6 s."),
        LATE("it was not ready within 6 s.", "later 9"),
        HALF_A_LINE("it was not ready within 6 s.", "say REA"),
        GLUED("its runtime said \"READYgo\" instead of that it is ready.", "say READYgo\\n"),
        TEN_MEBIBYTES_WITHOUT_NEWLINE("its runtime did not say that it is ready (the line is longer than 4096 bytes).", "flood 10485760"),
        FORKS_AND_EXITS("it ended by itself.", "fork 1000", "exit 0"),
        FORKS_AND_CRASHES("it ended with code 3.", "fork 1000", "exit 3"),
        STDERR_FIRST_AND_NEVER("it was not ready within 6 s.", "grumble 1048576"),
        TWICE(null, "say READY\\nREADY\\n"),
        STDERR_FIRST(null, "grumble 1048576", "say READY\\n");

        final Optional<String> reason;
        final List<String> orders;

        Drill(String why, String... orders) {
            reason = Optional.ofNullable(why).map(w -> "Notes failed to start: " + w);
            this.orders = List.of(orders);
        }

        // Only where it is what ends the start: a busy machine must not be what does, so that even here there is time to be given the app.
        int limitS() {
            return reason.filter(r -> r.endsWith("within 6 s.")).isPresent() ? 6 : 60;
        }
    }

    /** What this process has open, by kind, which processes it has, and which files are there. */
    private record Belongings(Map<String, Integer> descriptors, List<Long> processes, List<Path> files) {
        // What was closing when the others were counted may be gone meanwhile.
        boolean hasNoMoreThan(Belongings others) {
            return descriptors.entrySet().stream().allMatch(d -> d.getValue() <= others.descriptors.getOrDefault(d.getKey(), 0))
                    && others.processes.containsAll(processes) && others.files.containsAll(files);
        }
    }

    private Belongings belongings() throws IOException {
        var descriptors = new TreeMap<String, Integer>();
        try (var all = Files.list(Path.of("/proc/self/fd"))) {
            for (Path fd : all.toList()) kind(fd).ifPresent(k -> descriptors.merge(k, 1, Integer::sum));
        }
        // This process is the parent of orphans.
        for (var p : ProcessHandle.current().descendants().toList()) if (!isChild(p.pid())) Wait.reap((int) p.pid());
        try (Stream<Path> files = Files.walk(home)) {
            var own = files.filter(f -> !f.startsWith(home.resolve("logs"))).sorted().toList();
            return new Belongings(descriptors, ProcessHandle.current().descendants().map(ProcessHandle::pid).sorted().toList(), own);
        }
    }

    private boolean isChild(long pid) {
        return fixture.gateway.children().all().stream().anyMatch(c -> c.pid().orElse(0) == pid);
    }

    private static Optional<String> kind(Path fd) {
        try {
            String target = Files.readSymbolicLink(fd).toString();
            return target.startsWith("/") ? Optional.empty() : Optional.of(target.replaceAll("\\[\\d+]", ""));
        } catch (IOException e) {
            return Optional.empty(); // the listing's own
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_start_that_goes_wrong_is_told_and_leaves_nothing(Drill drill) throws Exception {
        Wait.adoptOrphans();
        app("drill", "[runtime]\nmodule = \"module.wasm\"\nready_timeout_s = " + drill.limitS() + "\n", true);
        // A first start, so that what is opened once and kept is open.
        apps.terminate(launch(NOTES).session()).get(60, TimeUnit.SECONDS);
        allExited();
        fixture.stage.release();
        Belongings before = belongings();

        Launch l = drill.orders.isEmpty() ? launch(DRILL) : launched(drill);
        if (drill.reason.isEmpty()) {
            events.until(l.session(), SessionState.Running);
            apps.terminate(l.session());
            l.line().await("SHUTDOWN");
            l.strings().lastOrder("exit 0");
        }
        var s = fixture.gateway.sessions().whenStopped(l.session()).get(60, TimeUnit.SECONDS);
        assertEquals(drill.reason, s.reason());
        assertTrue(s.timings().keySet().containsAll(List.of("starting", "assigned", "stopped")), s.timings()::toString);
        System.out.println("drill " + drill + ": ended " + s.timings().get("stopped") + " ms after the request, limit " + s.limitMs() + " ms");
        if (drill.orders.contains("grumble 1048576")) {
            events.until(l.session(), SessionState.Stopped);
            int told = facts(l.session()).stderr().stream().mapToInt(String::length).sum();
            assertTrue(told > 0 && told <= 8192, "the record of why holds the end of it: " + told);
        }
        allExited();
        fixture.stage.release();
        Belongings after = belongings();
        // What was closed on other threads a moment ago.
        for (long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20); !after.hasNoMoreThan(before) && System.nanoTime() < end; after = belongings()) Thread.onSpinWait();
        var left = after;
        assertTrue(left.hasNoMoreThan(before), () -> "before: " + before + ", after: " + left);
    }

    private Launch launched(Drill drill) throws Exception {
        Launch l = launch(DRILL);
        for (String order : drill.orders.subList(0, drill.orders.size() - 1)) l.strings().order(order);
        l.strings().lastOrder(drill.orders.getLast());
        return l;
    }

    private void allExited() throws Exception {
        for (Child c : fixture.gateway.children().all()) if (c.exit().isEmpty()) fixture.await("exited", c);
    }
}
