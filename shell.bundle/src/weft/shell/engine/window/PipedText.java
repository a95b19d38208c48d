package weft.shell.engine.window;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import weft.os.Epoll;
import weft.os.Errno;
import weft.os.EventLoop;
import weft.os.Fd;
import weft.os.OsException;

/** Text that programs hand to each other through a pipe, as selections do: bounded in size and time. */
final class PipedText {
    static final int MAX_BYTES = 1 << 20;
    /** Its media types, the best first. */
    static final List<String> TYPES = List.of("text/plain;charset=utf-8", "text/plain", "UTF8_STRING");
    private static final long LIMIT_NANOS = 2_000_000_000L;
    private final Fd fd;
    private final Consumer<Optional<String>> done;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final byte[] part = new byte[1 << 16];
    private final EventLoop.Source ready;
    private final EventLoop.Timer limit;

    private PipedText(EventLoop loop, Fd fd, Consumer<Optional<String>> done) throws OsException {
        this.fd = fd;
        this.done = done;
        limit = loop.timer(() -> end(Optional.empty()));
        limit.startAfter(LIMIT_NANOS);
        ready = loop.add(fd.number(), Epoll.IN, events -> more());
    }

    /** Writes text and closes the descriptor, in a thread of its own: the other side may read slowly, or not at all. */
    static void give(Fd fd, String text) {
        Thread.startVirtualThread(() -> {
            try (fd) {
                byte[] all = text.getBytes(StandardCharsets.UTF_8);
                fd.write(all, 0, all.length);
            } catch (IOException e) {
                // The other side had enough.
            }
        });
    }

    /** Has text written into a pipe; the callback gets it, or nothing if it could not be read. {@code ask} passes the pipe's end on, which stays ours. */
    static void take(EventLoop loop, Consumer<Fd> ask, Consumer<Optional<String>> done) {
        try {
            Fd[] pipe = Fd.pipe();
            try (Fd theirs = pipe[1]) {
                ask.accept(theirs);
            }
            new PipedText(loop, pipe[0].nonBlocking(), done);
        } catch (OsException e) {
            done.accept(Optional.empty());
        }
    }

    private void more() {
        try {
            for (int n; (n = fd.read(part, 0, part.length)) > 0; bytes.write(part, 0, n))
                if (bytes.size() + n > MAX_BYTES) throw new IOException("too much");
            end(Optional.of(bytes.toString(StandardCharsets.UTF_8)));
        } catch (OsException e) {
            if (e.errno() != Errno.EAGAIN) end(Optional.empty());
        } catch (IOException e) {
            end(Optional.empty());
        }
    }

    private void end(Optional<String> text) {
        ready.close();
        limit.close();
        fd.close();
        done.accept(text);
    }
}
