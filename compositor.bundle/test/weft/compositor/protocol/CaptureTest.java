package weft.compositor.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import weft.compositor.render.PointerShape;
import weft.compositor.render.Scale;
import weft.compositor.scene.Rect;
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

    /** A display's plane for the pointer, as far as the compositor sees it. */
    private static final class Planes implements PointerPlanes {
        final List<Rect> places = new ArrayList<>();
        final List<Long> looks = new ArrayList<>();
        boolean able = true;

        @Override
        public boolean show(Rect place, Look look) {
            if (!able) return false;
            places.add(place);
            looks.add(look.revision());
            assertEquals(PointerShape.SIZE, look.in().apply(Scale.ONE).width());
            return true;
        }

        @Override
        public void hide() {}
    }

    @Test
    void a_pointer_that_a_plane_shows_moves_without_a_frame_and_is_in_the_copies_that_want_it() throws Exception {
        var planes = new Planes();
        client.window(200, 100, RED).map();
        int x = lastX() + 92, y = lastY() + 48;
        server.move(lastX() + 20, lastY() + 50);
        server.host().globals().pointerPlanes(planes);
        var c = server.connectPrivileged();
        c.bind(WlOutput.TYPE);
        settled();
        long before = server.host().frames();
        for (int i = 21; i <= 100; i++) server.move(lastX() + i, lastY() + 50);
        settled();
        assertEquals(before, server.host().frames());
        assertEquals(81, planes.places.size());
        assertEquals(new Rect(lastX() + 100, lastY() + 50, PointerShape.SIZE, PointerShape.SIZE), planes.places.getLast());
        assertEquals(1, planes.looks.stream().distinct().count());
        assertEquals(RED, capture(c, false, x, y, 800) | 0xff000000);
        settled();
        assertEquals(before, server.host().frames(), "a copy without it has drawn something");
        assertNotEquals(RED, capture(c, true, x, y, 800) | 0xff000000);
        settled();
        // An output that turns, say, has no such plane any more: frames have it in them.
        planes.able = false;
        server.host().globals().pointerPlanesChanged();
        settled();
        assertEquals(RED, capture(c, false, x, y, 800) | 0xff000000);
        assertNotEquals(RED, server.pixel(x + 10, y + 5));
    }

    @Test
    void a_client_s_picture_at_the_pointer_goes_to_the_plane_anew_with_each_commit_and_its_frames_are_answered() throws Exception {
        var planes = new Planes();
        var window = client.window(200, 100, RED).map();
        var pointer = client.listenToPointer();
        server.host().globals().pointerPlanes(planes);
        server.move(lastX() + 20, lastY() + 50);
        var cursor = client.surface();
        cursor.attach(client.buffer(PointerShape.SIZE, PointerShape.SIZE, BLUE), 0, 0);
        cursor.commit();
        pointer.setCursor(client.lastSerial, cursor, 4, 5);
        server.settle();
        assertEquals(new Rect(lastX() + 16, lastY() + 45, PointerShape.SIZE, PointerShape.SIZE), planes.places.getLast());
        long before = planes.looks.getLast();
        var answered = new ArrayList<Integer>();
        cursor.attach(client.buffer(PointerShape.SIZE, PointerShape.SIZE, GREEN), 0, 0);
        cursor.damage(0, 0, PointerShape.SIZE, PointerShape.SIZE);
        cursor.frame().setEvents((callback, time) -> answered.add(time));
        cursor.commit();
        server.until(() -> !answered.isEmpty());
        assertTrue(planes.looks.getLast() > before, "the plane has not got the new picture");
        assertEquals(RED, capture(server.connectPrivileged(), false, lastX() + 10, lastY() + 45, 800) | 0xff000000);
        assertEquals(200, window.width);
    }

    private void settled() throws Exception {
        boolean[] drawn = new boolean[1];
        server.host().whenDrawn(() -> drawn[0] = true);
        server.until(() -> drawn[0]);
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
