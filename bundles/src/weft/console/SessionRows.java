package weft.console;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import weft.api.Containment;
import weft.api.SessionState;
import weft.api.gateway.SessionFacts;
import weft.api.gateway.Sessions;
import weft.codec.Json;

/** The sessions as the page shows them: one JSON line. */
final class SessionRows {
    private SessionRows() {}

    static String json(Sessions sessions) {
        List<Map<String, Object>> rows = sessions.all().reversed().stream().map(SessionRows::row).toList();
        return Json.line(rows);
    }

    private static Map<String, Object> row(SessionFacts s) {
        return Map.of("session", s.session().value(), "app", s.name(), "state", s.state().name(), "reason", s.reason().orElse(""),
                "touch", s.badges().stream().map(b -> b.text()).toList(), "ready_ms", s.readyMs().orElse(-1L),
                "contained", s.containment().map(SessionRows::words).orElse(""), "pid", s.pid().orElse(0), "memory_mb", s.is(SessionState.Stopped) ? -1L : memoryMb(s.pid().orElse(0)));
    }

    private static String words(Containment c) {
        return switch (c.sandbox()) {
            case namespaces -> "namespaces";
            case landlock -> "Landlock (weaker)";
        } + ", " + switch (c.limits()) {
            case control_group -> "control group";
            case process -> "process limits";
        };
    }

    // Proportional set size, from /proc (proc(5)); -1 where it cannot be read.
    private static long memoryMb(int pid) {
        if (pid == 0) return -1;
        try {
            for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/smaps_rollup")))
                if (line.startsWith("Pss:")) return Long.parseLong(line.replaceAll("\\D+", "")) / 1024;
        } catch (IOException | NumberFormatException e) {
            return -1;
        }
        return -1;
    }
}
