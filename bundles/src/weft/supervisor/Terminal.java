package weft.supervisor;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Map;
import weft.api.Printable;
import weft.os.Notify;

/** What the person who started the session, and the service manager if there is one, hear of it. For one thread. */
final class Terminal {
    private static final int LAST_LINES = 5;
    private final Notify manager = Notify.of(System.getenv());

    void say(String line) {
        System.out.println("weft: " + line);
    }

    void error(String sentence) {
        System.err.println("weft: " + sentence);
    }

    /** The last lines of a log, to save the reader a way. */
    void endOf(Path log) {
        try (var lines = Files.lines(log, StandardCharsets.ISO_8859_1)) {
            var last = new ArrayDeque<String>();
            lines.forEach(l -> {
                last.add(Printable.text(l));
                if (last.size() > LAST_LINES) last.remove();
            });
            last.forEach(l -> System.err.println("  | " + l));
        } catch (IOException | UncheckedIOException e) {
            System.err.println("  | (it cannot be read)");
        }
    }

    void fact(String label, String text) {
        System.out.printf("  %-10s %s%n", label, text);
    }

    /** The session serves all its sockets. */
    void up(Session session, Map<String, String> told, long millis) {
        String instance = session.places().instance();
        String option = instance.equals("0") ? "" : " --instance " + instance;
        System.out.printf("WEFT OS is up after %d.%d s.%n", millis / 1000, millis % 1000 / 100);
        fact("display", "WAYLAND_DISPLAY=" + session.wayland().getFileName());
        told.forEach(this::fact);
        fact("screen", "./weft screenshot screen.png" + option);
        fact("apps", "./weft ps" + option + ", ./weft launch APP" + option);
        fact("logs", session.places().log() + ", ./weft logs -f" + option);
        fact("end", "Ctrl-C, or ./weft stop" + option);
        manager.send("READY=1");
    }

    void ending() {
        manager.send("STOPPING=1");
    }
}
