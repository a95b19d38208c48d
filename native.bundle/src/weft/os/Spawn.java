package weft.os;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import weft.ffi.Libc;
import weft.ffi.PosixSpawn;

/**
 * Starts a program with exactly the environment and the descriptors that it is given (posix_spawn(3)); nothing else of
 * this process leaks into it. Without a redirection, standard input is {@code /dev/null} and the two outputs are ours.
 * The caller reaps the process: {@link Wait}. For one thread.
 */
public final class Spawn {
    private static final int O_WRONLY = 1, O_CREAT = 0x40, O_APPEND = 0x400, O_NOFOLLOW = 0x20000;
    private static final int F_DUPFD_CLOEXEC = 1030;
    private final List<String> argv;
    private final Map<Integer, Fd> redirections = new LinkedHashMap<>();
    private final Map<Integer, Path> logs = new LinkedHashMap<>();
    private Map<String, String> environment = Map.of();
    private List<Fd> descriptors = List.of();
    private Path directory;
    private int flags;

    /** @param argv the program's absolute path, then its arguments */
    public Spawn(List<String> argv) {
        this.argv = List.copyOf(argv);
    }

    public Spawn environment(Map<String, String> variables) {
        environment = Map.copyOf(variables);
        return this;
    }

    /** The descriptors that the program finds from 3 on, in this order. They stay the caller's. */
    public Spawn descriptors(List<Fd> fds) {
        descriptors = List.copyOf(fds);
        return this;
    }

    /** Makes {@code source} the program's descriptor 0, 1 or 2. */
    public Spawn redirect(int target, Fd source) {
        redirections.put(target, source);
        return this;
    }

    /** Appends the program's descriptor 1 or 2 to a file, made with mode 0600 where it is missing. */
    public Spawn append(int target, Path file) {
        logs.put(target, file);
        return this;
    }

    public Spawn directory(Path workingDirectory) {
        directory = workingDirectory;
        return this;
    }

    /** Starts the program as the leader of a session of its own: no terminal, and no Ctrl-C of ours. */
    public Spawn ownSession() {
        flags |= PosixSpawn.SETSID;
        return this;
    }

    /**
     * Starts the program.
     *
     * @return its process number
     * @throws OsException naming the program, if it cannot be executed, or a file or folder above is missing
     */
    public int start() throws OsException {
        var copies = new ArrayList<Fd>();
        try (Arena arena = Arena.ofConfined()) {
            var actions = PosixSpawn.actions(arena);
            var attributes = PosixSpawn.attributes(arena, flags);
            try {
                addActions(arena, actions, copies);
                var pid = arena.allocate(ValueLayout.JAVA_INT);
                check(PosixSpawn.spawn(pid, arena.allocateFrom(argv.getFirst()), actions, attributes,
                        strings(arena, argv), strings(arena, variables())));
                return pid.get(ValueLayout.JAVA_INT, 0);
            } finally {
                PosixSpawn.destroyAttributes(attributes);
                PosixSpawn.destroyActions(actions);
            }
        } finally {
            copies.forEach(Fd::close);
        }
    }

    private void addActions(Arena arena, MemorySegment actions, List<Fd> copies) throws OsException {
        int end = 3 + descriptors.size();
        if (!redirections.containsKey(0)) check(PosixSpawn.addOpen(actions, 0, arena.allocateFrom("/dev/null"), 0, 0));
        for (var r : redirections.entrySet()) check(PosixSpawn.addDup2(actions, above(end, r.getValue(), copies), r.getKey()));
        for (var l : logs.entrySet()) {
            var path = arena.allocateFrom(l.getValue().toString());
            check(PosixSpawn.addOpen(actions, l.getKey(), path, O_WRONLY | O_CREAT | O_APPEND | O_NOFOLLOW, 0600));
        }
        for (int i = 0; i < descriptors.size(); i++) {
            check(PosixSpawn.addDup2(actions, above(end, descriptors.get(i), copies), 3 + i));
        }
        check(PosixSpawn.addCloseFrom(actions, end));
        if (directory != null) check(PosixSpawn.addChdir(actions, arena.allocateFrom(directory.toString())));
    }

    // A copy above every target, so that placing one descriptor never overwrites the source of the next.
    private static int above(int end, Fd source, List<Fd> copies) throws OsException {
        Fd copy = Fd.of(Libc.fcntl(source.number(), F_DUPFD_CLOEXEC, end), "dup");
        copies.add(copy);
        return copy.number();
    }

    private List<String> variables() {
        return environment.entrySet().stream().map(e -> e.getKey() + "=" + e.getValue()).sorted().toList();
    }

    private static MemorySegment strings(Arena arena, List<String> values) {
        var array = arena.allocate(ValueLayout.JAVA_LONG, values.size() + 1L);
        for (int i = 0; i < values.size(); i++) array.setAtIndex(ValueLayout.JAVA_LONG, i, arena.allocateFrom(values.get(i)).address());
        return array;
    }

    private void check(int error) throws OsException {
        if (error != 0) throw new OsException("start " + argv.getFirst(), error);
    }
}
