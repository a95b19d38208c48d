package weft.compositor.control;

import java.lang.System.Logger.Level;
import java.util.LinkedHashSet;
import java.util.Set;
import weft.compositor.Host;
import weft.os.Epoll;
import weft.os.Fd;
import weft.os.OsException;
import weft.os.UnixSocket;

/** Accepts control connections, from the compositor's own user alone, a few at a time. */
public final class ControlSocket {
    private static final int MOST_CONNECTIONS = 32;
    private final Host host;
    private final Fd socket;
    private final Set<ControlConnection> connections = new LinkedHashSet<>();

    /** Takes a listening socket over, for the life of the process. */
    public ControlSocket(Host host, Fd socket) throws OsException {
        this.host = host;
        this.socket = socket;
        host.loop().add(socket.number(), Epoll.IN, events -> accept());
        host.workspace().onChange(this::windowsChanged);
    }

    private void accept() {
        try {
            var connection = UnixSocket.accept(socket);
            if (connections.size() >= MOST_CONNECTIONS) connection.close();
            else connections.add(new ControlConnection(host, connection, connections::remove));
        } catch (OsException e) {
            log().log(Level.WARNING, "cannot accept a control connection: {0}", e.getMessage());
        }
    }

    private void windowsChanged() {
        for (var c : connections) c.windowsChanged();
    }

    // Not a constant: most compositors never log, and a first logger takes a tenth of their start.
    private static System.Logger log() {
        return System.getLogger("weft.compositor");
    }
}
