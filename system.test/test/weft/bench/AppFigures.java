package weft.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import weft.system.RunningSystem;

/** What apps cost: their launch with a waiting runtime and without, their memory, a request of theirs. */
final class AppFigures {
    static final String COUNTER = "org.weft.counter", NOTES = "org.weft.notes";
    private static final int LAUNCHES = 6, SETTLE_S = 4;
    private final Path folder;

    AppFigures(Path folder) {
        this.folder = folder;
    }

    void run() throws Exception {
        try (var system = new RunningSystem()) {
            RunningSystem.eventually(Duration.ofSeconds(60), "the panel", () -> system.window("org.weft.shell").isPresent());
            launches(system);
            memory(system);
            System.out.println("Request round trip, two apps running");
            new RoundTrips(folder, system.runtimeFolder().resolve("weft.sock")).run();
        }
    }

    // The first takes the runtime that waits; the second, at once behind it, finds none.
    private static void launches(RunningSystem system) throws Exception {
        Sample pooledReady = new Sample(), pooledFrame = new Sample(), coldReady = new Sample(), coldFrame = new Sample(), java = new Sample();
        for (int i = 0; i <= LAUNCHES; i++) {
            TimeUnit.SECONDS.sleep(SETTLE_S);
            boolean counts = i > 0;
            launch(system, COUNTER, counts ? pooledReady : new Sample(), counts ? pooledFrame : new Sample());
            launch(system, NOTES, counts ? coldReady : new Sample(), counts ? coldFrame : new Sample());
            for (String app : List.of(COUNTER, NOTES)) terminate(system, app);
            java.add(bareJvm());
        }
        System.out.println("Launch: from LAUNCH_APP to READY, and to the first frame of the page on its surface");
        Sample.compare("a runtime waits: READY", "ms", "weft", pooledReady, "bare JVM, start to end", java);
        Sample.compare("a runtime waits: first frame", "ms", "weft", pooledFrame, "bare JVM, start to end", java);
        Sample.compare("none waits: READY", "ms", "weft", coldReady, "bare JVM, start to end", java);
        Sample.compare("none waits: first frame", "ms", "weft", coldFrame, "bare JVM, start to end", java);
    }

    private static void memory(RunningSystem system) throws Exception {
        System.out.println("Memory (PSS of the whole session)");
        TimeUnit.SECONDS.sleep(SETTLE_S);
        long before = DesktopFigures.allPss(system);
        System.out.printf("  no app                  %7.1f MiB%n", before / 1024.0);
        for (String app : List.of(COUNTER, NOTES)) {
            launch(system, app, new Sample(), new Sample());
            TimeUnit.SECONDS.sleep(SETTLE_S);
            long now = DesktopFigures.allPss(system);
            System.out.printf("  and %-18s  %7.1f MiB, %.1f more%n", app, now / 1024.0, (now - before) / 1024.0);
            before = now;
        }
    }

    static String launch(RunningSystem system, String app, Sample ready, Sample frame) throws Exception {
        int states = system.gateway.mark(), windows = system.compositor.mark();
        long start = System.nanoTime();
        String session = (String) system.gateway.call("LAUNCH_APP", Map.of("app_id", app)).get("session");
        system.awaitState(states, app, "Running");
        ready.add((System.nanoTime() - start) / 1e6);
        system.compositor.awaitAfter(windows, m -> "WINDOWS".equals(m.get("type")) && m.toString().contains("app_id=" + app), Duration.ofSeconds(30), "the window of " + app);
        frame.add((System.nanoTime() - start) / 1e6);
        return session;
    }

    @SuppressWarnings("unchecked")
    private static void terminate(RunningSystem system, String app) throws Exception {
        for (var running : (List<Map<String, Object>>) system.gateway.call("QUERY_RUNNING", Map.of()).get("apps"))
            if (running.get("app_id").equals(app)) system.gateway.call("TERMINATE_APP", Map.of("session", running.get("session")));
        RunningSystem.eventually(Duration.ofSeconds(20), "the window to go", () -> system.window(app).isEmpty());
    }

    private static double bareJvm() throws Exception {
        long start = System.nanoTime();
        new ProcessBuilder(System.getProperty("java.home") + "/bin/java", "-version").redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor();
        return (System.nanoTime() - start) / 1e6;
    }
}
