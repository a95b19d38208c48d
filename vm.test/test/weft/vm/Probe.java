package weft.vm;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import weft.os.Fd;
import weft.os.Memfd;
import weft.wayland.client.Connection;
import weft.wayland.protocol.client.WlBuffer;
import weft.wayland.protocol.client.WlCompositor;
import weft.wayland.protocol.client.WlKeyboard;
import weft.wayland.protocol.client.WlPointer;
import weft.wayland.protocol.client.WlSeat;
import weft.wayland.protocol.client.WlShm;
import weft.wayland.protocol.client.WlSurface;
import weft.wayland.protocol.client.XdgToplevel;
import weft.wayland.protocol.client.XdgWmBase;

/**
 * A client that runs inside the guest: a window of one colour, another at each click. Asks for frame after frame, and prints
 * what it hears, a line each. The keys F5 and F6 unplug and plug in the second display, F7 and F8 the first, and Q ends it.
 */
final class Probe implements WlPointer.Events, WlKeyboard.Events {
    static final int[] COLOURS = {0xff12ab34, 0xffc81e5a, 0xff2f4fd8};
    private static final int WIDTH = 400, HEIGHT = 300, F5 = 63, F6 = 64, F7 = 65, F8 = 66, Q = 16;
    static final long GAP_MS = 1_000;
    private final Connection connection;
    private final WlSurface surface;
    private final WlBuffer[] buffers = new WlBuffer[COLOURS.length];
    private int colour, frames;
    private boolean shown, asking;
    private long last, second = System.nanoTime();

    private Probe(Connection connection) throws IOException {
        this.connection = connection;
        connection.roundtrip();
        var registry = connection.registry();
        surface = registry.bind(WlCompositor.TYPE, 4).createSurface();
        var shm = registry.bind(WlShm.TYPE, 1);
        for (int i = 0; i < COLOURS.length; i++) buffers[i] = buffer(shm, COLOURS[i]);
        var seat = registry.bind(WlSeat.TYPE, 5);
        seat.getPointer().setEvents(this);
        seat.getKeyboard().setEvents(this);
        var shell = registry.bind(XdgWmBase.TYPE, 1);
        shell.setEvents(XdgWmBase::pong);
        var window = shell.getXdgSurface(surface);
        window.getToplevel().setEvents(new XdgToplevel.Events() {});
        window.setEvents((self, serial) -> {
            self.ackConfigure(serial);
            show();
        });
        surface.commit();
    }

    public static void main(String... arguments) throws IOException {
        try (var connection = Connection.connect(System.getenv())) {
            new Probe(connection);
            while (true) connection.dispatch(-1);
        }
    }

    private static WlBuffer buffer(WlShm shm, int argb) throws IOException {
        int bytes = 4 * WIDTH * HEIGHT;
        try (Fd memory = Memfd.create("probe", bytes); Arena arena = Arena.ofConfined()) {
            var map = Memfd.map(memory.number(), bytes, true, arena);
            for (int i = 0; i < WIDTH * HEIGHT; i++) map.setAtIndex(ValueLayout.JAVA_INT, i, argb);
            Memfd.seal(memory, Memfd.SEAL_SHRINK);
            var pool = shm.createPool(memory, bytes);
            var buffer = pool.createBuffer(0, WIDTH, HEIGHT, 4 * WIDTH, WlShm.FORMAT_XRGB8888);
            pool.destroy();
            return buffer;
        }
    }

    private static void say(String line) {
        System.out.println("PROBE " + line);
        System.out.flush();
    }

    private void show() {
        surface.attach(buffers[colour], 0, 0);
        surface.damage(0, 0, WIDTH, HEIGHT);
        if (asking) surface.commit();
        else frame();
    }

    // A pixel is damaged for every frame, so that each is a real one.
    private void frame() {
        asking = true;
        surface.damage(0, 0, 1, 1);
        surface.frame().setEvents((callback, time) -> seen());
        surface.commit();
    }

    private void seen() {
        long now = System.nanoTime();
        if (!shown) say("shown");
        shown = true;
        if (last != 0 && (now - last) / 1_000_000 > GAP_MS) say("saw nothing for a while");
        last = now;
        frames++;
        if (now - second > 1_000_000_000) {
            if (frames * 1e9 / (now - second) > 80) say("too many frames: " + frames);
            second = now;
            frames = 0;
        }
        frame();
    }

    @Override
    public void enter(WlPointer self, int serial, WlSurface on, double x, double y) {
        say("pointer " + (int) x + "," + (int) y);
    }

    @Override
    public void motion(WlPointer self, int time, double x, double y) {
        say("pointer " + (int) x + "," + (int) y);
    }

    @Override
    public void button(WlPointer self, int serial, int time, int button, int state) {
        if (state == WlPointer.BUTTON_STATE_PRESSED) {
            colour = (colour + 1) % COLOURS.length;
            show();
        }
        say("button " + button + " " + state);
    }

    @Override
    public void axis(WlPointer self, int time, int axis, double value) {
        say("axis " + axis + " " + value);
    }

    @Override
    public void keymap(WlKeyboard self, int format, Fd fd, int size) {
        fd.close();
    }

    @Override
    public void key(WlKeyboard self, int serial, int time, int key, int state) {
        say("key " + key + " " + state);
        if (state != WlKeyboard.KEY_STATE_PRESSED) return;
        switch (key) {
            case F5 -> plug("card1", "off");
            case F6 -> plug("card1", "detect");
            case F7 -> plug("card0", "off");
            case F8 -> plug("card0", "detect");
            case Q -> {
                connection.close();
                System.exit(0);
            }
            default -> { }
        }
    }

    private static void plug(String card, String status) {
        String command = "for f in /sys/class/drm/" + card + "-*/status; do echo " + status + " > $f; done; udevadm trigger --action=change /sys/class/drm/" + card;
        try {
            new ProcessBuilder("sh", "-c", command).inheritIO().start().waitFor();
            say("display of " + card + " " + status);
        } catch (IOException | InterruptedException e) {
            say("failed: " + e);
        }
    }
}
