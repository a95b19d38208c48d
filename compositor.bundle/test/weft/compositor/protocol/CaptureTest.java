package weft.compositor.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import weft.os.Memfd;
import weft.wayland.protocol.client.WlOutput;
import weft.wayland.protocol.client.WlShm;
import weft.wayland.protocol.client.ZwlrScreencopyFrameV1;
import weft.wayland.protocol.client.ZwlrScreencopyManagerV1;

/** zwlr_screencopy_manager_v1: pictures of the output in a client's memory. */
class CaptureTest extends ProtocolTest {
    private final List<String> log = new ArrayList<>();

    private ZwlrScreencopyFrameV1 frame(TestClient c, boolean pointer, int x, int y, int width, int height) throws Exception {
        var frame = c.bind(ZwlrScreencopyManagerV1.TYPE).captureOutputRegion(pointer ? 1 : 0, c.bind(WlOutput.TYPE), x, y, width, height);
        frame.setEvents(new ZwlrScreencopyFrameV1.Events() {
            @Override
            public void buffer(ZwlrScreencopyFrameV1 self, int format, int w, int h, int stride) {
                log.add("buffer " + format + " " + w + "x" + h + " " + stride);
            }

            @Override
            public void ready(ZwlrScreencopyFrameV1 self, int hi, int lo, int nanos) {
                log.add("ready");
            }

            @Override
            public void failed(ZwlrScreencopyFrameV1 self) {
                log.add("failed");
            }

            @Override
            public void damage(ZwlrScreencopyFrameV1 self, int dx, int dy, int w, int h) {
                log.add("damage " + w + "x" + h);
            }
        });
        server.settle();
        return frame;
    }

    /** The pixel at the middle of a captured part of 20 by 10. */
    private int capture(TestClient c, boolean pointer, int x, int y, long length) throws Exception {
        var frame = frame(c, pointer, x, y, 20, 10);
        try (var memory = Memfd.create("capture", length); var arena = Arena.ofConfined()) {
            var pool = c.bind(WlShm.TYPE).createPool(memory, 800);
            frame.copy(pool.createBuffer(0, 20, 10, 80, WlShm.FORMAT_XRGB8888));
            server.settle();
            return length < 800 ? 0 : Memfd.map(memory.number(), 800, false, arena).getAtIndex(ValueLayout.JAVA_INT, 5 * 20 + 10);
        }
    }

    @Test
    void a_part_of_the_output_is_copied_with_or_without_the_pointer() throws Exception {
        client.window(200, 100, RED).map();
        var c = server.connectPrivileged();
        server.move(lastX() + 100, lastY() + 50);
        int x = lastX() + 92, y = lastY() + 48;
        assertEquals(RED, capture(c, false, x, y, 800) | 0xff000000);
        assertEquals(List.of("buffer 1 20x10 80", "ready"), log);
        assertNotEquals(RED, capture(c, true, x, y, 800) | 0xff000000);
        assertNotEquals(RED, server.pixel(x + 10, y + 5), "the pointer is gone from the output itself");
    }

    @Test
    void memory_that_was_cut_short_makes_the_copy_fail_and_nothing_else() throws Exception {
        var c = server.connectPrivileged();
        capture(c, false, 0, 0, 100);
        assertEquals(List.of("buffer 1 20x10 80", "failed"), log);
    }

    @Test
    void a_part_outside_of_the_output_fails() throws Exception {
        frame(server.connectPrivileged(), false, TestCompositor.WIDTH, 0, 20, 10);
        assertEquals(List.of("failed"), log);
    }

    @Test
    void a_copy_with_damage_waits_for_the_next_frame() throws Exception {
        var c = server.connectPrivileged();
        server.until(() -> server.host().frames() > 0);
        var frame = frame(c, false, 0, 0, 20, 10);
        frame.copyWithDamage(c.buffer(20, 10, 0));
        server.settle();
        assertEquals(1, log.size());
        client.window(50, 50, RED).map();
        server.until(() -> log.contains("ready"));
        assertEquals("damage 20x10", log.get(1));
    }

    @Test
    void a_buffer_of_another_size_is_an_error() throws Exception {
        var c = server.connectPrivileged();
        frame(c, false, 0, 0, 20, 10).copy(c.buffer(10, 10, 0));
        c.expectError(ZwlrScreencopyFrameV1.ERROR_INVALID_BUFFER, "zwlr_screencopy_frame_v1");
    }
}
