package weft.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import weft.api.WeftException;
import weft.codec.Json;
import weft.os.Fd;
import weft.os.Patience;
import weft.os.UnixSocket;

/**
 * A connection that carries one JSON object a line: requests with an {@code id}, answers with the same number as
 * {@code re}, events with neither. While it waits for more than two seconds, it says so on standard error.
 */
public final class JsonLines implements AutoCloseable {
    private static final int LIMIT_S = 60, PROGRESS_S = 2;
    private static final String END = "";
    private final Link link;
    private final String peer;
    private final LinkedBlockingQueue<String> lines = new LinkedBlockingQueue<>(256);
    private final LinkedBlockingQueue<Message> events = new LinkedBlockingQueue<>();
    private long number;

    /** The bytes below. */
    private interface Link extends AutoCloseable {
        InputStream in();

        void send(byte[] line, Fd... files) throws IOException;

        @Override
        void close() throws IOException;
    }

    /** What came: a type and a body; {@code tree} is all of it. */
    public record Message(long re, String type, Map<String, Object> body, Map<String, Object> tree) {}

    private JsonLines(Link link, String peer) {
        this.link = link;
        this.peer = peer;
        Thread.ofPlatform().daemon().start(this::read);
    }

    /**
     * Connects to a socket of the session.
     *
     * @param peer who listens there, for what is said to the user
     * @throws Failure if nobody does
     */
    static JsonLines connect(Path socket, String peer, String instance) {
        try {
            var channel = SocketChannel.open(StandardProtocolFamily.UNIX);
            channel.connect(UnixDomainSocketAddress.of(socket));
            return new JsonLines(new BytesAlone(channel), peer);
        } catch (IOException e) {
            throw Failure.notRunning(instance);
        }
    }

    /** As {@link #connect}, for requests that carry descriptors; empty if nobody listens. */
    public static Optional<JsonLines> connectForFiles(Path socket, String peer) {
        try {
            return Optional.of(new JsonLines(new WithFiles(UnixSocket.connect(socket)), peer));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    // Without native code, which costs each command its start.
    private record BytesAlone(SocketChannel channel) implements Link {
        @Override
        public InputStream in() {
            return Channels.newInputStream(channel);
        }

        @Override
        public void send(byte[] line, Fd... files) throws IOException {
            var bytes = ByteBuffer.wrap(line);
            while (bytes.hasRemaining()) channel.write(bytes);
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }

    private record WithFiles(Fd socket) implements Link {
        @Override
        public InputStream in() {
            return new InputStream() {
                @Override
                public int read() throws IOException {
                    byte[] one = new byte[1];
                    return read(one, 0, 1) < 0 ? -1 : one[0] & 255;
                }

                @Override
                public int read(byte[] into, int offset, int length) throws IOException {
                    int n = socket.read(into, offset, length);
                    return n == 0 && length > 0 ? -1 : n;
                }
            };
        }

        @Override
        public void send(byte[] line, Fd... files) throws IOException {
            UnixSocket.send(socket, line, 0, line.length, files);
        }

        // The reading thread is in the socket until it ends; the process ends soon anyway.
        @Override
        public void close() {
            UnixSocket.shutdown(socket);
        }
    }

    private void read() {
        try {
            try (var in = new BufferedReader(new InputStreamReader(link.in(), StandardCharsets.UTF_8))) {
                for (String line; (line = in.readLine()) != null; ) if (!line.isBlank()) lines.put(line);
            } catch (IOException e) {
                // As good as the end.
            }
            lines.put(END);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Sends a request and waits for its answer; events that come first are kept for {@link #event}.
     *
     * @throws Failure with the peer's own sentence if it refuses, or if it does not answer
     */
    Message request(String type, Map<String, Object> body) throws InterruptedException {
        return request(type, body, "the answer to " + type, (int) Patience.of(LIMIT_S));
    }

    /** As {@link #request(String, Map)}, with open files; they stay the caller's. @param what is waited for, in words */
    public Message request(String type, Map<String, Object> body, String what, int limitSeconds, Fd... files) throws InterruptedException {
        long id = send(type, body, files);
        while (true) {
            Message m = next(what, limitSeconds);
            if (m.re() == 0 && !m.type().equals("ERROR")) events.add(m);
            if (m.type().equals("ERROR") && (m.re() == id || m.re() == 0)) throw Failure.refused(m.body());
            if (m.re() == id) return m;
        }
    }

    /** The next event; {@code what} names what is waited for. */
    Message event(String what, int limitSeconds) throws InterruptedException {
        Message kept = events.poll();
        return kept != null ? kept : next(what, limitSeconds);
    }

    private long send(String type, Map<String, Object> body, Fd... files) {
        var tree = new LinkedHashMap<String, Object>(Map.of("v", 1, "id", ++number, "type", type, "body", body));
        try {
            link.send((Json.line(tree) + "\n").getBytes(StandardCharsets.UTF_8), files);
        } catch (IOException e) {
            throw Failure.failed("The " + peer + " closed the connection.");
        }
        return number;
    }

    private Message next(String what, int limitSeconds) throws InterruptedException {
        for (int waited = 0; limitSeconds == 0 || waited < limitSeconds; waited += PROGRESS_S) {
            String line = lines.poll(PROGRESS_S, TimeUnit.SECONDS);
            if (line == END) throw Failure.failed("The " + peer + " ended before " + what + " came.");
            if (line != null) return parse(line);
            if (limitSeconds > 0) System.err.println("weft: waiting for " + what + " (" + (waited + PROGRESS_S) + " s)");
        }
        throw Failure.failed("The " + peer + " did not send " + what + " within " + limitSeconds + " seconds.");
    }

    @SuppressWarnings("unchecked")
    private Message parse(String line) {
        try {
            var tree = (Map<String, Object>) Json.read(line);
            long re = tree.get("re") instanceof Number n ? n.longValue() : 0;
            var body = Optional.ofNullable((Map<String, Object>) tree.get("body")).orElse(Map.of());
            return new Message(re, String.valueOf(tree.get("type")), body, tree);
        } catch (WeftException | ClassCastException e) {
            throw Failure.failed("The " + peer + " sent what is no message: " + e.getMessage() + ".");
        }
    }

    @Override
    public void close() {
        try {
            link.close();
        } catch (IOException e) {
            // Nothing is left to lose.
        }
    }
}
