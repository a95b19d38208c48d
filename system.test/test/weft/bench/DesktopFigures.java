package weft.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import weft.system.RunningSystem;

/** Figures of the whole desktop: launch, round trip, memory, idle wake-ups. */
final class DesktopFigures {
    private static final int LAUNCHES = 6;
    private static final String COUNTER = "org.weft.counter", NOTES = "org.weft.notes";
    private final Path folder;

    DesktopFigures(Path folder) {
        this.folder = folder;
    }

    void run() throws Exception {
        try (var system = new RunningSystem()) {
            RunningSystem.eventually(Duration.ofSeconds(60), "the panel", () -> system.window("org.weft.shell").isPresent());
            System.out.println("Launch (from LAUNCH_APP to READY, to the window's first frame)");
            launches(system);
            System.out.println("Request round trip");
            new RoundTrips(folder, system.runtimeFolder().resolve("weft.sock")).run();
            launch(system, COUNTER, new Sample(), new Sample());
            launch(system, NOTES, new Sample(), new Sample());
            System.out.println("Memory (PSS), with two apps");
            memory(system);
            System.out.println("Idle: voluntary context switches a second over 5 s");
            wakeUps(system);
        }
    }

    private void launches(RunningSystem system) throws Exception {
        Sample ready = new Sample(), frame = new Sample();
        for (int i = 0; i < LAUNCHES; i++) {
            String session = launch(system, COUNTER, ready, frame);
            system.gateway.call("TERMINATE_APP", Map.of("session", session));
            RunningSystem.eventually(Duration.ofSeconds(10), "the window to go", () -> system.window(COUNTER).isEmpty());
            TimeUnit.SECONDS.sleep(2); // the pool fills again
        }
        ready.print("request -> READY", "ms");
        frame.print("request -> first frame", "ms");
        javaStart().print("baseline: a bare JVM's start and end", "ms");
    }

    private static String launch(RunningSystem system, String app, Sample ready, Sample frame) throws Exception {
        int states = system.gateway.mark(), windows = system.compositor.mark();
        long start = System.nanoTime();
        String session = (String) system.gateway.call("LAUNCH_APP", Map.of("app_id", app)).get("session");
        system.awaitState(states, app, "Running");
        ready.add((System.nanoTime() - start) / 1e6);
        system.compositor.awaitAfter(windows, m -> "WINDOWS".equals(m.get("type")) && m.toString().contains("app_id=" + app), Duration.ofSeconds(30), "the window of " + app);
        frame.add((System.nanoTime() - start) / 1e6);
        return session;
    }

    private static Sample javaStart() throws Exception {
        var sample = new Sample();
        for (int i = 0; i < 5; i++) {
            long start = System.nanoTime();
            new ProcessBuilder(System.getProperty("java.home") + "/bin/java", "-Xshare:auto", "-version").redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor();
            sample.add((System.nanoTime() - start) / 1e6);
        }
        return sample;
    }

    private static void memory(RunningSystem system) throws Exception {
        var byKind = new TreeMap<String, Long>();
        for (ProcessHandle p : system.processes("")) {
            try {
                byKind.merge(kind(p), Memory.pssKiB(p.pid()), Long::sum);
            } catch (java.io.IOException gone) {
                // It ended while we looked.
            }
        }
        byKind.forEach((k, v) -> System.out.printf("  %-28s %7.1f MiB%n", k, v / 1024.0));
        System.out.printf("  %-28s %7.1f MiB%n", "all", byKind.values().stream().mapToLong(Long::longValue).sum() / 1024.0);
    }

    private static String kind(ProcessHandle p) throws java.io.IOException {
        String line = java.nio.file.Files.readString(Path.of("/proc/" + p.pid() + "/cmdline")).replace('\0', ' ');
        for (String word : List.of("supervisor", "compositor", "platform", "shell.engine", "runtime"))
            if (line.contains("weft." + word + ".Main")) return line.startsWith("bwrap") ? "bwrap" : word;
        return line.contains("--type=") ? "chromium " + line.replaceAll(".*--type=(\\S+).*", "$1") : line.split(" ")[0].replaceAll(".*/", "");
    }

    private static void wakeUps(RunningSystem system) throws Exception {
        TimeUnit.SECONDS.sleep(5);
        var before = switches(system);
        TimeUnit.SECONDS.sleep(5);
        var after = switches(system);
        after.forEach((k, v) -> System.out.printf("  %-28s %7.1f%n", k, (v - before.getOrDefault(k, 0L)) / 5.0));
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
