package weft.wayland;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import weft.os.Fd;
import weft.os.UnixSocket;
import weft.wayland.testing.Fixture;

/** A client that writes bytes of its own making, and so may break every rule. */
final class RawClient implements AutoCloseable {
    // What clients do wrong is logged; here that would be all there is to see. The reference keeps the setting alive.
    private static final Logger LOG = Logger.getLogger("weft.wayland");

    static {
        LOG.setLevel(Level.OFF);
    }

    private final Fixture fixture;
    private final Fd socket;
    private final ByteArrayOutputStream received = new ByteArrayOutputStream();
    private boolean ended;

    /** An event as it came. */
    record Event(int object, int opcode, ByteBuffer arguments) {}

    /** What a {@code wl_display.error} said. */
    record Failure(int object, int code, String message) {}

    RawClient(Fixture fixture, boolean privileged) throws IOException {
        this.fixture = fixture;
        socket = fixture.connectRaw(privileged);
    }

    RawClient(Fixture fixture) throws IOException {
        this(fixture, false);
    }

    /** A message: numbers as words; strings and byte arrays with length and padding. */
    static byte[] message(int object, int opcode, Object... arguments) {
        var body = new ByteArrayOutputStream();
        for (Object a : arguments) {
            switch (a) {
                case Integer i -> body.writeBytes(word(i));
                case String s -> writeBlock(body, (s + "\0").getBytes(StandardCharsets.UTF_8));
                case byte[] b -> writeBlock(body, b);
                default -> throw new IllegalArgumentException(a.toString());
            }
        }
        return withLength(object, opcode, 8 + body.size(), body.toByteArray());
    }

    /** A message that claims a length. */
    static byte[] withLength(int object, int opcode, int length, byte[] body) {
        return ByteBuffer.allocate(8 + body.length).order(ByteOrder.nativeOrder()).putInt(object).putInt(length << 16 | opcode).put(body).array();
    }

    static byte[] word(int value) {
        return ByteBuffer.allocate(4).order(ByteOrder.nativeOrder()).putInt(value).array();
    }

    private static void writeBlock(ByteArrayOutputStream body, byte[] block) {
        body.writeBytes(word(block.length));
        body.writeBytes(block);
        body.writeBytes(new byte[-block.length & 3]);
    }

    RawClient send(byte[] bytes, Fd... fds) throws IOException {
        UnixSocket.send(socket, bytes, 0, bytes.length, fds);
        return this;
    }

    RawClient send(int object, int opcode, Object... arguments) throws IOException {
        return send(message(object, opcode, arguments));
    }

    /** Asks for the registry as object 2, and binds the first global of a type. */
    RawClient bind(String type, int version, int id) throws IOException {
        fixture.settle();
        var global = globals().stream().filter(g -> g.type().equals(type)).findFirst().orElseThrow();
        return send(2, 0, global.name(), type, version, id);
    }

    record Global(int name, String type, int version) {}

    RawClient registry() throws IOException {
        return send(1, 1, 2);
    }

    List<Global> globals() throws IOException {
        var found = new ArrayList<Global>();
        for (Event e : events()) {
            if (e.object() == 2 && e.opcode() == 0) found.add(new Global(e.arguments().getInt(), string(e.arguments()), e.arguments().getInt()));
        }
        return found;
    }

    /** All events so far, once the server has done what it was asked. */
    List<Event> events() throws IOException {
        fixture.settle();
        drain();
        var events = new ArrayList<Event>();
        var all = ByteBuffer.wrap(received.toByteArray()).order(ByteOrder.nativeOrder());
        while (all.remaining() >= 8) {
            int object = all.getInt();
            int word = all.getInt();
            var arguments = all.slice(all.position(), (word >>> 16) - 8).order(ByteOrder.nativeOrder());
            all.position(all.position() + arguments.capacity());
            events.add(new Event(object, word & 0xffff, arguments));
        }
        return events;
    }

    Optional<Failure> failure() throws IOException {
        for (Event e : events()) {
            if (e.object() == 1 && e.opcode() == 0) return Optional.of(new Failure(e.arguments().getInt(), e.arguments().getInt(), string(e.arguments())));
        }
        return Optional.empty();
    }

    /** Whether the server has closed the connection. */
    boolean isEnded() throws IOException {
        fixture.settle();
        drain();
        return ended;
    }

    static String string(ByteBuffer arguments) {
        var bytes = new byte[arguments.getInt()];
        arguments.get(bytes);
        arguments.position(arguments.position() + (-bytes.length & 3));
        return new String(bytes, 0, bytes.length - 1, StandardCharsets.UTF_8);
    }

    // Descriptors that come are closed.
    private void drain() throws IOException {
        var chunk = new byte[1 << 16];
        while (!ended && readable()) {
            int n;
            try {
                var got = UnixSocket.receive(socket, chunk, 0, chunk.length);
                for (Fd fd : got.fds()) fd.close();
                n = got.bytes();
            } catch (weft.os.OsException e) {
                n = 0; // reset: the server closed with something of ours unread
            }
            ended = n <= 0;
            received.write(chunk, 0, n);
        }
    }

    private boolean readable() throws IOException {
        try (var epoll = new weft.os.Epoll()) {
            epoll.add(socket.number(), weft.os.Epoll.IN, 0);
            return epoll.await(0) > 0;
        }
    }

    @Override
    public void close() {
        socket.close();
    }
}
