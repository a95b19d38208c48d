package weft.compositor.backend.nested;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import weft.compositor.render.Canvas;
import weft.compositor.scene.Region;
import weft.os.Fd;
import weft.os.Memfd;
import weft.wayland.protocol.client.WlShm;
import weft.wayland.protocol.server.WlBuffer;
import weft.wayland.protocol.server.WlShmPool;
import weft.wayland.testing.Fixture;

/** A parent that gives buffers back when the test says so, and looks into them. */
class ParentBuffersTest {
    private static final int WIDTH = 8, HEIGHT = 4;
    private final List<WlBuffer> made = new ArrayList<>();
    private final List<Fd> memories = new ArrayList<>();
    private Fixture parent;
    private ParentBuffers buffers;

    @BeforeEach
    void open() throws Exception {
        parent = new Fixture();
        parent.display().addGlobal(weft.wayland.protocol.server.WlShm.TYPE, 1, shm -> shm.setRequests((self, pool, fd, size) -> {
            memories.add(fd);
            pool.setRequests(new WlShmPool.Requests() {
                @Override
                public void createBuffer(WlShmPool p, WlBuffer id, int offset, int width, int height, int stride, int format) {
                    made.add(id);
                    id.setRequests(new WlBuffer.Requests() {});
                }

                @Override
                public void resize(WlShmPool p, int newSize) {}
            });
        }));
        buffers = new ParentBuffers(parent.connect().registry().bind(WlShm.TYPE, 1));
    }

    @AfterEach
    void close() {
        buffers.close();
        memories.forEach(Fd::close);
        parent.close();
    }

    private static Canvas frame(int argb) {
        var c = new Canvas(WIDTH, HEIGHT);
        c.fill(0, 0, WIDTH, HEIGHT, argb);
        return c;
    }

    private static Region region(int x, int y, int w, int h) {
        var r = new Region();
        r.add(x, y, w, h);
        return r;
    }

    private int pixel(int buffer, int x, int y) throws Exception {
        try (Arena arena = Arena.ofConfined()) {
            return Memfd.map(memories.get(buffer).number(), 4 * WIDTH * HEIGHT, false, arena).getAtIndex(ValueLayout.JAVA_INT, y * WIDTH + x);
        }
    }

    @Test
    void a_buffer_that_was_not_drawn_for_two_frames_gets_what_both_changed() throws Exception {
        var frame = frame(0xff000001);
        var first = buffers.draw(frame, region(0, 0, WIDTH, HEIGHT));
        frame.fill(1, 1, 1, 1, 0xff000002);
        var second = buffers.draw(frame, region(1, 1, 1, 1));
        assertNotSame(first, second);
        parent.roundtrip();
        made.getFirst().sendRelease();
        parent.roundtrip();
        frame.fill(2, 2, 1, 1, 0xff000003);
        frame.pixels()[0] = 0xff00dead; // Changed, but not said to be: not copied.
        assertSame(first, buffers.draw(frame, region(2, 2, 1, 1)));
        assertEquals(List.of(0xff000002, 0xff000003, 0xff000001), List.of(pixel(0, 1, 1), pixel(0, 2, 2), pixel(0, 0, 0)));
        assertEquals(0xff000001, pixel(1, 2, 2));
    }

    @Test
    void a_parent_that_keeps_every_buffer_does_not_stop_frames_and_costs_no_more_than_a_few() throws Exception {
        var frame = frame(0xff000001);
        var used = new HashSet<weft.wayland.protocol.client.WlBuffer>();
        for (int i = 0; i < 10; i++) used.add(buffers.draw(frame, region(0, 0, 1, 1)));
        parent.roundtrip();
        assertEquals(10, used.size());
        assertEquals(4, made.stream().filter(b -> !b.isDestroyed()).count());
    }

    @Test
    void another_size_starts_with_new_memory() throws Exception {
        buffers.draw(frame(0xff000001), region(0, 0, WIDTH, HEIGHT));
        buffers.draw(new Canvas(3, 3), region(0, 0, 3, 3));
        parent.roundtrip();
        assertEquals(List.of(true, false), made.stream().map(WlBuffer::isDestroyed).toList());
    }

    @Test
    void memory_that_the_parent_reads_cannot_shrink() throws Exception {
        buffers.draw(frame(0xff000001), region(0, 0, WIDTH, HEIGHT));
        parent.roundtrip();
        assertEquals(Memfd.SEAL_SHRINK | Memfd.SEAL_GROW | Memfd.SEAL_SEAL, Memfd.seals(memories.getFirst().number()));
    }
}
