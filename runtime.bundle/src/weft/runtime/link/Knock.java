package weft.runtime.link;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import weft.api.ErrorCode;
import weft.api.WeftException;
import weft.api.message.Connection;
import weft.codec.Envelope;
import weft.codec.Frames;
import weft.os.Fd;
import weft.os.OsException;
import weft.os.UnixSocket;

/** Makes a connection that starts with HELLO, waiting longer from try to try. Not for several threads. */
final class Knock {
    private static final long FIRST_MS = 50, LAST_MS = 1000;
    private final Path socket;
    private final Connection.Role role;
    private final String token;
    private long pause;

    Knock(Path socket, Connection.Role role, String token) {
        this.socket = socket;
        this.role = role;
        this.token = token;
    }

    /** An open connection, now the caller's. */
    record Open(Fd socket, Frames frames) {
        void close() {
            frames.discard();
            socket.close();
        }
    }

    /** Another has refused the token: trying again is of no use. */
    static final class Refused extends Exception {
        private static final long serialVersionUID = 1;

        Refused(String sentence) {
            super(sentence);
        }
    }

    /**
     * One try, after the pause that is due.
     *
     * @throws IOException if nobody answers; try again
     * @throws Refused     if somebody answers that this process is unknown
     */
    Open once() throws IOException, Refused {
        pause();
        Fd fd = UnixSocket.connect(socket);
        try {
            var frames = new Frames(fd);
            frames.write(Envelope.request(1, new Connection.Hello(role, Optional.of(token))));
            if (!(frames.read().envelope().answer() instanceof Connection.Welcome)) throw new OsException("no WELCOME", weft.os.Errno.EIO);
            pause = 0;
            return new Open(fd, frames);
        } catch (WeftException e) {
            fd.close();
            if (e.code() == ErrorCode.UNAVAILABLE || e.code() == ErrorCode.TIMEOUT || e.code() == ErrorCode.INTERNAL) throw new IOException(e);
            throw new Refused(e.getMessage());
        } catch (IOException e) {
            fd.close();
            throw e;
        }
    }

    private void pause() throws IOException {
        try {
            TimeUnit.MILLISECONDS.sleep(pause);
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
        pause = Math.clamp(pause * 2, FIRST_MS, LAST_MS);
    }
}
