package weft.compositor.xwayland;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import weft.compositor.protocol.Globals;
import weft.os.Epoll;
import weft.os.EventLoop;
import weft.os.Fd;
import weft.os.Pidfd;
import weft.os.Spawn;
import weft.os.UnixSocket;
import weft.os.Wait;
import weft.wayland.server.Client;
import weft.wayland.server.Display;

/** One life of the X server: its process, a Wayland client here, and its window manager, an X client there. */
final class XServer implements AutoCloseable {
    private static final int SIGTERM = 15, SIGKILL = 9, GRACE_MS = 2000;
    private final Pidfd process;
    private final EventLoop.Source exit;
    private final Client client;
    private final Wm wm;
    private final Ended ended;

    /** Who hears that it has ended. */
    interface Ended {
        /** @param failed whether it did not end as it should: with the last of its clients */
        void ended(String why, boolean failed);
    }

    private XServer(Display display, Globals globals, Pidfd process, Fd wayland, Fd manager, Ended ended) throws IOException {
        this.process = process;
        this.ended = ended;
        client = display.addClient(wayland, false);
        wm = new Wm(display.loop(), globals, manager, process.pid(), this::lost);
        globals.xSurfaces().serve(client, wm::surfaceMade);
        client.onDestroy(() -> process.signal(SIGTERM));
        exit = display.loop().add(process.number(), Epoll.IN, events -> exited());
    }

    /** Starts one on the display's sockets, in an environment of its own. */
    static XServer start(Display display, Globals globals, DisplayNumber number, Path authority, Ended ended) throws IOException {
        var wayland = UnixSocket.pair();
        var manager = UnixSocket.pair();
        try (Fd theirWayland = wayland[1]; Fd theirManager = manager[1]) {
            var descriptors = new ArrayList<>(number.sockets());
            var command = new ArrayList<>(List.of(Xwayland.PROGRAM.toString(), ":" + number.number(), "-rootless", "-terminate", "-auth", authority.toString()));
            for (int i = 0; i < number.sockets().size(); i++) command.addAll(List.of("-listenfd", Integer.toString(3 + i)));
            command.addAll(List.of("-wm", Integer.toString(3 + descriptors.size())));
            descriptors.add(theirManager);
            int socket = 3 + descriptors.size();
            descriptors.add(theirWayland);
            var process = Pidfd.open(new Spawn(command).environment(Map.of("PATH", "/usr/bin:/bin", "WAYLAND_SOCKET", Integer.toString(socket)))
                    .descriptors(descriptors).directory(Path.of("/")).ownSession().start());
            return new XServer(display, globals, process, wayland[0], manager[0], ended);
        } catch (IOException e) {
            wayland[0].close();
            manager[0].close();
            throw e;
        }
    }

    Wm wm() {
        return wm;
    }

    // The connection goes first, also at an end in good order.
    private void lost(String why) {
        process.signal(SIGTERM);
    }

    private void exited() {
        try {
            var how = Wait.reap(process.pid());
            release();
            ended.ended(how.map(Object::toString).orElse("it is gone"), how.isEmpty() || !how.get().ok());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private void release() {
        exit.close();
        wm.close();
        client.destroy();
        process.close();
    }

    @Override
    public void close() {
        process.signal(SIGTERM);
        try {
            if (!process.awaitExit(GRACE_MS)) process.signal(SIGKILL);
            process.awaitExit(GRACE_MS);
            Wait.reap(process.pid());
        } catch (IOException e) {
            System.getLogger("weft.compositor").log(System.Logger.Level.WARNING, "the X server: {0}", e.getMessage());
        }
        release();
    }
}
