package weft.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** {@code weft record start|stop SESSION [FILE]}. */
final class Recordings {
    private static final String USAGE = "What shall be recorded? weft record start SESSION FILE, weft record stop SESSION";
    private final JsonLines platform;
    private final boolean json;

    Recordings(JsonLines platform, boolean json) {
        this.platform = platform;
        this.json = json;
    }

    void run(List<String> words) throws InterruptedException {
        if (words.size() == 3 && words.getFirst().equals("start")) {
            String file = Path.of(words.get(2)).toAbsolutePath().toString();
            platform.request("START_RECORDING", Map.of("session", words.get(1), "file", file));
            if (!json) System.out.println(words.get(1) + " is being recorded into " + file);
        } else if (words.size() == 2 && words.getFirst().equals("stop")) {
            var done = platform.request("STOP_RECORDING", Map.of("session", words.get(1))).body();
            if (json) Main.print(done);
            else System.out.println(done.get("file") + ": " + done.get("messages") + " messages" + (Long.valueOf(0).equals(done.get("lost")) ? "" : ", " + done.get("lost") + " lost"));
        } else throw Failure.usage(USAGE);
    }
}
