package weft.compositor.xwayland.wire;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.function.Consumer;
import weft.os.Epoll;
import weft.os.EventLoop;
import weft.os.Fd;
import weft.os.OsException;
import weft.os.UnixSocket;

/**
 * A connection to an X server. Nothing here waits: requests are buffered until {@link #flush}, replies come to whoever
 * asked, in order. Bounded: a server that does not read, or sends more than was asked for, is left. One thread: the loop's.
 */
public final class XConnection implements AutoCloseable {
    /** The longest message that is taken; no reply that is asked for comes near it. */
    static final int MOST_INPUT = 1 << 20;
    private static final int MOST_OUTPUT = 8 << 20, CHUNK = 1 << 16, SYNC_EVERY = 1 << 14;
    private final Fd socket;
    private final Listener listener;
    private final EventLoop.Source source;
    private final RequestWriter out = Setup.request();
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private byte[] in = new byte[CHUNK];
    private int filled;
    private Setup setup;
    private int lastId, sequence, lastWaiting;
    private boolean closed;

    /** Who hears of the connection. */
    public interface Listener {
        /** The first: requests may be made from now on. */
        void connected(Setup setup);

        void event(Packet event);

        /** It is no more; nothing comes after this. */
        void lost(String why);
    }

    private record Waiting(int sequence, Consumer<Packet> reply) {}

    /** @param socket a connection to a server, from now on this object's */
    public XConnection(EventLoop loop, Fd socket, Listener listener) throws OsException {
        this.socket = socket;
        this.listener = listener;
        source = loop.add(socket.number(), Epoll.IN, this::ready);
    }

    /** Begins a request, which the caller ends. */
    public RequestWriter request(int opcode, int data) {
        if (sequence - lastWaiting > SYNC_EVERY) {
            // Numbers of replies have 16 bits: one has to come often enough to tell them apart.
            lastWaiting = ++sequence;
            waiting.add(new Waiting(sequence, reply -> { }));
            out.begin(Opcode.GET_INPUT_FOCUS, 0).end();
        }
        sequence++;
        return out.begin(opcode, data);
    }

    /** The request begun last has a reply: to be handed on, or null if there was an error instead. */
    public void onReply(Consumer<Packet> reply) {
        waiting.add(new Waiting(sequence, reply));
        lastWaiting = sequence;
    }

    /** An id for something new. */
    public int newId() {
        int step = Integer.lowestOneBit(setup.idMask());
        return setup.idBase() | (lastId++ * step & setup.idMask());
    }

    public Setup setup() {
        return setup;
    }

    /** Sends what is buffered, as far as the server takes it now. */
    public void flush() {
        if (closed || out.size() == 0) return;
        try {
            int sent = 0;
            while (sent < out.size()) {
                int n = UnixSocket.trySend(socket, out.bytes(), sent, Math.min(out.size() - sent, CHUNK / 4));
                if (n == 0) break;
                sent += n;
            }
            out.drop(sent);
            source.interest(out.size() > 0 ? Epoll.IN | Epoll.OUT : Epoll.IN);
        } catch (IOException e) {
            lose(e.getMessage());
            return;
        }
        if (out.size() > MOST_OUTPUT) lose("the X server does not read");
    }

    private void ready(int events) {
        if ((events & Epoll.OUT) != 0) flush();
        if (closed || (events & ~Epoll.OUT) == 0) return;
        try {
            if (filled == in.length) in = Arrays.copyOf(in, 2 * in.length);
            int n = socket.read(in, filled, in.length - filled);
            if (n == 0) lose("the X server has ended");
            filled += n;
            serve();
        } catch (IOException | IllegalArgumentException e) {
            lose(e.getMessage());
        }
    }

    private void serve() {
        int at = 0;
        try {
            while (!closed) {
                int left = filled - at, length = setup == null ? setupLength(at, left) : packetLength(at, left);
                if (length > MOST_INPUT) throw new IllegalArgumentException("the X server sends a message of " + length + " bytes");
                if (length > left) break;
                var packet = new Packet(Arrays.copyOfRange(in, at, at + length));
                at += length;
                if (setup == null) listener.connected(setup = Setup.parse(packet));
                else packet(packet);
            }
        } finally {
            // Whatever a listener throws: nothing is handed on twice.
            System.arraycopy(in, at, in, 0, filled - at);
            filled -= at;
        }
    }

    private int setupLength(int at, int left) {
        return left < Setup.HEAD ? Setup.HEAD : Setup.length(new Packet(Arrays.copyOfRange(in, at, at + Setup.HEAD)));
    }

    private int packetLength(int at, int left) {
        if (left < Packet.BYTES) return Packet.BYTES;
        var head = new Packet(Arrays.copyOfRange(in, at, at + Packet.BYTES));
        boolean longer = head.type() == Packet.REPLY || head.type() == Packet.GENERIC_EVENT;
        long length = Packet.BYTES + (longer ? 4L * Integer.toUnsignedLong(head.i32(4)) : 0);
        return (int) Math.min(length, Integer.MAX_VALUE);
    }

    private void packet(Packet p) {
        if (p.type() == Packet.REPLY || p.type() == Packet.ERROR) {
            answer(p);
            return;
        }
        listener.event(p);
    }

    // Requests without a reply may fail too: windows of other clients go at any time.
    private void answer(Packet p) {
        var first = waiting.peek();
        if (first == null || (first.sequence & 0xffff) != p.u16(2)) {
            if (p.type() == Packet.REPLY) throw new IllegalArgumentException("the X server sends a reply to nothing");
            return;
        }
        waiting.poll();
        first.reply.accept(p.type() == Packet.ERROR ? null : p);
    }

    private void lose(String why) {
        if (closed) return;
        close();
        listener.lost(why);
    }

    @Override
    public void close() {
        if (closed) return;
        closed = true;
        source.close();
        socket.close();
        waiting.clear();
    }
}
