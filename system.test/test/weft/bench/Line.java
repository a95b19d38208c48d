package weft.bench;

import java.io.EOFException;
import java.io.IOException;
import weft.os.Fd;

/** Lines there and back, on one thread. */
final class Line {
    private static final byte[] BUFFER = new byte[1 << 20];

    private Line() {}

    /** Sends a line and reads one; returns the length of the answer with its end. */
    static synchronized int roundTrip(Fd socket, byte[] line) throws IOException {
        socket.write(line, 0, line.length);
        return read(socket);
    }

    static synchronized int read(Fd socket) throws IOException {
        int length = 0;
        do {
            int n = socket.read(BUFFER, length, BUFFER.length - length);
            if (n == 0) throw new EOFException();
            length += n;
        } while (BUFFER[length - 1] != '\n');
        return length;
    }
}
