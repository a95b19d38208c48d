package weft.compositor.wlcs;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import weft.compositor.Host;
import weft.compositor.backend.HeadlessBackend;
import weft.compositor.protocol.SurfaceLookup;
import weft.compositor.window.WindowPlacing;
import weft.os.Epoll;
import weft.os.EventLoop;
import weft.os.Fd;
import weft.os.UnixSocket;
import weft.wayland.client.Connection;
import weft.wayland.server.Client;
import weft.wayland.testing.Fixture;

/**
 * Our side of the conformance suite's control connection ({@code integration.c}): a whole compositor for each test, made,
 * fed with input and closed as the suite asks. Before an operation everything that clients have sent is handled, after
 * it everything that follows is sent; so an answered operation has happened. One thread.
 */
final class ConformanceServer implements AutoCloseable {
    private static final int START = 1, STOP = 2, CLIENT = 3, POSITION = 4, MOVE_TO = 5, MOVE_BY = 6;
    private static final int BUTTON_DOWN = 7, BUTTON_UP = 8, TOUCH_DOWN = 9, TOUCH_MOVE = 10, TOUCH_UP = 11;
    private static final int WIDTH = 1280, HEIGHT = 1024, MESSAGE = 20;
    private final EventLoop loop = new EventLoop();
    private final Fd listener;
    private final Map<Integer, Client> clients = new HashMap<>();
    private final byte[] message = new byte[MESSAGE];
    private Host host;
    private boolean requested;

    ConformanceServer(Path socket) throws IOException {
        listener = UnixSocket.listen(socket, 1);
    }

    /** The globals, as {@code interface=version} separated by commas. */
    static String extensions() throws Exception {
        try (var loop = new EventLoop(); var host = newHost(loop); var fixture = new Fixture(host.display()); Connection c = fixture.connect(true)) {
            return c.registry().globals().stream().map(g -> g.type() + "=" + g.version()).distinct().collect(Collectors.joining(","));
        }
    }

    /** Serves one run of the suite, until it hangs up. */
    void serve() throws IOException {
        try (var control = UnixSocket.accept(listener); var source = loop.add(control.number(), Epoll.IN, e -> requested = true)) {
            while (true) {
                requested = false;
                while (!requested) loop.dispatch(-1);
                source.interest(0);
                settle();
                var received = UnixSocket.receive(control, message, 0, MESSAGE);
                if (received.bytes() != MESSAGE) return;
                act(ByteBuffer.wrap(message).order(ByteOrder.nativeOrder()), received.fds());
                settle();
                control.write(new byte[4], 0, 4);
                source.interest(Epoll.IN);
            }
        } finally {
            stop();
        }
    }

    private void act(ByteBuffer m, Fd[] fds) throws IOException {
        int operation = m.getInt(), a = m.getInt(), b = m.getInt();
        if (operation == START) {
            stop();
            host = newHost(loop);
            return;
        }
        if (host == null) throw new IOException("operation " + operation + " without a compositor");
        var seat = host.globals().seat();
        switch (operation) {
            case STOP -> stop();
            case CLIENT -> clients.put(a, host.display().addClient(fds[0], true));
            case POSITION -> position(clients.get(a), b, m.getInt(), m.getInt());
            case MOVE_TO -> seat.pointerMoved(a / 256.0, b / 256.0);
            case MOVE_BY -> seat.pointerMovedBy(a / 256.0, b / 256.0, a / 256.0, b / 256.0);
            case BUTTON_DOWN, BUTTON_UP -> seat.pointerButton(a, operation == BUTTON_DOWN);
            case TOUCH_DOWN -> seat.touchDown(0, a, b);
            case TOUCH_MOVE -> seat.touchMoved(0, a, b);
            case TOUCH_UP -> seat.touchUp(0);
            default -> throw new IOException("no operation " + operation);
        }
        if (operation >= TOUCH_DOWN) seat.touchFrame();
    }

    private void position(Client client, int surface, int x, int y) {
        var view = SurfaceLookup.window(host, client, surface);
        if (view != null) WindowPlacing.moveContent(host.workspace().desktop(), view.window(), x, y, host.workspace());
    }

    private void settle() throws IOException {
        requested = false;
        // A hang-up is heard of although the connection is not watched.
        while (loop.dispatch(0) > 0 && !requested) Thread.onSpinWait();
    }

    private static Host newHost(EventLoop loop) throws IOException {
        var host = new Host(loop, new HeadlessBackend(loop, WIDTH, HEIGHT), "us", false);
        host.globals().seat().hasTouch(true);
        // Away from where tests put their windows.
        host.globals().seat().pointerMoved(WIDTH - 1, HEIGHT - 1);
        return host;
    }

    private void stop() {
        if (host != null) host.close();
        host = null;
        clients.clear();
    }

    @Override
    public void close() {
        listener.close();
        loop.close();
    }
}
