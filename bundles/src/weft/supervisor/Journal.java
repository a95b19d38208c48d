package weft.supervisor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import weft.api.WeftException;
import weft.codec.Json;

/**
 * The platform's journal of the processes that it started. Read only to end what is no descendant of ours (any more),
 * so all that matters is each object's {@code pid} and {@code start_time} (clock ticks since boot).
 */
final class Journal {
    private static final long MAX_BYTES = 16 << 20;

    private Journal() {}

    /** The processes that a journal names; none if there is no journal, or none that can be read. */
    static List<Processes.Seen> processes(Path file) {
        var out = new ArrayList<Processes.Seen>();
        try {
            if (Files.exists(file) && Files.size(file) <= MAX_BYTES) collect(Json.read(Files.readAllBytes(file)), out);
        } catch (IOException | WeftException e) {
            System.err.println("weft: the journal " + file + " cannot be read: " + e.getMessage());
        }
        return out;
    }

    private static void collect(Object tree, List<Processes.Seen> into) {
        switch (tree) {
            case Map<?, ?> m -> {
                if (m.get("pid") instanceof Number pid && m.get("start_time") instanceof Number start && pid.intValue() > 1)
                    into.add(new Processes.Seen(pid.intValue(), start.longValue()));
                m.values().forEach(v -> collect(v, into));
            }
            case List<?> l -> l.forEach(v -> collect(v, into));
            case null, default -> { }
        }
    }
}
