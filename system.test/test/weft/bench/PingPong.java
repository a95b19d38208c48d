package weft.bench;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Path;
import weft.os.Fd;
import weft.os.UnixSocket;

/** The baseline of a round trip: a process that does nothing but answer a line with a line of a given length. */
public final class PingPong {
    private PingPong() {}

    /** One connection, then the end. */
    public static void main(String... args) throws IOException {
        byte[] answer = new byte[Integer.parseInt(args[1])];
        answer[answer.length - 1] = '\n';
        try (Fd listener = UnixSocket.listen(Path.of(args[0]), 1); Fd peer = UnixSocket.accept(listener)) {
            while (true) {
                Line.read(peer);
                peer.write(answer, 0, answer.length);
            }
        } catch (EOFException e) {
            // The measurement is over.
        }
    }
}
