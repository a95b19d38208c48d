package weft.supervisor;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import weft.os.OsException;
import weft.os.Pidfd;

/** Other processes of the machine, found through proc(5) and held by descriptor before they are touched. */
final class Processes {
    static final int SIGTERM = 15, SIGKILL = 9;
    private static final int KILL_WAIT_MS = 2_000;

    private Processes() {}

    /** A process as it was seen: its number and, so that a later one is not mistaken for it, when it began. */
    record Seen(int pid, long start) {
        /** The process itself, the caller's to close; empty if it has ended. */
        Optional<Pidfd> hold() {
            try {
                var process = Pidfd.open(pid);
                if (Pidfd.startTime(pid) == start) return Optional.of(process);
                process.close();
            } catch (IOException e) {
                // Ended meanwhile.
            }
            return Optional.empty();
        }
    }

    /** What {@code pid} is now; empty if there is no such process. */
    static Optional<Seen> see(int pid) {
        try {
            return Optional.of(new Seen(pid, Pidfd.startTime(pid)));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Every living descendant of this process, but for those in {@code except} and below. */
    static List<Seen> descendants(Set<Integer> except) throws IOException {
        var children = new HashMap<Integer, List<Seen>>();
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (Path p : processes) stat(p, children);
        }
        var found = new ArrayList<Seen>();
        collect((int) ProcessHandle.current().pid(), children, new HashSet<>(except), found);
        return found;
    }

    private static void collect(int parent, Map<Integer, List<Seen>> children, Set<Integer> visited, List<Seen> into) {
        for (Seen child : children.getOrDefault(parent, List.of())) {
            if (!visited.add(child.pid())) continue;
            into.add(child);
            collect(child.pid(), children, visited, into);
        }
    }

    // pid (comm) state ppid … starttime is field 22; a zombie (Z, X) has ended already.
    private static void stat(Path process, Map<Integer, List<Seen>> children) {
        try {
            String stat = Files.readString(process.resolve("stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            if (fields[0].equals("Z") || fields[0].equals("X")) return;
            var seen = new Seen(Integer.parseInt(process.getFileName().toString()), Long.parseLong(fields[19]));
            children.computeIfAbsent(Integer.parseInt(fields[1]), k -> new ArrayList<>()).add(seen);
        } catch (IOException e) {
            // Ended between the listing and the reading.
        }
    }

    /** Asks the processes to end, and kills those that have not after {@code graceMs} in all. */
    static void endAll(List<Seen> processes, int graceMs) throws OsException {
        var held = new ArrayList<Pidfd>();
        try {
            for (Seen s : processes) s.hold().ifPresent(held::add);
            end(held, graceMs);
        } finally {
            held.forEach(Pidfd::close);
        }
    }

    /** As {@link #endAll}, for processes that the caller holds. */
    static void end(List<Pidfd> held, int graceMs) throws OsException {
        held.forEach(p -> p.signal(SIGTERM));
        long deadline = System.nanoTime() + graceMs * 1_000_000L;
        for (Pidfd p : held) {
            if (p.awaitExit((int) Math.max(0, (deadline - System.nanoTime()) / 1_000_000))) continue;
            p.signal(SIGKILL);
            p.awaitExit(KILL_WAIT_MS);
        }
    }
}
