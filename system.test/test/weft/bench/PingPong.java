package weft.bench;

import java.io.IOException;
import java.nio.file.Path;
import weft.os.Fd;
import weft.os.UnixSocket;

/** The baseline of a round trip: 100 bytes there and back over a Unix socket to another process that only echoes. */
public final class PingPong {
    static final int BYTES = 100;

    private PingPong() {}

    /** The echoing process: one connection, then the end. */
    public static void main(String... args) throws IOException {
        try (Fd listener = UnixSocket.listen(Path.of(args[0]), 1); Fd peer = UnixSocket.accept(listener)) {
            byte[] buffer = new byte[BYTES];
            for (int n; (n = peer.read(buffer, 0, BYTES)) > 0; ) peer.write(buffer, 0, n);
        }
    }

    static void measure(Fd socket, int rounds, Sample into) throws IOException {
        byte[] buffer = new byte[BYTES];
        for (int i = 0; i < rounds; i++) {
            long start = System.nanoTime();
            socket.write(buffer, 0, BYTES);
            for (int got = 0; got < BYTES; ) got += socket.read(buffer, got, BYTES - got);
            into.add((System.nanoTime() - start) / 1e3);
        }
    }
}
