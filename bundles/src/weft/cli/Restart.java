package weft.cli;

import java.util.List;
import java.util.Map;
import weft.api.Places;

/** Starts the platform again under the running apps, so that what was staged takes effect; tells what became of it. */
final class Restart {
    private static final long PATIENCE_NANOS = 240_000_000_000L, PAUSE_MS = 50;

    private Restart() {}

    static void run(JsonLines platform, Places places, boolean json) throws InterruptedException {
        boolean staged = staged(status(platform));
        long begin = System.nanoTime();
        platform.request("RESTART_PLATFORM", Map.of());
        awaitEnd(platform);
        var after = awaitNext(places, begin + PATIENCE_NANOS);
        if (json) {
            Main.print(after);
            return;
        }
        System.out.println("the platform is up again after " + (System.nanoTime() - begin) / 1_000_000 + " ms");
        if (staged) System.out.println(Apps.text(after.getOrDefault("last_start", "")));
    }

    private static Map<String, Object> status(JsonLines platform) throws InterruptedException {
        return platform.request("QUERY_SYSTEM", Map.of()).body();
    }

    private static boolean staged(Map<String, Object> status) {
        return status.get("staged") instanceof List<?> l && !l.isEmpty();
    }

    // Until the one that was asked is no more: its socket takes connections all the time.
    private static void awaitEnd(JsonLines platform) throws InterruptedException {
        try {
            while (true) {
                status(platform);
                Thread.sleep(PAUSE_MS);
            }
        } catch (Failure e) {
            // It has ended.
        }
    }

    // One that tries what was staged may end once more.
    private static Map<String, Object> awaitNext(Places places, long end) throws InterruptedException {
        while (true) {
            try (var platform = JsonLines.connect(places.runtime().resolve("weft.sock"), "platform", places.instance())) {
                var status = status(platform);
                if (!staged(status)) return status;
            } catch (Failure e) {
                if (System.nanoTime() > end) throw e;
            }
            if (System.nanoTime() > end) throw Failure.failed("The platform has not decided about what was staged; weft logs platform shows how far it came.");
            Thread.sleep(PAUSE_MS);
        }
    }
}
