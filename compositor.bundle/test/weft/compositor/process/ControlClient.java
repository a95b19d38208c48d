package weft.compositor.process;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import javax.imageio.ImageIO;
import weft.codec.Json;

/** Asks a compositor over its control socket. What is not answered within a minute fails. */
final class ControlClient implements AutoCloseable {
    private static final int TIMEOUT_MS = 60_000;
    private final SocketChannel socket;
    private final Selector selector = Selector.open();
    private final ByteBuffer buffer = ByteBuffer.allocate(1 << 16).flip();
    private final Path path;
    private long lastId;

    ControlClient(Path path) throws IOException {
        this.path = path;
        socket = SocketChannel.open(UnixDomainSocketAddress.of(path));
        socket.configureBlocking(false);
        socket.register(selector, SelectionKey.OP_READ);
    }

    /** A request and its answer's body; an ERROR fails. */
    Map<?, ?> ask(String type, Map<String, Object> body) throws IOException {
        var answer = askFor(type, body);
        if ("ERROR".equals(answer.get("type"))) throw new AssertionError(type + ": " + answer.get("body"));
        return (Map<?, ?>) answer.get("body");
    }

    Map<?, ?> ask(String type) throws IOException {
        return ask(type, Map.of());
    }

    /** A request and its whole answer. */
    Map<?, ?> askFor(String type, Map<String, Object> body) throws IOException {
        long id = ++lastId;
        send(Json.line(Map.of("id", id, "type", type, "body", body)));
        while (true) {
            var message = next();
            if (Long.valueOf(id).equals(message.get("re"))) return message;
        }
    }

    void send(String line) throws IOException {
        sendRaw(line + "\n");
    }

    void sendRaw(String text) throws IOException {
        var bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        long deadline = System.nanoTime() + TIMEOUT_MS * 1_000_000L;
        while (bytes.hasRemaining()) {
            if (socket.write(bytes) == 0) Thread.onSpinWait();
            if (System.nanoTime() > deadline) throw new IOException("the compositor takes no request within a minute");
        }
    }

    /** The next message, answer or event. */
    Map<?, ?> next() throws IOException {
        return (Map<?, ?>) Json.read(line());
    }

    private String line() throws IOException {
        var out = new ByteArrayOutputStream();
        while (true) {
            while (buffer.hasRemaining()) {
                byte b = buffer.get();
                if (b == '\n') return out.toString(StandardCharsets.UTF_8);
                out.write(b);
            }
            buffer.clear();
            if (selector.select(TIMEOUT_MS) == 0) throw new IOException("no answer within a minute");
            selector.selectedKeys().clear();
            int n = socket.read(buffer);
            buffer.flip();
            if (n < 0) throw new IOException("the compositor closed the control connection");
        }
    }

    /** The first mapped window that fits, as soon as there is one. */
    Map<?, ?> window(Predicate<Map<?, ?>> fits) throws IOException {
        send(Json.line(Map.of("id", ++lastId, "type", "SUBSCRIBE")));
        long deadline = System.nanoTime() + 2L * TIMEOUT_MS * 1_000_000;
        while (true) {
            if (System.nanoTime() > deadline) throw new IOException("there is no such window after two minutes");
            var message = next();
            if (!"WINDOWS".equals(message.get("type"))) continue;
            for (var w : windows((Map<?, ?>) message.get("body"))) if (Boolean.TRUE.equals(w.get("mapped")) && fits.test(w)) return w;
        }
    }

    Map<?, ?> windowOf(String appId) throws IOException {
        return window(w -> appId.equals(w.get("app_id")));
    }

    @SuppressWarnings("unchecked")
    static List<Map<?, ?>> windows(Map<?, ?> body) {
        return (List<Map<?, ?>>) body.get("windows");
    }

    /** The pixels of the output as 0xFFRRGGBB rows. */
    int[] screenshot() throws IOException {
        var png = ask("SCREENSHOT");
        var image = ImageIO.read(new ByteArrayInputStream(Base64.getDecoder().decode((String) png.get("base64"))));
        return image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
    }

    /** Waits for the next frame that the compositor draws. */
    void nextFrame() throws IOException {
        ask("SYNC", Map.of("frame", true));
    }

    /**
     * Looks again after each frame until something holds; fails with {@code what} when it does not after two minutes, or
     * no frame is drawn within one. The frame is asked for before looking, or one drawn meanwhile would be missed; on a
     * connection of its own, as each answers one request after the other.
     */
    void untilFrame(String what, BooleanCheck condition) throws IOException {
        long deadline = System.nanoTime() + 2L * TIMEOUT_MS * 1_000_000;
        try (var frames = new ControlClient(path)) {
            frames.ask("SYNC");
            while (System.nanoTime() < deadline) {
                frames.send(Json.line(Map.of("id", ++frames.lastId, "type", "SYNC", "body", Map.of("frame", true))));
                ask("SYNC"); // the request before this one has been taken
                if (condition.holds()) return;
                frames.awaitAnswer(what);
            }
        }
        throw new IOException(what);
    }

    private void awaitAnswer(String what) throws IOException {
        try {
            while (!Long.valueOf(lastId).equals(next().get("re")));
        } catch (IOException e) {
            throw new IOException(what + ": " + e.getMessage(), e);
        }
    }

    /** A check that asks the compositor. */
    interface BooleanCheck {
        boolean holds() throws IOException;
    }

    void click(int x, int y) throws IOException {
        ask("POINTER_MOVE", Map.of("x", x, "y", y));
        ask("POINTER_BUTTON", Map.of("button", "left", "pressed", true));
        ask("POINTER_BUTTON", Map.of("button", "left", "pressed", false));
    }

    void type(String text) throws IOException {
        ask("TYPE", Map.of("text", text));
    }

    @Override
    public void close() throws IOException {
        socket.close();
        selector.close();
    }

    static int number(Map<?, ?> m, String key) {
        return ((Number) m.get(key)).intValue();
    }
}
