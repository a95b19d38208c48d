package weft.gateway;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import weft.api.gateway.Child.FirstLine;
import weft.os.Errno;
import weft.os.Fd;
import weft.os.OsException;

/** Collects the first line of a pipe that does not block, at most {@value #MAX} bytes of it. For one thread. */
final class FirstLineReader {
    static final int MAX = 4096;
    private final Fd pipe;
    private final byte[] buffer = new byte[MAX + 1];
    private int length;

    FirstLineReader(Fd pipe) {
        this.pipe = pipe;
    }

    Fd pipe() {
        return pipe;
    }

    /** Reads what is there; the line, or why there will be none, once that is decided. */
    Optional<FirstLine> read() {
        try {
            while (true) {
                int n = pipe.read(buffer, length, buffer.length - length);
                if (n == 0) return broken("the output ended before a line");
                int newline = newline(length, length + n);
                length += n;
                if (newline >= 0) return Optional.of(new FirstLine(text(newline), Optional.empty()));
                if (length > MAX) return broken("the line is longer than " + MAX + " bytes");
            }
        } catch (OsException e) {
            return e.errno() == Errno.EAGAIN ? Optional.empty() : broken(e.getMessage());
        } catch (IOException e) {
            return broken(e.getMessage());
        }
    }

    private int newline(int from, int to) {
        for (int i = from; i < to; i++) if (buffer[i] == '\n') return i;
        return -1;
    }

    private Optional<FirstLine> broken(String why) {
        return Optional.of(new FirstLine(text(Math.min(length, MAX)), Optional.of(why)));
    }

    private String text(int bytes) {
        return new String(buffer, 0, bytes, StandardCharsets.UTF_8);
    }
}
