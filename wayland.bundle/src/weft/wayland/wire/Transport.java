package weft.wayland.wire;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.function.Consumer;
import weft.os.Errno;
import weft.os.Fd;
import weft.os.SocketMessage;
import weft.os.UnixSocket;

/**
 * One end of a Wayland connection: splits what arrives into messages, and sends what the {@link #writer} wrote. Never
 * blocks; holds no more than its {@link Limits}. For one thread; nothing is allocated per message.
 */
public final class Transport implements AutoCloseable {
    /** No message may be longer: the reference implementation's buffers hold this much. */
    public static final int MAX_MESSAGE = 4096;
    // Numbers after the last string or array are written before the length is checked.
    private static final int RESERVE = MAX_MESSAGE + 256;
    private static final int INPUT = 1 << 14;
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED;
    private final Fd socket;
    private final ObjectMap objects;
    private final Runnable whenOutput;
    private final SocketMessage message = new SocketMessage();
    private final Arena arena = Arena.ofShared();
    private final MemorySegment in = arena.allocate(INPUT, 8);
    private final FdQueue fdsIn;
    private final FdQueue fdsOut;
    private final OutputBuffer out;
    private final ArgumentReader reader;
    private final ArgumentWriter writer;
    private Consumer<String> trace;
    private int inHead;
    private int inTail;
    private boolean announced;
    private boolean blocked;
    private String failure;
    private boolean closed;

    /**
     * @param socket a connected stream socket, now this object's
     * @param whenOutput called when there is output to {@link #flush} again
     */
    public Transport(Fd socket, ObjectMap objects, Limits limits, Runnable whenOutput) {
        this.socket = socket;
        this.objects = objects;
        this.whenOutput = whenOutput;
        fdsIn = new FdQueue(limits.descriptors());
        fdsOut = new FdQueue(limits.descriptors());
        out = new OutputBuffer(limits.outputBytes());
        reader = new ArgumentReader(in, fdsIn, objects);
        writer = new ArgumentWriter(this, out, fdsOut, objects.isServer());
    }

    public int number() {
        return socket.number();
    }

    public ArgumentReader reader() {
        return reader;
    }

    public ArgumentWriter writer() {
        return writer;
    }

    /**
     * Receives once, what is there.
     *
     * @return false at the end of the stream, or if the socket failed
     * @throws MalformedMessage if descriptors were lost on the way or too many came
     */
    public boolean receive() {
        if (inHead > 0) compact();
        long n = message.receive(socket.number(), in.address() + inTail, INPUT - inTail);
        if (n == -Errno.EAGAIN || n == -Errno.EINTR) return true;
        if (n <= 0) return false;
        inTail += (int) n;
        boolean kept = true;
        for (int i = 0; i < message.count(); i++) kept &= fdsIn.add(message.descriptor(i));
        if (!kept || message.truncated()) throw new MalformedMessage(MalformedMessage.NO_MEMORY, "too many descriptors");
        return true;
    }

    /**
     * Moves on to the next message, whose arguments the {@link #reader} then reads.
     *
     * @return false if it has not arrived completely
     */
    public boolean next() {
        if (closed || inTail - inHead < 8) return false;
        int at = inHead;
        int word = in.get(INT, at + 4);
        int length = word >>> 16;
        if (length < 8 || length % 4 != 0 || length > MAX_MESSAGE) throw MalformedMessage.method("message of " + length + " bytes");
        if (inTail - at < length) return false;
        inHead += length;
        reader.start(at, in.get(INT, at), word & 0xffff, length);
        if (trace != null) traceIncoming(at, length);
        return true;
    }

    /** Sends as much as the socket takes; whether something is left is then told by {@link #isBlocked}. */
    public void flush() {
        announced = false;
        while (!isDead() && out.size() > 0) {
            int fds = Math.min(fdsOut.size(), UnixSocket.MAX_FDS);
            // With more descriptors than fit, one byte carries each load, so that none comes later than its message.
            long length = fdsOut.size() > fds ? 1 : out.size();
            long n = message.send(socket.number(), out.address(), length, fdsOut.array(), fds);
            if (n == -Errno.EINTR) continue;
            blocked = n == -Errno.EAGAIN;
            if (blocked) return;
            if (n < 0) {
                fail("write: " + Errno.name((int) -n));
                return;
            }
            fdsOut.closeFirst(fds);
            out.consume(n);
        }
        blocked = false;
    }

    /** Whether output waits for the peer to read. */
    public boolean isBlocked() {
        return blocked;
    }

    /** Why nothing can be sent any more; null while it can. */
    public String failure() {
        return failure;
    }

    /** Passes on every message as a line of text; null ends that. */
    public void trace(Consumer<String> trace) {
        this.trace = trace;
    }

    private void traceIncoming(int at, int length) {
        WireObject object = objects.get(reader.objectId());
        if (object == null) return;
        int opcode = reader.opcode();
        WireInterface type = object.type();
        if (objects.isServer() && opcode < type.requestCount()) trace.accept("<- " + MessageText.of(object, type.request(opcode), in, at, at + length));
        if (!objects.isServer() && opcode < type.eventCount()) trace.accept("<- " + MessageText.of(object, type.event(opcode), in, at, at + length));
    }

    void sent(int id, int opcode, long start, long end) {
        if (trace == null) return;
        WireObject object = objects.get(id);
        if (object == null) return;
        MessageSpec spec = objects.isServer() ? object.type().event(opcode) : object.type().request(opcode);
        trace.accept("-> " + MessageText.of(object, spec, out.memory(), start, end));
    }

    boolean isDead() {
        return failure != null || closed;
    }

    void fail(String why) {
        if (failure != null) return;
        failure = why;
        blocked = false;
        out.clear();
        fdsOut.closeDownTo(0);
        outputAdded();
    }

    /** Makes room for one message, by ending the connection if need be. */
    void reserve() {
        if (closed) throw new IllegalStateException("connection is closed");
        if (out.fits(RESERVE)) return;
        if (!blocked) flush();
        if (!isDead() && !out.makeRoom(RESERVE)) fail("the peer does not read");
    }

    WireObject owner(int id) {
        return objects.get(id);
    }

    void outputAdded() {
        if (announced || closed) return;
        announced = true;
        whenOutput.run();
    }

    private void compact() {
        MemorySegment.copy(in, inHead, in, 0, inTail - inHead);
        inTail -= inHead;
        inHead = 0;
    }

    @Override
    public void close() {
        if (closed) return;
        closed = true;
        socket.close();
        fdsIn.closeDownTo(0);
        fdsOut.closeDownTo(0);
        out.close();
        message.close();
        arena.close();
    }
}
