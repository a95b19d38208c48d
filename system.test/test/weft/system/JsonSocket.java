package weft.system;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import weft.api.message.Message;
import weft.codec.Envelope;
import weft.codec.Json;
import weft.os.Fd;
import weft.os.UnixSocket;

/** A connection of JSON lines, as scripts have it: requests and their replies, and every event kept in order of arrival. */
public final class JsonSocket implements AutoCloseable {
    private final Fd fd;
    private final List<Map<String, Object>> arrived = new ArrayList<>();
    private boolean ended;
    private long lastId;

    JsonSocket(Path path) throws IOException {
        fd = UnixSocket.connect(path);
        Thread.ofPlatform().daemon().name("reader of " + path.getFileName()).start(this::read);
    }

    /** Sends a request and waits for its reply's body; an ERROR reply is an exception. */
    public Map<String, Object> call(String type, Map<String, Object> body) throws IOException {
        long id = send(type, body);
        var reply = await(m -> m.get("re") instanceof Long re && re == id, Duration.ofSeconds(60), type + " to be answered");
        if ("ERROR".equals(reply.get("type"))) throw new IOException(type + ": " + reply.get("body"));
        return body(reply);
    }

    /** Sends a message to an app's module; returns when it is on its way there. */
    public void tell(String session, Object data) throws IOException {
        long id = write(Map.of("type", "IPC_FORWARD", "session", session, "body", Map.of("data", data)));
        var reply = await(m -> m.get("re") instanceof Long re && re == id, Duration.ofSeconds(60), "a message to be passed on");
        if ("ERROR".equals(reply.get("type"))) throw new IOException("IPC_FORWARD: " + reply.get("body"));
    }

    Message call(Message message) throws IOException {
        var request = Envelope.request(1, message);
        long id = send(request.type(), request.body());
        return Envelope.fromTree(await(m -> m.get("re") instanceof Long re && re == id, Duration.ofSeconds(60), request.type() + " to be answered")).answer();
    }

    long send(String type, Map<String, Object> body) throws IOException {
        return write(Map.of("type", type, "body", body));
    }

    private synchronized long write(Map<String, Object> request) throws IOException {
        long id = ++lastId;
        var numbered = new java.util.HashMap<>(request);
        numbered.put("v", 1);
        numbered.put("id", id);
        byte[] line = (Json.line(numbered) + "\n").getBytes(StandardCharsets.US_ASCII);
        fd.write(line, 0, line.length);
        return id;
    }

    /** Waits for a message that matches, among those already arrived too. */
    public synchronized Map<String, Object> await(Predicate<Map<String, Object>> wanted, Duration limit, String what) {
        long end = System.nanoTime() + limit.toNanos();
        for (int next = 0;; ) {
            for (; next < arrived.size(); next++) if (wanted.test(arrived.get(next))) return arrived.get(next);
            long left = (end - System.nanoTime()) / 1_000_000;
            if (left <= 0 || ended) throw new AssertionError("waited for " + what + (ended ? "; the connection was closed" : "") + "; last: " + tail());
            try {
                wait(left);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }

    /** How many messages have arrived: a mark to look behind. */
    public synchronized int mark() {
        return arrived.size();
    }

    /** As {@link #await}, among what arrives after the mark. */
    public Map<String, Object> awaitAfter(int mark, Predicate<Map<String, Object>> wanted, Duration limit, String what) {
        return await(m -> indexOf(m) >= mark && wanted.test(m), limit, what);
    }

    @SuppressWarnings("unchecked")
    static Map<String, Object> body(Map<String, Object> envelope) {
        return (Map<String, Object>) envelope.get("body");
    }

    private synchronized int indexOf(Map<String, Object> message) {
        for (int i = arrived.size() - 1; i >= 0; i--) if (arrived.get(i) == message) return i;
        return -1;
    }

    private List<Map<String, Object>> tail() {
        return arrived.subList(Math.max(0, arrived.size() - 5), arrived.size());
    }

    @SuppressWarnings("unchecked")
    private void read() {
        var line = new java.io.ByteArrayOutputStream();
        byte[] chunk = new byte[1 << 16];
        try {
            for (int n; (n = fd.read(chunk, 0, chunk.length)) > 0; ) {
                for (int i = 0; i < n; i++) {
                    if (chunk[i] != '\n') {
                        line.write(chunk[i]);
                        continue;
                    }
                    var message = (Map<String, Object>) Json.read(line.toByteArray());
                    line.reset();
                    synchronized (this) {
                        arrived.add(message);
                        notifyAll();
                    }
                }
            }
        } catch (IOException | IllegalStateException e) {
            // The end of the connection, told below.
        }
        synchronized (this) {
            ended = true;
            notifyAll();
        }
    }

    @Override
    public void close() {
        if (fd.isOpen()) {
            UnixSocket.shutdown(fd);
            fd.close();
        }
    }
}
