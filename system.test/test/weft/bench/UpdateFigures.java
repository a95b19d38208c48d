package weft.bench;

import java.util.Map;
import java.util.concurrent.TimeUnit;
import weft.system.RunningSystem;

/** The {@link Drill}, with each replaceable bundle swapped {@code WEFT_BENCH_SWAPS} times (100), beside the same without swaps. */
final class UpdateFigures {
    private static final int CALM_S = 15, RESTARTS = 3;
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
            restarts(drill);
            result(drill, pids, "the same after the restarts");
        }
    }

    private static void result(Drill drill, Map<String, Object> pids, String what) throws Exception {
        System.out.printf("%-34s %s%n", "app processes", pids.equals(drill.pids()) ? "the same as before" : pids + " before, " + drill.pids() + " now");
        var failures = drill.failures();
        System.out.printf("%-34s %d %s%n", what, failures.size(), failures.stream().distinct().limit(3).toList());
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
