package weft.wayland.server;

import java.lang.System.Logger.Level;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import weft.ffi.Libc;
import weft.os.Epoll;
import weft.os.Errno;
import weft.os.EventLoop;
import weft.os.Fd;
import weft.os.OsException;
import weft.os.UnixSocket;

/** Accepts clients, as many as the limit allows at once; the next are turned away. */
final class ListeningSocket implements AutoCloseable {
    private static final int MAX_CLIENTS = 256;
    private static final int F_SETFL = 4, O_NONBLOCK = 0x800;
    private static final long RETRY_NANOS = 100_000_000;
    private final Display display;
    private final Fd socket;
    private final boolean privileged;
    private final EventLoop.Source source;
    private final EventLoop.Timer retry;
    private final Set<Client> clients = new HashSet<>();
    private final Consumer<Client> accepted;
    private Fd until;
    private EventLoop.Source end;

    ListeningSocket(Display display, Fd socket, boolean privileged, Consumer<Client> accepted) throws OsException {
        this.display = display;
        this.socket = socket;
        this.privileged = privileged;
        this.accepted = accepted;
        OsException.check(Libc.fcntl(socket.number(), F_SETFL, O_NONBLOCK), "fcntl");
        source = display.loop().add(socket.number(), Epoll.IN, events -> accept());
        retry = display.loop().timer(() -> watch(Epoll.IN));
    }

    /** Stops when the other end of a descriptor, which is then this object's, is closed. */
    void endWith(Fd otherEnd, Runnable onEnd) throws OsException {
        until = otherEnd;
        end = display.loop().add(otherEnd.number(), 0, events -> {
            close();
            onEnd.run();
        });
    }

    private void accept() {
        try {
            Fd connection = UnixSocket.accept(socket);
            if (clients.size() >= MAX_CLIENTS) {
                connection.close();
                return;
            }
            Client client = display.addClient(connection, privileged);
            accepted.accept(client);
            clients.add(client);
            client.onDestroy(() -> clients.remove(client));
        } catch (OsException e) {
            if (e.errno() == Errno.EAGAIN || e.errno() == Errno.ECONNABORTED) return;
            log().log(Level.WARNING, "cannot accept a client: {0}", e.getMessage());
            // Out of descriptors or memory: the connection stays in the queue, and the socket would wake us at once.
            watch(0);
            retry.startAfter(RETRY_NANOS);
        }
    }

    private void watch(int events) {
        try {
            source.interest(events);
        } catch (OsException e) {
            log().log(Level.WARNING, "cannot watch the socket: {0}", e.getMessage());
        }
    }

    @Override
    public void close() {
        source.close();
        retry.close();
        socket.close();
        if (end != null) end.close();
        if (until != null) until.close();
    }

    // Not a constant: most compositors never log, and a first logger takes a tenth of their start.
    private static System.Logger log() {
        return System.getLogger("weft.wayland");
    }
}
