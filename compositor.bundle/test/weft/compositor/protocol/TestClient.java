package weft.compositor.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import weft.os.Fd;
import weft.os.Memfd;
import weft.wayland.client.CompositorError;
import weft.wayland.client.Connection;
import weft.wayland.client.Proxy;
import weft.wayland.client.ProxyType;
import weft.wayland.protocol.client.WlBuffer;
import weft.wayland.protocol.client.WlCompositor;
import weft.wayland.protocol.client.WlKeyboard;
import weft.wayland.protocol.client.WlPointer;
import weft.wayland.protocol.client.WlSeat;
import weft.wayland.protocol.client.WlShm;
import weft.wayland.protocol.client.WlSurface;
import weft.wayland.protocol.client.XdgWmBase;
import weft.wayland.wire.IntArrays;

/** A client with the usual globals bound, that writes down what it hears of pointer and keyboard. */
final class TestClient {
    final Connection connection;
    final List<String> log = new ArrayList<>();
    private final TestCompositor server;
    private final Map<ProxyType<?>, Proxy> bound = new HashMap<>();
    int lastSerial;

    TestClient(TestCompositor server, Connection connection) throws IOException {
        this.server = server;
        this.connection = connection;
    }

    /** A global, bound once in its highest version. */
    <P extends Proxy> P bind(ProxyType<P> type) {
        @SuppressWarnings("unchecked")
        var proxy = (P) bound.computeIfAbsent(type, t -> connection.registry().bind(type, 99));
        return proxy;
    }

    WlSurface surface() {
        return bind(WlCompositor.TYPE).createSurface();
    }

    XdgWmBase shell() {
        return bind(XdgWmBase.TYPE);
    }

    TestWindow window(int width, int height, int argb) throws IOException {
        return new TestWindow(this, width, height, argb);
    }

    /** A buffer of one colour in sealed memory, as toolkits make them. */
    WlBuffer buffer(int width, int height, int argb) throws IOException {
        return buffer(width, height, argb, true);
    }

    WlBuffer buffer(int width, int height, int argb, boolean sealed) throws IOException {
        try (var memory = memory(4 * width * height, argb)) {
            if (sealed) Memfd.seal(memory, Memfd.SEAL_SHRINK);
            var pool = bind(WlShm.TYPE).createPool(memory, 4 * width * height);
            var buffer = pool.createBuffer(0, width, height, 4 * width, WlShm.FORMAT_XRGB8888);
            pool.destroy();
            return buffer;
        }
    }

    /** Shared memory filled with one pixel value. */
    static Fd memory(int bytes, int argb) throws IOException {
        var memory = Memfd.create("test", bytes);
        try (Arena arena = Arena.ofConfined()) {
            var map = Memfd.map(memory.number(), bytes, true, arena);
            for (int i = 0; i < bytes / 4; i++) map.setAtIndex(ValueLayout.JAVA_INT, i, argb);
        }
        return memory;
    }

    /** Writes down what the pointer does. */
    WlPointer listenToPointer() throws IOException {
        var pointer = bind(WlSeat.TYPE).getPointer();
        pointer.setEvents(new WlPointer.Events() {
            @Override
            public void enter(WlPointer self, int serial, WlSurface surface, double x, double y) {
                lastSerial = serial;
                log.add("enter " + surface.id() + " " + (int) x + "," + (int) y);
            }

            @Override
            public void leave(WlPointer self, int serial, WlSurface surface) {
                log.add("leave " + (surface == null ? "" : surface.id()));
            }

            @Override
            public void motion(WlPointer self, int time, double x, double y) {
                log.add("motion " + (int) x + "," + (int) y);
            }

            @Override
            public void button(WlPointer self, int serial, int time, int button, int state) {
                lastSerial = serial;
                log.add("button " + button + " " + state);
            }

            @Override
            public void axis(WlPointer self, int time, int axis, double value) {
                log.add("axis " + axis + " " + value);
            }

            @Override
            public void axisDiscrete(WlPointer self, int axis, int discrete) {
                log.add("discrete " + axis + " " + discrete);
            }

            @Override
            public void axisValue120(WlPointer self, int axis, int units) {
                log.add("units " + axis + " " + units);
            }

            @Override
            public void axisRelativeDirection(WlPointer self, int axis, int direction) {
                log.add("direction " + axis + " " + direction);
            }
        });
        server.settle();
        return pointer;
    }

    /** Writes down what the keyboard does. */
    WlKeyboard listenToKeyboard() throws IOException {
        var keyboard = bind(WlSeat.TYPE).getKeyboard();
        keyboard.setEvents(new WlKeyboard.Events() {
            @Override
            public void keymap(WlKeyboard self, int format, Fd fd, int size) {
                log.add("keymap " + format + " " + (size > 1000) + " " + Memfd.seals(fd.number()));
                fd.close();
            }

            @Override
            public void enter(WlKeyboard self, int serial, WlSurface surface, byte[] keys) {
                lastSerial = serial;
                log.add("focus " + surface.id() + " " + java.util.Arrays.toString(IntArrays.ints(keys)));
            }

            @Override
            public void leave(WlKeyboard self, int serial, WlSurface surface) {
                log.add("unfocus " + (surface == null ? "" : surface.id()));
            }

            @Override
            public void key(WlKeyboard self, int serial, int time, int key, int state) {
                lastSerial = serial;
                log.add("key " + key + " " + state);
            }

            @Override
            public void modifiers(WlKeyboard self, int serial, int depressed, int latched, int locked, int group) {
                log.add("modifiers " + depressed + " " + locked);
            }

            @Override
            public void repeatInfo(WlKeyboard self, int rate, int delay) {
                log.add("repeat " + (rate > 0) + " " + (delay > 0));
            }
        });
        server.settle();
        return keyboard;
    }

    /** The log so far, which is then empty. */
    List<String> takeLog() {
        var out = List.copyOf(log);
        log.clear();
        return out;
    }

    void roundtrip() throws IOException {
        connection.roundtrip(10_000);
    }

    /** Expects that the compositor ends this client with an error of that code, on an object of that interface. */
    void expectError(int code, String type) {
        var e = assertThrows(CompositorError.class, this::roundtrip);
        assertEquals(code, e.code(), e.getMessage());
        if (!e.getMessage().contains(type)) throw new AssertionError("not on a " + type + ": " + e.getMessage());
    }
}
