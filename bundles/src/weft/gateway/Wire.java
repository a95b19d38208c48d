package weft.gateway;

import java.io.EOFException;
import java.io.IOException;
import weft.api.ErrorCode;
import weft.api.WeftException;
import weft.codec.Envelope;
import weft.codec.Frames;
import weft.codec.Json;
import weft.os.Fd;
import weft.os.UnixSocket;

/** How envelopes look on a socket. One thread reads. */
sealed interface Wire {
    /**
     * Waits for the next envelope.
     *
     * @throws EOFException at the end of the stream
     * @throws WeftException if what came is no envelope; the stream goes on only if {@link #survives} says so
     */
    Envelope read() throws IOException;

    byte[] encode(Envelope envelope);

    /** Whether the stream still makes sense after such a failure of {@link #read}. */
    boolean survives(WeftException failure);

    /** CBOR frames. Nobody sends descriptors to the gateway: those that come are closed. */
    record Binary(Frames frames) implements Wire {
        @Override
        public Envelope read() throws IOException {
            try {
                var frame = frames.read();
                frame.fds().forEach(Fd::close);
                return frame.envelope();
            } catch (WeftException e) {
                frames.discard();
                throw e;
            }
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

    /** JSON, one envelope a line. */
    final class Lines implements Wire {
        private final Fd socket;
        private byte[] buffer = new byte[1 << 12];
        private int start, end;

        Lines(Fd socket) {
            this.socket = socket;
        }

        @Override
        public Envelope read() throws IOException {
            int scanned = start;
            while (true) {
                for (; scanned < end; scanned++) if (buffer[scanned] == '\n') return line(scanned);
                if (end - start >= Frames.MAX) throw new WeftException(ErrorCode.TOO_LARGE, "a line of more than " + Frames.MAX + " bytes");
                int moved = makeRoom();
                scanned -= moved;
                receive();
            }
        }

        private Envelope line(int newline) {
            int from = start;
            start = newline + 1;
            return Envelope.fromTree(Json.read(buffer, from, newline - from));
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
            for (Fd fd : got.fds()) fd.close();
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
