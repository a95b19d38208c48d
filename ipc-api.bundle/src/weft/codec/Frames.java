package weft.codec;

import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import weft.api.ErrorCode;
import weft.api.WeftException;
import weft.os.Fd;
import weft.os.UnixSocket;

/**
 * Envelopes on a stream socket: a 4-byte little-endian length, then CBOR; descriptors travel with the frame's first byte.
 * One thread may read while others write; writes are whole. Does not own the socket.
 */
public final class Frames {
    /** The largest frame, in bytes. A longer one is refused before memory is taken for it. */
    public static final int MAX = 4 << 20;
    private static final int BUFFER = 1 << 14;
    private final Fd socket;
    private byte[] buffer = new byte[BUFFER];
    private int start, end;
    private long consumed;
    private final List<Arrival> received = new ArrayList<>();

    public Frames(Fd socket) {
        this.socket = socket;
    }

    // One receive call may bring several frames, but it ends behind the one that carries descriptors: they belong to the
    // last frame that starts before this place in the stream.
    private record Arrival(Fd fd, long before) {}

    /** An envelope and the descriptors that came with it, now the receiver's. */
    public record Frame(Envelope envelope, List<Fd> fds) {}

    /**
     * Waits for the next frame.
     *
     * @throws EOFException at the end of the stream
     * @throws WeftException TOO_LARGE or INVALID: the stream can no longer be trusted and should be closed
     */
    public Frame read() throws IOException {
        fill(4);
        int length = (buffer[start] & 255) | (buffer[start + 1] & 255) << 8 | (buffer[start + 2] & 255) << 16 | buffer[start + 3] << 24;
        if (length <= 0 || length > MAX) throw new WeftException(ErrorCode.TOO_LARGE, "a frame of " + (length & 0xFFFFFFFFL) + " bytes; the limit is " + MAX);
        start += 4;
        consumed += 4;
        fill(length);
        var envelope = Envelope.fromTree(Cbor.read(buffer, start, length));
        start += length;
        consumed += length;
        return new Frame(envelope, arrivedBefore(consumed));
    }

    /** Sends one frame whole; the descriptors stay the caller's. */
    public void write(Envelope envelope, Fd... fds) throws IOException {
        byte[] frame = encode(envelope);
        synchronized (this) {
            UnixSocket.send(socket, frame, 0, frame.length, fds);
        }
    }

    /** One frame as it goes over the wire. @throws WeftException TOO_LARGE */
    public static byte[] encode(Envelope envelope) {
        byte[] body = Cbor.write(envelope.toTree());
        if (body.length > MAX) throw new WeftException(ErrorCode.TOO_LARGE, envelope.type() + " of " + body.length + " bytes; the limit is " + MAX);
        byte[] frame = new byte[4 + body.length];
        for (int i = 0; i < 4; i++) frame[i] = (byte) (body.length >>> 8 * i);
        System.arraycopy(body, 0, frame, 4, body.length);
        return frame;
    }

    /** Closes descriptors that arrived with a frame that was never completed. */
    public void discard() {
        received.forEach(a -> a.fd.close());
        received.clear();
    }

    private List<Fd> arrivedBefore(long place) {
        if (received.isEmpty()) return List.of();
        var fds = received.stream().filter(a -> a.before <= place).map(Arrival::fd).toList();
        received.removeIf(a -> a.before <= place);
        return fds;
    }

    private void fill(int want) throws IOException {
        if (end - start >= want) return;
        if (buffer.length - start < want) {
            byte[] bigger = want > buffer.length ? new byte[want] : buffer.length > BUFFER && want <= BUFFER ? new byte[BUFFER] : buffer;
            System.arraycopy(buffer, start, bigger, 0, end - start);
            end -= start;
            start = 0;
            buffer = bigger;
        }
        while (end - start < want) receive();
    }

    private void receive() throws IOException {
        var got = UnixSocket.receive(socket, buffer, end, buffer.length - end);
        long before = consumed + (end - start) + got.bytes();
        for (Fd fd : got.fds()) received.add(new Arrival(fd, before));
        if (got.bytes() == 0) {
            discard();
            throw new EOFException("the connection was closed");
        }
        if (received.size() > UnixSocket.MAX_FDS) throw new WeftException(ErrorCode.TOO_LARGE, "more than " + UnixSocket.MAX_FDS + " descriptors");
        end += got.bytes();
    }
}
