package weft.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import weft.codec.Json;
import weft.os.Fd;
import weft.os.UnixSocket;

/** Stands where a platform or a compositor would, to answer what a healthy one would not; serves one connection. */
final class LineServer implements AutoCloseable {
    private final Path socket;
    private final Fd listener;
    private final LinkedBlockingQueue<Map<String, Object>> requests = new LinkedBlockingQueue<>();

    /** @param answers the lines to send for a request; an empty list ends the connection */
    LineServer(Path socket, Function<Map<String, Object>, List<String>> answers) throws IOException {
        this.socket = socket;
        Files.createDirectories(socket.getParent());
        listener = UnixSocket.listen(socket, 4);
        Thread.ofPlatform().daemon().start(() -> serve(answers));
    }

    @SuppressWarnings("unchecked")
    private void serve(Function<Map<String, Object>, List<String>> answers) {
        try (Fd connection = UnixSocket.accept(listener)) {
            for (String line; !(line = line(connection)).isEmpty(); ) {
                var request = (Map<String, Object>) Json.read(line);
                requests.add(request);
                var lines = answers.apply(request);
                for (String answer : lines) {
                    byte[] bytes = (answer + "\n").getBytes(StandardCharsets.UTF_8);
                    connection.write(bytes, 0, bytes.length);
                }
                if (lines.isEmpty()) return;
            }
        } catch (IOException e) {
            // The command has seen enough.
        }
    }

    private static String line(Fd connection) throws IOException {
        var line = new java.io.ByteArrayOutputStream();
        byte[] one = new byte[1];
        while (connection.read(one, 0, 1) == 1 && one[0] != '\n') line.write(one[0]);
        return line.toString(StandardCharsets.UTF_8);
    }

    Map<String, Object> request() throws InterruptedException {
        var request = requests.poll(20, TimeUnit.SECONDS);
        if (request == null) throw new AssertionError("no request came");
        return request;
    }

    @Override
    public void close() throws IOException {
        listener.close();
        Files.delete(socket);
    }
}
