package weft.supervisor;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import weft.os.Fd;
import weft.os.Pidfd;
import weft.os.Spawn;
import weft.os.UnixSocket;

/** One life of a service: its process and our end of its lifeline. */
final class Running implements AutoCloseable {
    private static final long MAX_LOG_BYTES = 8 << 20;
    private static final int MAX_LINE = 4096;
    private final Pidfd process;
    private final Fd lifeline;

    private Running(Pidfd process, Fd lifeline) {
        this.process = process;
        this.lifeline = lifeline;
    }

    /**
     * Starts the service on its sockets, its outputs appended to {@code log}.
     *
     * @param remarks told what the service says over its lifeline, on a thread of its own
     */
    static Running start(Service service, Listeners listeners, Path log, Children children, Consumer<Event> remarks) throws IOException {
        var sockets = new ArrayList<>(listeners.of(service));
        var names = service.sockets().stream().map(Service.Endpoint::name).collect(Collectors.toCollection(ArrayList::new));
        var pair = UnixSocket.pair();
        try (Fd theirs = pair[1]) {
            sockets.add(theirs);
            names.add("lifeline");
            var environment = new HashMap<>(service.environment());
            environment.put("LISTEN_FDS", Integer.toString(sockets.size()));
            environment.put("LISTEN_FDNAMES", String.join(":", names));
            boundLog(log);
            var spawn = new Spawn(service.argv()).environment(environment).descriptors(sockets)
                    .append(1, log).append(2, log).directory(Path.of("/")).ownSession();
            var running = new Running(children.start(spawn), pair[0]);
            Thread.ofPlatform().daemon().name("weft-" + service.name()).start(() -> running.listen(service.name(), remarks));
            return running;
        } catch (IOException e) {
            pair[0].close();
            throw e;
        }
    }

    Pidfd process() {
        return process;
    }

    int pid() {
        return process.pid();
    }

    private void listen(String name, Consumer<Event> remarks) {
        var line = new ByteArrayOutputStream();
        byte[] bytes = new byte[512];
        try {
            for (int n; (n = lifeline.read(bytes, 0, bytes.length)) > 0; ) {
                for (int i = 0; i < n; i++) {
                    if (bytes[i] != '\n' && line.size() < MAX_LINE) line.write(bytes[i]);
                    if (bytes[i] != '\n') continue;
                    remark(name, line.toString(StandardCharsets.UTF_8), remarks);
                    line.reset();
                }
            }
        } catch (IOException e) {
            // Reset by the service's death, which the waiting thread tells.
        } finally {
            lifeline.close();
        }
    }

    private static void remark(String name, String line, Consumer<Event> remarks) {
        if (line.equals("READY")) remarks.accept(new Event.Ready(name));
        String[] words = line.split(" ", 3);
        if (words.length == 3 && words[0].equals("TELL")) remarks.accept(new Event.Told(name, words[1], words[2]));
    }

    private static void boundLog(Path log) throws IOException {
        if (Files.exists(log) && Files.size(log) > MAX_LOG_BYTES)
            Files.move(log, log.resolveSibling(log.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
    }

    /** Lets go of the process, not ending it: for one that has ended. */
    @Override
    public void close() {
        process.close();
    }
}
