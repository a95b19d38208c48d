package weft.gateway;

import java.lang.System.Logger.Level;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import weft.codec.Frames;
import weft.os.Epoll;
import weft.os.Errno;
import weft.os.Fd;
import weft.os.OsException;
import weft.os.UnixSocket;

/**
 * Takes connections on the listening sockets: of this user only, and not more than a bound. The listeners are never
 * closed here: the supervisor handed them over, and a later life of the gateway accepts on the same ones.
 */
final class Acceptor implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("weft.gateway");
    static final int MAX_CONNECTIONS = 192;
    private static final long HELLO_MS = 10_000;
    private final Map<Connection.Endpoint, Fd> listeners;
    private final Poller poller;
    private final ScheduledExecutorService timer;
    private final int uid;
    private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
    private volatile boolean ended;

    Acceptor(Map<Connection.Endpoint, Fd> listeners, Poller poller, ScheduledExecutorService timer) throws OsException {
        this.listeners = listeners;
        this.poller = poller;
        this.timer = timer;
        uid = ownUid();
        for (Fd listener : listeners.values()) listener.nonBlocking();
    }

    // The kernel's own word, in the same terms as it names peers.
    private static int ownUid() throws OsException {
        Fd[] pair = UnixSocket.pair();
        try (Fd a = pair[0]; Fd _ = pair[1]) {
            return UnixSocket.peer(a).uid();
        }
    }

    /** Starts accepting; each new connection goes to {@code opened}, which starts it. */
    void start(Consumer<Connection> opened) {
        listeners.forEach((endpoint, listener) -> poller.post(() -> poller.watch(listener.number(), Epoll.IN, () -> accept(endpoint, listener, opened))));
    }

    private void accept(Connection.Endpoint endpoint, Fd listener, Consumer<Connection> opened) {
        try {
            Fd socket = UnixSocket.accept(listener);
            try {
                admit(endpoint, socket, opened);
            } catch (OsException | RuntimeException e) {
                socket.close();
                throw e;
            }
        } catch (OsException e) {
            if (e.errno() != Errno.EAGAIN) outOfDescriptors(endpoint, listener, opened, e);
        }
    }

    // The backlog keeps who cannot be accepted now; asking again at once would only burn time.
    private void outOfDescriptors(Connection.Endpoint endpoint, Fd listener, Consumer<Connection> opened, OsException e) {
        LOG.log(Level.ERROR, "cannot accept on {0}: {1}", endpoint, e.getMessage());
        poller.unwatch(listener.number());
        if (!timer.isShutdown()) timer.schedule(() -> poller.post(() -> poller.watch(listener.number(), Epoll.IN, () -> accept(endpoint, listener, opened))), 1, TimeUnit.SECONDS);
    }

    private void admit(Connection.Endpoint endpoint, Fd socket, Consumer<Connection> opened) throws OsException {
        var peer = UnixSocket.peer(socket);
        if (peer.uid() != uid || connections.size() >= MAX_CONNECTIONS || ended) {
            LOG.log(Level.WARNING, "refused process {0} of user {1} on {2}", peer.pid(), peer.uid(), endpoint);
            socket.close();
            return;
        }
        var wire = endpoint == Connection.Endpoint.weft ? new Wire.Lines(socket) : new Wire.Binary(new Frames(socket));
        var connection = new Connection(endpoint, socket, peer, wire, poller);
        connections.add(connection);
        if (endpoint != Connection.Endpoint.weft) timer.schedule(() -> silent(connection), HELLO_MS, TimeUnit.MILLISECONDS);
        opened.accept(connection);
    }

    private static void silent(Connection connection) {
        if (connection.identity() == null) connection.close("it did not say HELLO");
    }

    synchronized void ended(Connection connection) {
        connections.remove(connection);
        notifyAll();
    }

    /** Waits until every connection's reading thread has ended. */
    synchronized void awaitEnd(long limitMs) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(limitMs);
        for (long left = limitMs; !connections.isEmpty() && left > 0; left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime())) wait(left);
    }

    /** Accepts no more, and closes what is open; the listeners stay. */
    @Override
    public void close() {
        ended = true;
        poller.post(() -> listeners.values().forEach(l -> poller.unwatch(l.number())));
        connections.forEach(c -> c.close("the gateway is ending"));
    }
}
