package weft.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import weft.system.JsonSocket;
import weft.system.RunningSystem;

/** How long the session is without its platform, or without its compositor, when that is killed with apps running. */
final class LifeFigures {
    private static final int KILLS = 4;
    private static final List<String> APPS = List.of("org.weft.notes", "org.weft.counter");
    private static final Duration LIMIT = Duration.ofSeconds(90);

    void run() throws Exception {
        Sample answers = new Sample(), hears = new Sample(), compositor = new Sample(), windows = new Sample();
        try (var system = new RunningSystem()) {
            RunningSystem.eventually(LIMIT, "the panel", () -> system.window("org.weft.shell").isPresent());
            for (String app : APPS) {
                int mark = system.gateway.mark();
                system.gateway.call("LAUNCH_APP", Map.of("app_id", app));
                system.awaitState(mark, app, "Running");
            }
            for (int i = 0; i < KILLS; i++) {
                platform(system, answers, hears);
                TimeUnit.SECONDS.sleep(8); // five deaths within half a minute would end the session
            }
            for (int i = 0; i < KILLS; i++) {
                compositor(system, compositor, windows);
                TimeUnit.SECONDS.sleep(8);
            }
        }
        System.out.println("Down time after kill -9, with " + APPS.size() + " apps running");
        answers.print("platform: first answer", "ms");
        hears.print("platform: every app hears it again", "ms");
        compositor.print("compositor: first answer", "ms");
        windows.print("compositor: every window is back", "ms");
    }

    private static void kill(RunningSystem system, String main) {
        var process = system.processes(main).getFirst();
        process.destroyForcibly();
        process.onExit().join();
    }

    // The listening socket outlives the platform: who connects waits.
    private static void platform(RunningSystem system, Sample answers, Sample hears) throws Exception {
        long start = System.nanoTime();
        kill(system, "weft.platform.Main");
        try (JsonSocket fresh = system.connect("weft.sock")) {
            var apps = fresh.call("QUERY_RUNNING", Map.of()).get("apps");
            answers.add((System.nanoTime() - start) / 1e6);
            if (!(apps instanceof List<?> list) || list.size() != APPS.size()) throw new IllegalStateException("apps were lost: " + apps);
            for (Object app : list) RunningSystem.eventually(LIMIT, "an app to hear", () -> hears(fresh, String.valueOf(((Map<?, ?>) app).get("session"))));
            hears.add((System.nanoTime() - start) / 1e6);
        }
    }

    private static boolean hears(JsonSocket platform, String session) {
        try {
            platform.tell(session, Map.of("op", "get"));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static void compositor(RunningSystem system, Sample answers, Sample windows) throws Exception {
        long start = System.nanoTime();
        kill(system, "weft.compositor.Main");
        try (JsonSocket fresh = system.connect("compositor.sock")) {
            fresh.call("WINDOWS", Map.of());
            answers.add((System.nanoTime() - start) / 1e6);
            RunningSystem.eventually(LIMIT, "the windows", () -> {
                String all = fresh.call("WINDOWS", Map.of()).toString();
                return APPS.stream().allMatch(a -> all.contains("app_id=" + a));
            });
            windows.add((System.nanoTime() - start) / 1e6);
        }
    }
}
