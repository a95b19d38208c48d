package weft.wayland.testing;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import weft.os.Fd;
import weft.os.UnixSocket;
import weft.wayland.client.Connection;
import weft.wayland.server.Client;
import weft.wayland.server.Display;
import weft.wayland.wire.Limits;

/**
 * A real {@link Display} and real {@link Connection}s over socket pairs in one loop and one thread: a test asks, calls
 * {@link #roundtrip}, and both sides have done everything. No sleeps; what hangs fails after ten seconds.
 */
public final class Fixture implements AutoCloseable {
    private static final int TIMEOUT_MS = 10_000;
    private final Display display;
    private final List<Connection> connections = new ArrayList<>();

    public Fixture() throws IOException {
        this(Limits.DEFAULT);
    }

    public Fixture(Limits limits) throws IOException {
        display = new Display(limits);
    }

    /** Wraps a display that exists, such as that of a whole compositor; it is then closed with the fixture. */
    public Fixture(Display display) {
        this.display = display;
    }

    public Display display() {
        return display;
    }

    /** A new client, whose registry is complete. */
    public Connection connect() throws IOException {
        return connect(false);
    }

    public Connection connect(boolean privileged) throws IOException {
        var connection = new Connection(connectRaw(privileged), display.loop());
        connections.add(connection);
        connection.roundtrip(TIMEOUT_MS);
        return connection;
    }

    /** A new client of which the caller has the bare socket. */
    public Fd connectRaw(boolean privileged) throws IOException {
        Fd[] pair = UnixSocket.pair();
        display.addClient(pair[1], privileged);
        return pair[0];
    }

    /** The server's side of the client that connected last. */
    public Client lastClient() {
        return List.copyOf(display.clients()).getLast();
    }

    /** Lets both sides handle everything asked so far. */
    public void roundtrip() throws IOException {
        for (var connection : List.copyOf(connections)) if (!connection.isLost() && connection.isOpen()) connection.roundtrip(TIMEOUT_MS);
    }

    /** Lets both sides work until something holds. */
    public void until(BooleanSupplier condition) throws IOException {
        long deadline = System.nanoTime() + TIMEOUT_MS * 1_000_000L;
        while (!condition.getAsBoolean()) {
            long left = (deadline - System.nanoTime()) / 1_000_000;
            if (left <= 0) throw new IOException("did not happen within " + TIMEOUT_MS + " ms");
            display.dispatch((int) left);
        }
    }

    /** Lets both sides work until there is nothing left to do. */
    public void settle() throws IOException {
        while (display.loop().dispatch(0) > 0) Thread.onSpinWait();
    }

    @Override
    public void close() {
        connections.forEach(Connection::close);
        display.close();
    }
}
