package weft.wayland.client;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import weft.os.Epoll;
import weft.os.EventLoop;
import weft.os.Fd;
import weft.os.OsException;
import weft.os.UnixSocket;
import weft.wayland.wire.ArgumentReader;
import weft.wayland.wire.ArgumentWriter;
import weft.wayland.wire.Limits;
import weft.wayland.wire.MalformedMessage;
import weft.wayland.wire.ObjectMap;
import weft.wayland.wire.Transport;

/**
 * A connection to a compositor. One thread owns it, its proxies and its loop: the one that dispatches. Other threads hand
 * their work over with {@link #post}. Listeners run inside a dispatch; what they throw comes out of it. Requests are
 * buffered and sent before the loop waits, or by {@link #flush}.
 *
 * <p>When the compositor goes, {@link #dispatch} and {@link #roundtrip} throw {@link ConnectionLost}, and what
 * {@link #onLost} set is called; the proxies stay valid but lead nowhere, until {@link #close}.
 */
public final class Connection implements AutoCloseable {
    private static final long MILLISECOND = 1_000_000;
    private final EventLoop loop;
    private final boolean ownLoop;
    private final ObjectMap objects = new ObjectMap(false, Limits.CLIENT);
    private final Transport transport;
    private final EventLoop.Source source;
    private final EventLoop.BeforeWait flush = () -> {
        flush();
        return false;
    };
    private final DisplayProxy display;
    private final Registry registry;
    private Consumer<ConnectionLost> onLost = lost -> {};
    private ConnectionLost lost;
    private Thread owner;
    private boolean hasOutput;
    private boolean closed;

    /** Speaks over a connected socket, which is then the connection's, with a loop of its own. */
    public Connection(Fd socket) throws OsException {
        this(socket, new EventLoop(), true);
    }

    /** Speaks over a connected socket in a loop that it shares with others. */
    public Connection(Fd socket, EventLoop loop) throws OsException {
        this(socket, loop, false);
    }

    private Connection(Fd socket, EventLoop loop, boolean ownLoop) throws OsException {
        this.loop = loop;
        this.ownLoop = ownLoop;
        transport = new Transport(socket, objects, Limits.CLIENT, () -> hasOutput = true);
        source = loop.add(transport.number(), Epoll.IN, this::ready);
        loop.beforeWait(flush);
        display = new DisplayProxy(this);
        registry = display.getRegistry();
    }

    public static Connection connect(Path socket) throws OsException {
        return new Connection(UnixSocket.connect(socket));
    }

    /**
     * Connects as the environment says: the descriptor {@code WAYLAND_SOCKET}, or the socket {@code WAYLAND_DISPLAY}
     * ({@code wayland-0} if unset), looked up in {@code XDG_RUNTIME_DIR} unless absolute. With {@code WAYLAND_DEBUG}
     * set to {@code 1} or {@code client}, every message is printed to the error stream.
     */
    public static Connection connect(Map<String, String> environment) throws IOException {
        Connection connection = open(environment);
        if (Set.of("1", "client").contains(environment.getOrDefault("WAYLAND_DEBUG", ""))) connection.trace(System.err::println);
        return connection;
    }

    private static Connection open(Map<String, String> environment) throws IOException {
        String inherited = environment.get("WAYLAND_SOCKET");
        if (inherited != null) return new Connection(new Fd(Integer.parseInt(inherited)));
        String name = environment.getOrDefault("WAYLAND_DISPLAY", "wayland-0");
        if (name.startsWith("/")) return connect(Path.of(name));
        String folder = environment.get("XDG_RUNTIME_DIR");
        if (folder == null) throw new IOException("XDG_RUNTIME_DIR is not set");
        return connect(Path.of(folder, name));
    }

    /** Passes on every message from now on as a line of text. */
    public void trace(Consumer<String> trace) {
        transport.trace(trace);
    }

    public EventLoop loop() {
        return loop;
    }

    public Registry registry() {
        return registry;
    }

    /** Runs an action when the compositor has handled everything asked so far. */
    public void sync(Runnable action) {
        display.sync(action);
    }

    /** Dispatches until the compositor has handled everything asked so far, for ever if need be. */
    public void roundtrip() throws IOException {
        roundtrip(-1);
    }

    /**
     * Dispatches until the compositor has handled everything asked so far.
     *
     * @throws ConnectionLost also if it has not within {@code timeoutMs}
     */
    public void roundtrip(int timeoutMs) throws IOException {
        var done = new boolean[1];
        sync(() -> done[0] = true);
        long deadline = System.nanoTime() + timeoutMs * MILLISECOND;
        while (!done[0]) {
            long left = timeoutMs < 0 ? -1 : (deadline - System.nanoTime() + MILLISECOND - 1) / MILLISECOND;
            if (timeoutMs >= 0 && left <= 0) throw new ConnectionLost("no answer within " + timeoutMs + " ms");
            dispatch((int) left);
        }
    }

    /** One pass of the loop: sends what is buffered, waits ({@code -1}: for ever), calls the listeners of what came. */
    public void dispatch(int timeoutMs) throws IOException {
        if (lost == null) loop.dispatch(timeoutMs);
        if (lost != null) throw lost;
    }

    /** Runs work in the connection's thread. From any thread. */
    public void post(Runnable work) {
        loop.post(work);
    }

    /** Called once, in the connection's thread, when the compositor is gone; for those who run the loop themselves. */
    public void onLost(Consumer<ConnectionLost> listener) {
        onLost = listener;
        if (lost != null) listener.accept(lost);
    }

    public boolean isOpen() {
        return !closed;
    }

    public boolean isLost() {
        return lost != null;
    }

    /** Sends what is buffered now. Never blocks: what the socket does not take follows when it can. */
    public void flush() {
        owner = Thread.currentThread();
        if (!hasOutput || closed) return;
        hasOutput = false;
        transport.flush();
        watch();
    }

    int register(Proxy proxy, int id) {
        if (id == Proxy.ALLOCATE) return objects.allocate(proxy);
        objects.put(id, proxy);
        return id;
    }

    // Until the compositor confirms, the id is taken; a lost one never will.
    void destroyed(int id) {
        if (lost != null) objects.remove(id);
    }

    void idFreed(int id) {
        if (objects.get(id) instanceof Proxy proxy) proxy.markDestroyed();
        objects.remove(id);
    }

    ArgumentWriter begin(int id, int opcode) {
        assert owner == null || owner == Thread.currentThread() : "request made in another thread";
        return transport.writer().begin(id, opcode);
    }

    void lose(ConnectionLost why) {
        if (lost != null) return;
        lost = why;
        source.close();
        onLost.accept(why);
    }

    private void ready(int events) {
        if ((events & Epoll.OUT) != 0) {
            transport.flush();
            watch();
        }
        if ((events & (Epoll.IN | Epoll.HUP | Epoll.ERR)) != 0) receive();
    }

    // After a failed write there may still be something to read: the error that tells why.
    private void receive() {
        try {
            boolean open = transport.receive();
            while (lost == null && !closed && transport.next()) event(transport.reader());
            if (!open) lose(new ConnectionLost("the compositor closed the connection"));
        } catch (MalformedMessage e) {
            transport.reader().closeTaken();
            lose(new ConnectionLost("the compositor sent nonsense: " + e.getMessage()));
        }
    }

    private void event(ArgumentReader reader) {
        var proxy = (Proxy) objects.get(reader.objectId());
        // Without the object, the number of descriptors in the event is unknown.
        if (proxy == null) throw new MalformedMessage(MalformedMessage.INVALID_OBJECT, "event to unknown object " + Integer.toUnsignedString(reader.objectId()));
        if (reader.opcode() >= proxy.type().eventCount()) throw new MalformedMessage(MalformedMessage.INVALID_METHOD, "unknown event of " + proxy);
        proxy.dispatch(reader.opcode(), reader);
    }

    private void watch() {
        if (lost != null || closed) return;
        try {
            source.interest(transport.isBlocked() ? Epoll.IN | Epoll.OUT : Epoll.IN);
        } catch (OsException e) {
            lose(new ConnectionLost(e.getMessage()));
        }
    }

    /** Closes the connection: the compositor then destroys everything this client made. */
    @Override
    public void close() {
        if (closed) return;
        closed = true;
        source.close();
        loop.removeBeforeWait(flush);
        transport.close();
        if (ownLoop) loop.close();
    }
}
