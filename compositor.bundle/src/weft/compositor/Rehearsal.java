package weft.compositor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import weft.codec.Json;
import weft.ffi.Libc;
import weft.os.Fd;
import weft.os.Memfd;
import weft.os.UnixSocket;
import weft.wayland.client.Connection;
import weft.wayland.protocol.client.WlCompositor;
import weft.wayland.protocol.client.WlKeyboard;
import weft.wayland.protocol.client.WlPointer;
import weft.wayland.protocol.client.WlSeat;
import weft.wayland.protocol.client.WlShm;
import weft.wayland.protocol.client.XdgToplevel;
import weft.wayland.protocol.client.XdgWmBase;

/**
 * A compositor's start and a first window, run once when the distribution is made, so that the JVM can note which classes that takes and keep
 * them ready. Its only argument is an empty folder for the sockets.
 */
final class Rehearsal {
    private static final int WIDTH = 320, HEIGHT = 200, SIGTERM = 15, PASSES = 400;
    private final Path wayland, control;

    private Rehearsal(Path folder) {
        wayland = folder.resolve("wayland");
        control = folder.resolve("control");
    }

    public static void main(String... arguments) throws Exception {
        var rehearsal = new Rehearsal(Path.of(arguments[0]));
        Thread.ofPlatform().daemon().start(rehearsal::play);
        Main.main("--headless", "--socket", rehearsal.wayland.toString(), "--control", rehearsal.control.toString());
    }

    /** What others do to a compositor; then its end. */
    private void play() {
        try {
            // The control socket is the last one that is made.
            while (!Files.exists(control)) Thread.sleep(1);
            window();
            ask();
        } catch (Exception e) {
            e.printStackTrace();
            Runtime.getRuntime().halt(1);
        }
        Libc.kill((int) ProcessHandle.current().pid(), SIGTERM);
    }

    private void window() throws IOException {
        try (var connection = Connection.connect(wayland); var memory = Memfd.create("rehearsal", 4L * WIDTH * HEIGHT)) {
            connection.roundtrip();
            var registry = connection.registry();
            var compositor = registry.bind(WlCompositor.TYPE, 4);
            var shell = registry.bind(XdgWmBase.TYPE, 2);
            var seat = registry.bind(WlSeat.TYPE, 5);
            seat.getPointer().setEvents(new WlPointer.Events() {});
            seat.getKeyboard().setEvents(new WlKeyboard.Events() {});
            Memfd.seal(memory, Memfd.SEAL_SHRINK);
            var pool = registry.bind(WlShm.TYPE, 1).createPool(memory, 4 * WIDTH * HEIGHT);
            var buffer = pool.createBuffer(0, WIDTH, HEIGHT, 4 * WIDTH, WlShm.FORMAT_XRGB8888);
            var surface = compositor.createSurface();
            var xdg = shell.getXdgSurface(surface);
            var toplevel = xdg.getToplevel();
            toplevel.setEvents(new XdgToplevel.Events() {});
            toplevel.setTitle("Rehearsal");
            var shown = new boolean[1];
            xdg.setEvents((self, serial) -> {
                self.ackConfigure(serial);
                surface.attach(buffer, 0, 0);
                surface.damage(0, 0, WIDTH, HEIGHT);
                surface.frame().setEvents((callback, time) -> shown[0] = true);
                surface.commit();
            });
            surface.commit();
            for (int i = 0; i < PASSES && !shown[0]; i++) connection.dispatch(100);
            if (!shown[0]) throw new IOException("the window is not shown");
        }
    }

    private void ask() throws IOException {
        try (Fd socket = UnixSocket.connect(control)) {
            for (var request : List.of(Map.of("id", 1, "type", "WINDOWS"), Map.of("id", 2, "type", "SYNC"), Map.of("id", 3, "type", "SCREENSHOT"))) {
                byte[] line = (Json.line(request) + "\n").getBytes();
                socket.write(line, 0, line.length);
                byte[] answer = new byte[1 << 16];
                for (int n; (n = socket.read(answer, 0, answer.length)) > 0 && answer[n - 1] != '\n'; ) { }
            }
        }
    }
}
