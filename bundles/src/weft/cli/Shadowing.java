package weft.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** {@code weft update shadow FILE.jar|status|promote|drop}: a build that is shown copies of safe requests before it is trusted with them. */
final class Shadowing {
    private static final String USAGE = "Which build? weft update shadow FILE.jar, then weft update shadow status, promote or drop";
    private final JsonLines platform;
    private final boolean json;

    Shadowing(JsonLines platform, boolean json) {
        this.platform = platform;
        this.json = json;
    }

    void run(List<String> words) throws IOException, InterruptedException {
        if (words.size() != 1) throw Failure.usage(USAGE);
        switch (words.getFirst()) {
            case "status" -> show(platform.request("QUERY_SHADOW", Map.of()).body());
            case "drop" -> show(platform.request("END_SHADOW", Map.of()).body());
            case "promote" -> promote();
            default -> {
                if (!words.getFirst().endsWith(".jar")) throw Failure.usage(USAGE);
                show(platform.request("START_SHADOW", Map.of("jar", Path.of(words.getFirst()).toAbsolutePath().toString())).body());
            }
        }
    }

    // What was looked at is what is taken: the copy, which goes only when the update is done.
    private void promote() throws InterruptedException {
        var jar = platform.request("QUERY_SHADOW", Map.of()).body().get("jar");
        var done = platform.request("APPLY_UPDATE", Map.of("jars", List.of(jar))).body();
        var last = platform.request("END_SHADOW", Map.of()).body();
        if (json) Main.print(done);
        else System.out.println(Apps.text(last.get("bundle")) + " is live, after " + done.get("millis") + " ms");
    }

    private void show(Map<String, Object> status) {
        if (json) {
            Main.print(status);
            return;
        }
        System.out.println(Apps.text(status.get("bundle")) + " in the shadow: " + status.get("same") + " answers the same, " + status.get("different") + " different, "
                + status.get("moved") + " not comparable, " + status.get("unsent") + " not sent");
        if (status.get("types") instanceof List<?> types) System.out.println("  compared: " + String.join(", ", types.stream().map(Apps::text).toList()));
        if (status.get("differences") instanceof List<?> differences) for (Object d : differences) System.out.println("  " + Apps.text(d));
        if (status.get("ended") != null) System.out.println("  ended: " + Apps.text(status.get("ended")));
    }
}
