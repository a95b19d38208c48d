package weft.gateway;

import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import weft.api.ErrorCode;
import weft.api.WeftException;
import weft.codec.Envelope;
import weft.codec.Frames;
import weft.codec.Frames.Frame;
import weft.codec.Json;
import weft.os.Fd;
import weft.os.UnixSocket;

/** How envelopes look on a socket. One thread reads. */
sealed interface Wire {
    /**
     * Waits for the next envelope; the descriptors that came with it are the caller's.
     *
     * @throws EOFException at the end of the stream
     * @throws WeftException if what came is no envelope; the stream goes on only if {@link #survives} says so
     */
    Frame read() throws IOException;

    /** Closes descriptors that came with what was never completed. */
    void discard();

    byte[] encode(Envelope envelope);

    /** Whether the stream still makes sense after such a failure of {@link #read}. */
    boolean survives(WeftException failure);

    /** CBOR frames. Apps and the engine send no descriptors: those that come are closed. */
    record Binary(Frames frames) implements Wire {
        @Override
        public Frame read() throws IOException {
            var frame = frames.read();
            frame.fds().forEach(Fd::close);
            return new Frame(frame.envelope(), List.of());
        }

        @Override
        public void discard() {
            frames.discard();
        }

        @Override
        public byte[] encode(Envelope envelope) {
            return Frames.encode(envelope);
        }

        @Override
        public boolean survives(WeftException failure) {
            return false;
        }
    }

    /** JSON, one envelope a line; descriptors belong to the last line that begins before the end of what came with them. */
    final class Lines implements Wire {
        private static final int MAX_FDS = 4;
        private final Fd socket;
        private final List<Arrival> arrived = new ArrayList<>();
        private byte[] buffer = new byte[1 << 12];
        private int start, end;
        private long consumed;

        private record Arrival(Fd fd, long before) {}

        Lines(Fd socket) {
            this.socket = socket;
        }

        @Override
        public Frame read() throws IOException {
            int scanned = start;
            while (true) {
                for (; scanned < end; scanned++) if (buffer[scanned] == '\n') return line(scanned);
                if (end - start >= Frames.MAX) throw new WeftException(ErrorCode.TOO_LARGE, "a line of more than " + Frames.MAX + " bytes");
                int moved = makeRoom();
                scanned -= moved;
                receive();
            }
        }

        private Frame line(int newline) {
            int from = start;
            start = newline + 1;
            consumed += start - from;
            var fds = arrivedBefore(consumed);
            try {
                return new Frame(Envelope.fromTree(Json.read(buffer, from, newline - from)), fds);
            } catch (RuntimeException e) {
                fds.forEach(Fd::close);
                throw e;
            }
        }

        private List<Fd> arrivedBefore(long place) {
            if (arrived.isEmpty()) return List.of();
            var fds = arrived.stream().filter(a -> a.before <= place).map(Arrival::fd).toList();
            arrived.removeIf(a -> a.before <= place);
            return fds;
        }

        @Override
        public void discard() {
            arrived.forEach(a -> a.fd.close());
            arrived.clear();
        }

        private int makeRoom() {
            if (end < buffer.length) return 0;
            int moved = start;
            byte[] target = end - start > buffer.length / 2 ? new byte[Math.min(2 * buffer.length, Frames.MAX + 1)] : buffer;
            System.arraycopy(buffer, start, target, 0, end - start);
            buffer = target;
            end -= start;
            start = 0;
            return moved;
        }

        private void receive() throws IOException {
            var got = UnixSocket.receive(socket, buffer, end, buffer.length - end);
            long before = consumed + (end - start) + got.bytes();
            for (Fd fd : got.fds()) arrived.add(new Arrival(fd, before));
            if (arrived.size() > MAX_FDS) throw new WeftException(ErrorCode.TOO_LARGE, "more than " + MAX_FDS + " descriptors at a time");
            if (got.bytes() == 0) throw new EOFException("the connection was closed");
            end += got.bytes();
        }

        @Override
        public byte[] encode(Envelope envelope) {
            byte[] line = Json.lineBytes(envelope.toTree());
            if (line.length > Frames.MAX) throw new WeftException(ErrorCode.TOO_LARGE, envelope.type() + " of " + line.length + " bytes; the limit is " + Frames.MAX);
            return line;
        }

        @Override
        public boolean survives(WeftException failure) {
            return failure.code() == ErrorCode.INVALID;
        }
    }
}
