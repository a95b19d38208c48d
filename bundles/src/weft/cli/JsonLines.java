package weft.cli;

import java.io.BufferedReader;
import java.io.IOException;
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

/**
 * A connection that carries one JSON object a line: requests with an {@code id}, answers with the same number as
 * {@code re}, events with neither. While it waits for more than two seconds, it says so on standard error.
 */
final class JsonLines implements AutoCloseable {
    private static final int LIMIT_S = 60, PROGRESS_S = 2;
    private static final String END = "";
    private final SocketChannel channel;
    private final String peer;
    private final LinkedBlockingQueue<String> lines = new LinkedBlockingQueue<>(256);
    private final LinkedBlockingQueue<Message> events = new LinkedBlockingQueue<>();
    private long number;

    /** What came: a type and a body; {@code tree} is all of it. */
    record Message(long re, String type, Map<String, Object> body, Map<String, Object> tree) {}

    private JsonLines(SocketChannel channel, String peer) {
        this.channel = channel;
        this.peer = peer;
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
            var connection = new JsonLines(channel, peer);
            Thread.ofPlatform().daemon().start(connection::read);
            return connection;
        } catch (IOException e) {
            throw Failure.notRunning(instance);
        }
    }

    private void read() {
        try {
            try (var in = new BufferedReader(new InputStreamReader(Channels.newInputStream(channel), StandardCharsets.UTF_8))) {
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
        long id = send(type, body);
        while (true) {
            Message m = next("the answer to " + type, LIMIT_S);
            if (m.re() == 0 && !m.type().equals("ERROR")) events.add(m);
            if (m.type().equals("ERROR") && (m.re() == id || m.re() == 0)) throw Failure.failed(String.valueOf(m.body().get("message")));
            if (m.re() == id) return m;
        }
    }

    /** The next event; {@code what} names what is waited for. */
    Message event(String what, int limitSeconds) throws InterruptedException {
        Message kept = events.poll();
        return kept != null ? kept : next(what, limitSeconds);
    }

    private long send(String type, Map<String, Object> body) {
        var tree = new LinkedHashMap<String, Object>(Map.of("v", 1, "id", ++number, "type", type, "body", body));
        var bytes = ByteBuffer.wrap((Json.line(tree) + "\n").getBytes(StandardCharsets.UTF_8));
        try {
            while (bytes.hasRemaining()) channel.write(bytes);
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
            channel.close();
        } catch (IOException e) {
            // Nothing is left to lose.
        }
    }
}
