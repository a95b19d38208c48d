package weft.wayland;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.io.ByteArrayOutputStream;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import weft.os.Fd;
import weft.os.UnixSocket;
import weft.wayland.protocol.server.WlPointer;
import weft.wayland.protocol.server.WpViewport;
import weft.wayland.server.Display;

/** Frames must not make garbage: requests and events of plain numbers allocate nothing. */
class AllocationTest {
    private static final int CHUNK = 500, CHUNKS = 400;
    // Loading and linking at the start allocates; a single object a message would be 16 bytes each.
    private static final double BOUND = 8;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private long handled;

    @Test
    void requests_and_events_allocate_nothing_each() throws Exception {
        Fd[] pair = UnixSocket.pair();
        var pointers = new ArrayList<WlPointer>();
        try (var display = new Display(); Fd client = pair[0]) {
            // As globals, so that no other objects are needed to get at them.
            display.addGlobal(WpViewport.TYPE, 1, viewport -> viewport.setRequests(new CountingViewport()));
            display.addGlobal(WlPointer.TYPE, 7, pointers::add);
            display.addClient(pair[1], false);
            write(client, RawClient.message(1, 1, 2), RawClient.message(2, 0, 1, "wp_viewport", 1, 3), RawClient.message(2, 0, 2, "wl_pointer", 7, 4));
            while (pointers.isEmpty()) display.dispatch(-1);
            byte[] requests = repeat(RawClient.message(3, 1, 256, 512, 768, 1024));
            long allocated = 0;
            var sink = new byte[1 << 16];
            for (int i = 0; i < CHUNKS; i++) {
                client.write(requests, 0, requests.length);
                long before = THREADS.getCurrentThreadAllocatedBytes();
                long wanted = handled + CHUNK;
                while (handled < wanted) display.dispatch(-1);
                for (int n = 0; n < CHUNK; n++) pointers.getFirst().sendMotion(n, n, 0.5);
                display.flush();
                allocated += THREADS.getCurrentThreadAllocatedBytes() - before;
                client.read(sink, 0, sink.length);
            }
            assertEquals((long) CHUNK * CHUNKS, handled);
            double each = (double) allocated / (CHUNK * CHUNKS * 2);
            assertTrue(each < BOUND, each + " bytes a message");
        }
    }

    private static void write(Fd client, byte[]... messages) throws Exception {
        for (byte[] m : messages) client.write(m, 0, m.length);
    }

    private static byte[] repeat(byte[] message) {
        var all = new ByteArrayOutputStream();
        for (int i = 0; i < CHUNK; i++) all.writeBytes(message);
        return all.toByteArray();
    }

    private final class CountingViewport implements WpViewport.Requests {
        @Override
        public void setSource(WpViewport self, double x, double y, double width, double height) {
            handled++;
        }

        @Override
        public void setDestination(WpViewport self, int width, int height) {}
    }
}
