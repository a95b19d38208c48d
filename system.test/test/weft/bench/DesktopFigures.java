package weft.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import weft.system.RunningSystem;

/** Figures of a desktop that shows two apps and is left alone: memory, wake-ups. */
final class DesktopFigures {
    private static final int SETTLE_S = 20, COUNTED_S = 10;

    void run() throws Exception {
        try (var system = new RunningSystem()) {
            RunningSystem.eventually(Duration.ofSeconds(60), "the panel", () -> system.window("org.weft.shell").isPresent());
            for (String app : List.of(AppFigures.COUNTER, AppFigures.NOTES)) AppFigures.launch(system, app, new Sample(), new Sample());
            System.out.println("Memory (PSS), with two apps");
            memory(system);
            System.out.println("Idle: voluntary context switches a second, " + SETTLE_S + " s after the last launch");
            wakeUps(system);
        }
    }

    /** All processes of the session, in KiB. */
    static long allPss(RunningSystem system) throws Exception {
        return pss(system).values().stream().mapToLong(Long::longValue).sum();
    }

    private static void memory(RunningSystem system) throws Exception {
        var byKind = pss(system);
        byKind.forEach((k, v) -> System.out.printf("  %-28s %7.1f MiB%n", k, v / 1024.0));
        System.out.printf("  %-28s %7.1f MiB%n", "all", byKind.values().stream().mapToLong(Long::longValue).sum() / 1024.0);
    }

    private static TreeMap<String, Long> pss(RunningSystem system) throws Exception {
        var byKind = new TreeMap<String, Long>();
        for (ProcessHandle p : system.processes("")) {
            try {
                byKind.merge(kind(p), Memory.pssKiB(p.pid()), Long::sum);
            } catch (java.io.IOException gone) {
                // It ended while we looked.
            }
        }
        return byKind;
    }

    private static String kind(ProcessHandle p) throws java.io.IOException {
        String line = java.nio.file.Files.readString(Path.of("/proc/" + p.pid() + "/cmdline")).replace('\0', ' ');
        for (String word : List.of("supervisor", "compositor", "platform", "shell.engine", "runtime"))
            if (line.contains("weft." + word + ".Main")) return line.startsWith("bwrap") ? "bwrap" : word;
        return line.contains("--type=") ? "chromium " + line.replaceAll(".*--type=(\\S+).*", "$1") : line.split(" ")[0].replaceAll(".*/", "");
    }

    private static void wakeUps(RunningSystem system) throws Exception {
        TimeUnit.SECONDS.sleep(SETTLE_S);
        var before = switches(system);
        TimeUnit.SECONDS.sleep(COUNTED_S);
        var after = switches(system);
        after.forEach((k, v) -> System.out.printf("  %-28s %7.1f%n", k, (v - before.getOrDefault(k, 0L)) / (double) COUNTED_S));
    }

    private static Map<String, Long> switches(RunningSystem system) throws Exception {
        var out = new TreeMap<String, Long>();
        for (ProcessHandle p : system.processes("")) {
            long sum = 0;
            try (var tasks = java.nio.file.Files.list(Path.of("/proc/" + p.pid() + "/task"))) {
                for (Path t : tasks.toList())
                    for (String line : java.nio.file.Files.readAllLines(t.resolve("status")))
                        if (line.startsWith("voluntary_ctxt_switches:")) sum += Long.parseLong(line.replaceAll("\\D+", ""));
                out.merge(kind(p), sum, Long::sum);
            } catch (java.io.IOException | java.io.UncheckedIOException gone) {
                // It ended while we looked.
            }
        }
        return out;
    }
}
