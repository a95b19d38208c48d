package weft.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import weft.system.RunningSystem;

/** The {@link Drill}, with each replaceable bundle swapped {@code WEFT_BENCH_SWAPS} times (100), beside the same without swaps. */
final class UpdateFigures {
    private static final int CALM_S = 15, RESTARTS = 3, BAD_BUILDS = 3;
    private static final Pattern BACK = Pattern.compile("after (\\d+) ms");
    private final int swaps = Integer.parseInt(System.getenv().getOrDefault("WEFT_BENCH_SWAPS", "100"));

    void run() throws Exception {
        try (var system = new RunningSystem()) {
            var drill = new Drill(system);
            var pids = drill.pids();
            drill.during(() -> TimeUnit.SECONDS.sleep(CALM_S)); // the start is over, its classes are compiled
            long before = drill.cpu();
            Sample calm = drill.during(() -> TimeUnit.SECONDS.sleep(CALM_S));
            System.out.printf("%-34s %.1f ms a second%n", "platform's processor time, calm", (drill.cpu() - before) / (double) CALM_S);
            for (String bundle : Drill.BUNDLES) swap(drill, bundle, calm);
            result(drill, pids, "failed, lost, doubled or closed");
            for (String fault : SeededBuild.FAULTS) rollBack(system, fault);
            restarts(drill);
            result(drill, pids, "the same after the restarts");
        }
    }

    private static void result(Drill drill, Map<String, Object> pids, String what) throws Exception {
        System.out.printf("%-34s %s%n", "app processes", pids.equals(drill.pids()) ? "the same as before" : pids + " before, " + drill.pids() + " now");
        var failures = drill.failures();
        System.out.printf("%-34s %d %s%n", what, failures.size(), failures.stream().distinct().limit(3).toList());
    }

    // From the failure until the bad build is gone and the old one as before. For the moments that one is asked which leaks, its answers are made up: without the clients.
    private static void rollBack(RunningSystem system, String fault) throws Exception {
        var times = new Sample();
        String said = "";
        for (int i = 0; i < BAD_BUILDS; i++) {
            said = undone(system, SeededBuild.of(Path.of(System.getProperty("weft.root")), system.home, fault, "6.6." + i));
            var back = BACK.matcher(said);
            while (back.find()) times.add(Double.parseDouble(back.group(1)));
        }
        times.print("roll-back, " + fault.toLowerCase(Locale.ROOT), "ms");
        System.out.println("    " + said);
    }

    private static String undone(RunningSystem system, Path jar) {
        try {
            throw new IllegalStateException("a bad build was taken: " + system.gateway.call("APPLY_UPDATE", Map.of("jars", List.of(jar.toString()))));
        } catch (IOException e) {
            return e.getMessage();
        }
    }

    // The gateway, the contracts and the updater themselves: their connections end, who connects meanwhile waits.
    private static void restarts(Drill drill) throws Exception {
        var pauses = new Sample();
        for (int i = 0; i < RESTARTS; i++) pauses.add(drill.restartPlatform());
        pauses.print("gateway, by a platform's restart", "ms");
    }

    private void swap(Drill drill, String bundle, Sample calm) throws Exception {
        drill.swap(bundle); // classes that only an update needs
        var before = drill.sizes();
        var pauses = new Sample();
        Sample swapping = drill.during(() -> {
            for (int i = 0; i < swaps; i++) pauses.add(drill.swap(bundle));
        });
        pauses.print(bundle + ", switch", "ms");
        Sample.compare("request, " + swaps + " swaps", "ms", "swapping", swapping, "calm", calm);
        System.out.printf("%-34s swapping p90 %.1f max %.1f ms, calm p90 %.1f max %.1f ms%n", "longer waits", swapping.percentile(90), swapping.percentile(100), calm.percentile(90), calm.percentile(100));
        System.out.printf("%-34s %s before, %s after%n", "platform", before, drill.sizes());
    }
}
