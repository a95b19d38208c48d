package weft.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import weft.os.Fd;
import weft.os.OsException;
import weft.os.UnixSocket;

/** A compositor in a process of its own, ours or another's, and what the kernel counts of it (proc(5)). It ends with this. */
final class MeasuredCompositor implements AutoCloseable {
    private static final int PATIENCE_S = 20;
    private final Path socket, log;
    private final Process process;

    /** Starts it; its socket is {@code name} in {@code folder}, with no settings of a user's. */
    MeasuredCompositor(Path folder, String name, List<String> command) throws IOException {
        socket = folder.resolve(name);
        log = folder.resolve(name + ".log");
        var builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().putAll(Map.of("XDG_RUNTIME_DIR", folder.toString(), "XDG_CONFIG_HOME", folder.resolve("settings").toString()));
        builder.environment().keySet().removeAll(List.of("WAYLAND_DISPLAY", "DISPLAY"));
        process = builder.start();
    }

    /** A connection to its socket, as soon as there is one. */
    Fd connect() throws IOException, InterruptedException {
        return connect(socket);
    }

    Fd connect(Path path) throws IOException, InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_S);
        while (true) {
            try {
                return UnixSocket.connect(path);
            } catch (OsException notYet) {
                if (System.nanoTime() > end || !process.isAlive()) throw new IOException("no socket " + path + "; its log: " + Files.readString(log));
                TimeUnit.MICROSECONDS.sleep(500);
            }
        }
    }

    /** Starts a program as its client. The caller ends it. */
    Process start(String program) throws IOException {
        var builder = new ProcessBuilder(program).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
        builder.environment().putAll(Map.of("XDG_RUNTIME_DIR", socket.getParent().toString(), "WAYLAND_DISPLAY", socket.getFileName().toString()));
        return builder.start();
    }

    long pid() {
        return process.pid();
    }

    /** Processor time of its threads, in ns. Threads that have ended are not counted: neither compositor has any. */
    long cpuNanos() throws IOException {
        return sum("schedstat", "");
    }

    /** How often its threads went to sleep by themselves. */
    long voluntarySwitches() throws IOException {
        return sum("status", "voluntary_ctxt_switches:");
    }

    private long sum(String file, String field) throws IOException {
        long sum = 0;
        try (var tasks = Files.list(Path.of("/proc/" + pid() + "/task"))) {
            for (Path t : tasks.toList()) {
                try {
                    for (String line : Files.readAllLines(t.resolve(file)))
                        if (line.startsWith(field)) sum += Long.parseLong(line.substring(field.length()).strip().split("\\s+")[0]);
                } catch (NoSuchFileException ended) {
                    // A thread that ended while we looked.
                }
            }
        }
        return sum;
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) process.destroyForcibly().waitFor();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
