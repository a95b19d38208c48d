package weft.compositor.xwayland;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import weft.compositor.protocol.Globals;
import weft.os.Epoll;
import weft.os.EventLoop;
import weft.os.Fd;
import weft.os.OsException;
import weft.os.UnixSocket;
import weft.wayland.server.Display;

/**
 * An X display on demand. Its sockets are always there; the X server runs from the first connection until its last client
 * has gone, and costs nothing else. One that dies takes the windows of X programs along and nothing more; the next
 * connection starts another. One thread: the loop's, but for {@link #removeFiles}.
 */
public final class Xwayland implements AutoCloseable {
    /** Debian's package {@code xwayland}. */
    public static final Path PROGRAM = Path.of("/usr/bin/Xwayland");
    private static final int MOST_FAILURES = 3;
    private static final long WINDOW_NANOS = 30_000_000_000L, PAUSE_NANOS = 10_000_000_000L;
    private static final System.Logger LOG = System.getLogger("weft.compositor");
    private final Display display;
    private final Globals globals;
    private final DisplayNumber number;
    private final Path authority;
    private final List<EventLoop.Source> listening = new ArrayList<>();
    private final EventLoop.BeforeWait beforeWait = this::beforeWait;
    private final Deque<Long> failures = new ArrayDeque<>();
    private final EventLoop.Timer pause;
    private XServer server;
    private boolean closed;

    private Xwayland(Display display, Globals globals, DisplayNumber number, Path authority) throws OsException {
        this.display = display;
        this.globals = globals;
        this.number = number;
        this.authority = authority;
        pause = display.loop().timer(this::listen);
        globals.workspace().onChange(() -> {
            if (server != null) server.wm().changed();
        });
        display.loop().beforeWait(beforeWait);
        listen();
    }

    /**
     * Offers an X display.
     *
     * @param authority the file to be made for who may connect, in a folder of this user alone
     * @throws IOException saying why X programs cannot be shown here
     */
    public static Xwayland offer(Display display, Globals globals, Path authority) throws IOException {
        if (!Files.isExecutable(PROGRAM)) throw new IOException(PROGRAM + " is missing (Debian's package xwayland)");
        var number = DisplayNumber.claim(Path.of("/tmp"));
        try {
            Authority.write(authority, number.number());
            return new Xwayland(display, globals, number, authority);
        } catch (IOException e) {
            number.close();
            throw e;
        }
    }

    /** The display's name, for {@code DISPLAY}. */
    public String name() {
        return ":" + number.number();
    }

    /** The file for {@code XAUTHORITY}. */
    public Path authority() {
        return authority;
    }

    private void listen() {
        try {
            for (Fd s : number.sockets()) listening.add(display.loop().add(s.number(), Epoll.IN, events -> start()));
        } catch (OsException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void ignoreConnections() {
        listening.forEach(EventLoop.Source::close);
        listening.clear();
    }

    /** Somebody has connected: the server accepts them itself. */
    private void start() {
        if (server != null || closed) return;
        ignoreConnections();
        try {
            server = XServer.start(display, globals, number, authority, this::ended);
        } catch (IOException e) {
            LOG.log(Level.WARNING, "X programs cannot be shown: {0}", e.getMessage());
            afterFailure();
        }
    }

    private void ended(String why, boolean failed) {
        server = null;
        if (closed) return;
        LOG.log(failed ? Level.WARNING : Level.INFO, "the X server has ended: {0}", why);
        if (failed) afterFailure();
        else listen();
    }

    // Who waits would start the next at once: after a few that fail, they are told that there is none, and there is a pause.
    private void afterFailure() {
        long now = System.nanoTime();
        failures.add(now);
        while (now - failures.getFirst() > WINDOW_NANOS) failures.removeFirst();
        if (failures.size() < MOST_FAILURES) {
            listen();
            return;
        }
        failures.clear();
        refuseWaiting();
        pause.startAfter(PAUSE_NANOS);
    }

    private void refuseWaiting() {
        for (Fd s : number.sockets()) {
            try {
                s.nonBlocking();
                while (true) UnixSocket.accept(s).close();
            } catch (OsException e) {
                // Nobody waits there any more.
            }
        }
    }

    private boolean beforeWait() {
        if (server != null) server.wm().settle();
        return false;
    }

    /** Removes the files by which others find the display; from any thread. */
    public void removeFiles() {
        number.removeFiles();
        try {
            Files.deleteIfExists(authority);
        } catch (IOException e) {
            LOG.log(Level.WARNING, "cannot remove {0}: {1}", authority, e.getMessage());
        }
    }

    @Override
    public void close() {
        closed = true;
        ignoreConnections();
        pause.close();
        if (server != null) server.close();
        display.loop().removeBeforeWait(beforeWait);
        number.close();
        removeFiles();
    }
}
