package weft.bench;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import weft.os.Memfd;
import weft.wayland.client.Connection;
import weft.wayland.protocol.client.WlBuffer;
import weft.wayland.protocol.client.WlCompositor;
import weft.wayland.protocol.client.WlOutput;
import weft.wayland.protocol.client.WlShm;
import weft.wayland.protocol.client.WlSurface;
import weft.wayland.protocol.client.WpPresentation;
import weft.wayland.protocol.client.WpPresentationFeedback;
import weft.wayland.protocol.client.XdgSurface;
import weft.wayland.protocol.client.XdgToplevel;
import weft.wayland.protocol.client.XdgWmBase;

/** A window of an ordinary client, in sealed shared memory that is filled once: what a frame costs is the compositor's own work. */
final class MeasuredWindow {
    private static final int BUFFERS = 3, PATIENCE_S = 20;
    private final Connection connection;
    private final WlSurface surface;
    private final XdgSurface xdg;
    private final XdgToplevel toplevel;
    private final List<WlBuffer> buffers = new ArrayList<>();
    private final int width, height;
    private int next, frames;
    private WpPresentation presentation;
    private Sample untilSeen;
    private boolean configured;

    /** Shows a window and waits for its first frame. {@code output}: full-screen there; null: an ordinary window. */
    MeasuredWindow(Connection connection, int width, int height, WlOutput output) throws IOException {
        this.connection = connection;
        this.width = width;
        this.height = height;
        var registry = connection.registry();
        var shm = registry.bind(WlShm.TYPE, 1);
        for (int i = 0; i < BUFFERS; i++) buffers.add(buffer(shm));
        surface = registry.bind(WlCompositor.TYPE, 4).createSurface();
        var shell = registry.bind(XdgWmBase.TYPE, 1);
        shell.setEvents((self, serial) -> self.pong(serial));
        xdg = shell.getXdgSurface(surface);
        xdg.setEvents((self, serial) -> {
            self.ackConfigure(serial);
            configured = true;
        });
        toplevel = xdg.getToplevel();
        toplevel.setEvents(new XdgToplevel.Events() {});
        toplevel.setTitle("Measured");
        if (output != null) toplevel.setFullscreen(output);
        surface.commit();
        await(() -> configured);
        commit(width, height);
        await(() -> frames > 0);
    }

    private WlBuffer buffer(WlShm shm) throws IOException {
        try (var memory = Memfd.create("measured", 4L * width * height); var arena = Arena.ofConfined()) {
            Memfd.map(memory.number(), 4L * width * height, true, arena).fill((byte) (0x40 + buffers.size()));
            Memfd.seal(memory, Memfd.SEAL_SHRINK);
            var pool = shm.createPool(memory, 4 * width * height);
            var buffer = pool.createBuffer(0, width, height, 4 * width, WlShm.FORMAT_XRGB8888);
            pool.destroy();
            return buffer;
        }
    }

    /** Another buffer, of which that much is said to have changed, and the wish to hear of the frame. */
    void commit(int damagedWidth, int damagedHeight) {
        surface.attach(buffers.get(next++ % BUFFERS), 0, 0);
        surface.damage(0, 0, damagedWidth, damagedHeight);
        surface.frame().setEvents((callback, time) -> frames++);
        if (presentation != null) measurePresentation();
        surface.commit();
    }

    /** From now on measures, in ms, how long after each commit it is told that it is on the screen; compositors' own times are of different clocks. */
    void followPresentation(Sample ms) {
        if (connection.registry().find(WpPresentation.INTERFACE.name()).isEmpty()) return;
        if (presentation == null) presentation = connection.registry().bind(WpPresentation.TYPE, 1);
        untilSeen = ms;
    }

    private void measurePresentation() {
        long committed = System.nanoTime();
        presentation.feedback(surface).setEvents(new WpPresentationFeedback.Events() {
            @Override
            public void presented(WpPresentationFeedback self, int secondsHigh, int secondsLow, int nanos, int refresh, int high, int low, int flags) {
                untilSeen.add((System.nanoTime() - committed) / 1e6);
            }
        });
    }

    int frames() {
        return frames;
    }

    /** Dispatches until something holds. */
    void await(BooleanSupplier condition) throws IOException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_S);
        while (!condition.getAsBoolean()) {
            connection.dispatch(1000);
            if (System.nanoTime() > end) throw new IOException("no frame within " + PATIENCE_S + " s");
        }
    }

    /** Windows of one connection, each of which commits at each of its frames for that long; returns how many frames they had. */
    static int animate(Connection connection, List<MeasuredWindow> windows, int damagedWidth, int damagedHeight, long millis) throws IOException {
        int before = windows.stream().mapToInt(MeasuredWindow::frames).sum();
        var seen = new int[windows.size()];
        for (int i = 0; i < seen.length; i++) seen[i] = windows.get(i).frames - 1;
        for (long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis); System.nanoTime() < end; connection.dispatch(100)) {
            for (int i = 0; i < seen.length; i++) {
                var w = windows.get(i);
                if (w.frames == seen[i]) continue;
                seen[i] = w.frames;
                w.commit(damagedWidth, damagedHeight);
            }
        }
        // The frame under way is still counted, and its cost is.
        for (int i = 0; i < seen.length; i++) {
            int last = seen[i];
            var w = windows.get(i);
            w.await(() -> w.frames > last);
        }
        return windows.stream().mapToInt(MeasuredWindow::frames).sum() - before;
    }

    /** Takes the window away. */
    void close() throws IOException {
        toplevel.destroy();
        xdg.destroy();
        surface.destroy();
        buffers.forEach(WlBuffer::destroy);
        connection.roundtrip();
    }
}
