package weft.runtime.link;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import weft.api.ErrorCode;
import weft.api.WeftException;
import weft.api.message.Connection;
import weft.api.message.Message;
import weft.codec.Envelope;
import weft.codec.Frames;
import weft.os.Fd;
import weft.runtime.wasi.FilePortal;

/** The connection that carries a guest's file operations. */
public final class PortalLink implements FilePortal {
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(30);
    private final Knock knock;
    private Knock.Open open;
    private Fd passed;
    private int number;
    private long requests;

    public PortalLink(Path socket, String token) {
        knock = new Knock(socket, Connection.Role.portal, token);
    }

    @Override
    public int connection() throws IOException {
        long since = System.nanoTime();
        while (open == null) {
            try {
                open = knock.once();
                number++;
            } catch (Knock.Refused e) {
                throw new IOException("the portal refused: " + e.getMessage());
            } catch (IOException e) {
                if (System.nanoTime() - since > PATIENCE) throw e;
            }
        }
        return number;
    }

    /** Connects now; later it could not. Returns the connection's descriptor. */
    public int connectOnce() throws IOException {
        connection();
        return open.socket().number();
    }

    @Override
    public Message ask(Message request) throws IOException {
        if (open == null) throw new IOException("the portal is away");
        long id = ++requests;
        try {
            open.frames().write(Envelope.request(id, request));
            Frames.Frame answer;
            do {
                answer = open.frames().read();
                keep(answer.fds());
            } while (answer.envelope().re() != id);
            return answer.envelope().answer();
        } catch (IOException e) {
            lost();
            throw e;
        } catch (WeftException e) {
            // An answer that cannot be read leaves the stream in an unknown state.
            if (e.code() == ErrorCode.TOO_LARGE && e.errno().isEmpty()) lost();
            throw e;
        }
    }

    // The first one, until it is taken or the next answer comes.
    private void keep(List<Fd> fds) {
        passed().ifPresent(Fd::close);
        for (Fd fd : fds) {
            if (passed == null) passed = fd;
            else fd.close();
        }
    }

    @Override
    public Optional<Fd> passed() {
        var taken = Optional.ofNullable(passed);
        passed = null;
        return taken;
    }

    private void lost() {
        if (open != null) open.close();
        open = null;
    }
}
