package weft.wayland;

import com.sun.management.ThreadMXBean;
import java.io.ByteArrayOutputStream;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import weft.os.Fd;
import weft.os.UnixSocket;
import weft.wayland.client.Connection;
import weft.wayland.protocol.server.WlBuffer;
import weft.wayland.protocol.server.WlCallback;
import weft.wayland.protocol.server.WlCompositor;
import weft.wayland.protocol.server.WlKeyboard;
import weft.wayland.protocol.server.WlPointer;
import weft.wayland.protocol.server.WlRegion;
import weft.wayland.protocol.server.WlSeat;
import weft.wayland.protocol.server.WlSurface;
import weft.wayland.protocol.server.WlTouch;
import weft.wayland.server.Display;

/**
 * What a request and an event cost the thread that owns a display or a connection: its CPU time, system calls included,
 * and the bytes it allocates. Not a test: {@code main} prints a table, the last line of each kind being the warm one.
 */
public final class WireBenchmark {
    private static final int ROUNDS = 6, MESSAGES = 2_000_000;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final List<WlPointer> pointers = new ArrayList<>();
    private long handled;

    public static void main(String... args) throws Exception {
        for (int i = 0; i < ROUNDS; i++) {
            new WireBenchmark().requests("request: wl_surface.damage", damage(), 500);
            new WireBenchmark().requests("request: make, fill, use and destroy a region", regions(), 4 * 100);
            new WireBenchmark().events();
        }
    }

    private void offer(Display display) {
        display.addGlobal(WlCompositor.TYPE, 5, compositor -> compositor.setRequests(new WlCompositor.Requests() {
            @Override
            public void createSurface(WlCompositor self, WlSurface id) {
                id.setRequests(new Surface());
            }

            @Override
            public void createRegion(WlCompositor self, WlRegion id) {
                id.setRequests(new Region());
            }
        }));
        display.addGlobal(WlSeat.TYPE, 7, seat -> seat.setRequests(new WlSeat.Requests() {
            @Override
            public void getPointer(WlSeat self, WlPointer id) {
                pointers.add(id);
            }

            @Override
            public void getKeyboard(WlSeat self, WlKeyboard id) {}

            @Override
            public void getTouch(WlSeat self, WlTouch id) {}
        }));
    }

    private static byte[] damage() {
        var chunk = new ByteArrayOutputStream();
        for (int i = 0; i < 500; i++) chunk.writeBytes(RawClient.message(4, 2, 1, 2, 3, 4));
        return chunk.toByteArray();
    }

    private static byte[] regions() {
        var chunk = new ByteArrayOutputStream();
        for (int i = 0; i < 100; i++) {
            chunk.writeBytes(RawClient.message(3, 1, 5));
            chunk.writeBytes(RawClient.message(5, 1, 1, 2, 3, 4));
            chunk.writeBytes(RawClient.message(4, 4, 5));
            chunk.writeBytes(RawClient.message(5, 0));
        }
        return chunk.toByteArray();
    }

    private void requests(String name, byte[] chunk, int messagesInChunk) throws Exception {
        Fd[] pair = UnixSocket.pair();
        try (var display = new Display(); Fd client = pair[0]) {
            offer(display);
            display.addClient(pair[1], false);
            var setUp = new ByteArrayOutputStream();
            setUp.writeBytes(RawClient.message(1, 1, 2));
            setUp.writeBytes(RawClient.message(2, 0, 1, "wl_compositor", 5, 3));
            setUp.writeBytes(RawClient.message(3, 0, 4));
            client.write(setUp.toByteArray(), 0, setUp.size());
            var reader = Thread.ofPlatform().daemon().start(() -> discard(client));
            var writer = Thread.ofPlatform().daemon().start(() -> flood(client, chunk, MESSAGES / messagesInChunk));
            while (handled == 0) display.dispatch(-1);
            var start = new Cost();
            long before = handled;
            while (handled < MESSAGES * 0.9) display.dispatch(-1);
            start.print(name, handled - before);
            while (writer.isAlive()) display.dispatch(5);
            writer.join();
            UnixSocket.shutdown(client);
            while (!display.clients().isEmpty()) display.dispatch(-1);
            reader.join();
        }
    }

    private void events() throws Exception {
        Fd[] pair = UnixSocket.pair();
        try (var display = new Display(); var connection = new Connection(pair[0])) {
            offer(display);
            display.addClient(pair[1], false);
            var received = new long[1];
            connection.sync(() -> {
                var seat = connection.registry().bind(weft.wayland.protocol.client.WlSeat.TYPE, 7);
                seat.getPointer().setEvents(new weft.wayland.protocol.client.WlPointer.Events() {
                    @Override
                    public void motion(weft.wayland.protocol.client.WlPointer self, int time, double x, double y) {
                        received[0]++;
                    }
                });
            });
            while (pointers.isEmpty()) {
                connection.loop().dispatch(0);
                display.dispatch(0);
            }
            var client = Thread.ofPlatform().daemon().start(() -> receive(connection, received));
            var pointer = pointers.getFirst();
            long nanos = 0;
            for (int sent = 0; sent < MESSAGES; sent += 100) {
                long before = THREADS.getCurrentThreadCpuTime();
                for (int i = sent; i < sent + 100; i++) pointer.sendMotion(i, i & 1023, i & 511);
                display.flush();
                nanos += THREADS.getCurrentThreadCpuTime() - before;
                // A slow reader is dropped at the limit; this one is only busy.
                while (sent - received[0] > 2000) display.dispatch(0);
            }
            System.out.printf("%-48s %6.1f ns%n", "event sent, 100 at a time: wl_pointer.motion", (double) nanos / MESSAGES);
            client.join();
        }
    }

    private static void receive(Connection connection, long[] received) {
        var start = new Cost();
        try {
            while (received[0] < MESSAGES) connection.dispatch(-1);
        } catch (java.io.IOException e) {
            throw new AssertionError(e);
        }
        start.print("event received: wl_pointer.motion", MESSAGES);
    }

    private static void flood(Fd client, byte[] chunk, int times) {
        try {
            for (int i = 0; i < times; i++) client.write(chunk, 0, chunk.length);
        } catch (java.io.IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void discard(Fd client) {
        var bytes = new byte[1 << 16];
        try {
            while (client.read(bytes, 0, bytes.length) > 0) Thread.onSpinWait();
        } catch (java.io.IOException e) {
            // The other end is gone, and so is the flood.
        }
    }

    /** CPU time and allocation of the calling thread since this was made. */
    private static final class Cost {
        private final long nanos = THREADS.getCurrentThreadCpuTime();
        private final long bytes = THREADS.getCurrentThreadAllocatedBytes();

        void print(String what, long count) {
            System.out.printf("%-48s %6.1f ns %6.2f bytes%n", what, (double) (THREADS.getCurrentThreadCpuTime() - nanos) / count,
                    (double) (THREADS.getCurrentThreadAllocatedBytes() - bytes) / count);
        }
    }

    private final class Surface implements WlSurface.Requests {
        @Override
        public void attach(WlSurface self, WlBuffer buffer, int x, int y) {}

        @Override
        public void damage(WlSurface self, int x, int y, int width, int height) {
            handled++;
        }

        @Override
        public void frame(WlSurface self, WlCallback callback) {}

        @Override
        public void setOpaqueRegion(WlSurface self, WlRegion region) {
            handled++;
        }

        @Override
        public void setInputRegion(WlSurface self, WlRegion region) {}

        @Override
        public void commit(WlSurface self) {}

        @Override
        public void setBufferTransform(WlSurface self, int transform) {}

        @Override
        public void setBufferScale(WlSurface self, int scale) {}

        @Override
        public void damageBuffer(WlSurface self, int x, int y, int width, int height) {}

        @Override
        public void offset(WlSurface self, int x, int y) {}
    }

    private final class Region implements WlRegion.Requests {
        @Override
        public void destroy(WlRegion self) {
            handled += 2;
        }

        @Override
        public void add(WlRegion self, int x, int y, int width, int height) {
            handled++;
        }

        @Override
        public void subtract(WlRegion self, int x, int y, int width, int height) {}
    }
}
