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
 * The platform's journal of the processes that it started. Read only to end what is no descendant of ours (any more):
 * of each object, {@code pid} and {@code start} (clock ticks since boot), and the same of the process that speaks for it.
 */
final class Journal {
    private static final long MAX_BYTES = 16 << 20;

    private Journal() {}

    /** The processes that a journal names; none if there is no journal, or none that can be read. */
    static List<Processes.Seen> processes(Path file) {
        var out = new ArrayList<Processes.Seen>();
        try {
            if (!Files.exists(file) || Files.size(file) > MAX_BYTES) return out;
            Object tree = Json.read(Files.readAllBytes(file));
            boolean ofThisBoot = tree instanceof Map<?, ?> m && Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip().equals(m.get("boot"));
            if (ofThisBoot) collect(tree, out);
        } catch (IOException | WeftException e) {
            System.err.println("weft: the journal " + file + " cannot be read: " + e.getMessage());
        }
        return out;
    }

    private static void collect(Object tree, List<Processes.Seen> into) {
        switch (tree) {
            case Map<?, ?> m -> {
                add(m.get("pid"), m.get("start"), into);
                add(m.get("spoken_pid"), m.get("spoken_start"), into);
                m.values().forEach(v -> collect(v, into));
            }
            case List<?> l -> l.forEach(v -> collect(v, into));
            case null, default -> { }
        }
    }

    private static void add(Object pid, Object start, List<Processes.Seen> into) {
        if (pid instanceof Number p && start instanceof Number s && p.intValue() > 1) into.add(new Processes.Seen(p.intValue(), s.longValue()));
    }
}
