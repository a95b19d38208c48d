package weft.compositor.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import weft.ffi.Libc;
import weft.os.Fd;
import weft.os.Memfd;
import weft.wayland.client.ConnectionLost;
import weft.wayland.protocol.client.WlShm;
import weft.wayland.protocol.client.WlShmPool;
import weft.wayland.protocol.client.WlSurface;

/** Clients that break the rules end themselves, and nobody else notices. */
class HostileClientsTest {
    private static final int RED = 0xffff0000, GREEN = 0xff00ff00, BYTES = 4 * 100 * 100;
    private TestCompositor server;
    private TestClient good, bad;
    private TestWindow goodWindow;

    @BeforeEach
    void start() throws Exception {
        server = new TestCompositor();
        good = server.connect();
        goodWindow = good.window(200, 100, GREEN).map();
        bad = server.connect();
    }

    /** Whatever happened, the good client still draws. */
    @AfterEach
    void stop() throws Exception {
        goodWindow.draw();
        good.roundtrip();
        var c = server.window(1).content();
        server.host().workspace().desktop().activate(server.window(1));
        assertEquals(GREEN, server.pixel(c.x() + 5, c.y() + 5));
        server.close();
    }

    private WlShmPool pool(Fd memory, int bytes) {
        return bad.bind(WlShm.TYPE).createPool(memory, bytes);
    }

    private TestWindow badWindow() throws Exception {
        return bad.window(100, 100, RED).map();
    }

    private void show(TestWindow w, WlShmPool pool) {
        w.surface.attach(pool.createBuffer(0, 100, 100, 400, WlShm.FORMAT_XRGB8888), 0, 0);
        w.surface.damage(0, 0, 100, 100);
        w.surface.commit();
    }

    @Test
    void memory_that_was_cut_short_before_it_is_shown_is_an_error() throws Exception {
        var w = badWindow();
        try (var memory = TestClient.memory(BYTES, RED)) {
            var pool = pool(memory, BYTES);
            bad.roundtrip();
            Libc.ftruncate(memory.number(), 4096);
            show(w, pool);
            bad.expectError(WlShm.ERROR_INVALID_FD, "wl_buffer");
        }
    }

    @Test
    void memory_that_is_cut_short_while_it_is_shown_harms_nobody() throws Exception {
        var w = badWindow();
        try (var memory = TestClient.memory(BYTES, RED)) {
            show(w, pool(memory, BYTES));
            bad.roundtrip();
            Libc.ftruncate(memory.number(), 0);
            server.host().workspace().stage().damageAll();
            assertEquals(RED, server.pixel(server.window(2).content().x(), server.window(2).content().y()));
        }
    }

    @Test
    void memory_that_is_sealed_but_shorter_than_said_is_read_and_found_short() throws Exception {
        var w = badWindow();
        try (var memory = TestClient.memory(4096, RED)) {
            Memfd.seal(memory, Memfd.SEAL_SHRINK | Memfd.SEAL_GROW);
            show(w, pool(memory, BYTES));
            bad.expectError(WlShm.ERROR_INVALID_FD, "wl_buffer");
        }
    }

    @Test
    void a_socket_is_no_shared_memory() throws Exception {
        var w = badWindow();
        var pair = weft.os.UnixSocket.pair();
        show(w, pool(pair[0], BYTES));
        bad.expectError(WlShm.ERROR_INVALID_FD, "wl_buffer");
        for (var end : pair) end.close();
    }

    @Test
    void buffers_that_do_not_lie_in_their_pool_are_errors() throws Exception {
        int[][] bad = {{0, 100, 101, 400}, {4, 100, 100, 400}, {-4, 10, 10, 40}, {0, 100, 100, 399}, {0, 0, 10, 400}, {0, 10, -1, 400},
                {0, 1 << 30, 1 << 30, Integer.MAX_VALUE}, {0, 1 << 29, 1, Integer.MIN_VALUE}, {Integer.MAX_VALUE, 100, 100, 400}};
        for (int[] b : bad) {
            var c = server.connect();
            try (var memory = TestClient.memory(BYTES, RED)) {
                c.bind(WlShm.TYPE).createPool(memory, BYTES).createBuffer(b[0], b[1], b[2], b[3], WlShm.FORMAT_XRGB8888);
                c.expectError(WlShm.ERROR_INVALID_STRIDE, "wl_shm_pool");
            }
        }
    }

    @Test
    void unknown_formats_and_sizes_of_pools_are_errors() throws Exception {
        try (var memory = TestClient.memory(BYTES, RED)) {
            pool(memory, BYTES).createBuffer(0, 10, 10, 40, WlShm.FORMAT_C8);
            bad.expectError(WlShm.ERROR_INVALID_FORMAT, "wl_shm_pool");
            for (int size : new int[] {0, -1}) {
                var c = server.connect();
                c.bind(WlShm.TYPE).createPool(memory, size);
                c.expectError(WlShm.ERROR_INVALID_STRIDE, "wl_shm");
            }
            var c = server.connect();
            c.bind(WlShm.TYPE).createPool(memory, BYTES).resize(BYTES - 1);
            c.expectError(WlShm.ERROR_INVALID_FD, "wl_shm_pool");
        }
    }

    @Test
    void a_pool_that_grows_keeps_what_is_shown_and_takes_larger_buffers() throws Exception {
        var w = badWindow();
        try (var memory = TestClient.memory(BYTES, RED)) {
            Memfd.seal(memory, Memfd.SEAL_SHRINK);
            var pool = pool(memory, BYTES);
            show(w, pool);
            bad.roundtrip();
            Libc.ftruncate(memory.number(), 2 * BYTES);
            pool.resize(2 * BYTES);
            w.surface.attach(pool.createBuffer(BYTES, 100, 100, 400, WlShm.FORMAT_XRGB8888), 0, 0);
            bad.roundtrip();
            server.host().workspace().stage().damageAll();
            var c = server.window(2).content();
            assertEquals(RED, server.pixel(c.x(), c.y()));
            w.surface.damage(0, 0, 100, 100);
            w.surface.commit();
            bad.roundtrip();
            assertEquals(0xff000000, server.pixel(c.x(), c.y()));
        }
    }

    @Test
    void a_destroyed_pool_lives_on_in_its_buffers() throws Exception {
        var w = badWindow();
        try (var memory = TestClient.memory(BYTES, 0xff0000ff)) {
            Memfd.seal(memory, Memfd.SEAL_SHRINK);
            var pool = pool(memory, BYTES);
            var buffer = pool.createBuffer(0, 100, 100, 400, WlShm.FORMAT_XRGB8888);
            pool.destroy();
            bad.roundtrip();
            w.surface.attach(buffer, 0, 0);
            w.surface.damage(0, 0, 100, 100);
            w.surface.commit();
            bad.roundtrip();
            assertEquals(0xff0000ff, server.pixel(server.window(2).content().x(), server.window(2).content().y()));
        }
    }

    @Test
    void too_many_pools_are_an_error_and_all_are_let_go() throws Exception {
        int before = openDescriptors();
        var pools = new ArrayList<WlShmPool>();
        try (var memory = TestClient.memory(4096, RED)) {
            try {
                for (int i = 0; i < 2000; i++) {
                    pools.add(pool(memory, 4096));
                    if (i % 20 == 0) bad.roundtrip();
                }
                throw new AssertionError("never refused");
            } catch (ConnectionLost expected) {
                assertTrue(expected.getMessage().contains("pools"), expected.getMessage());
            }
        }
        server.settle();
        assertTrue(openDescriptors() <= before + 4, "descriptors are left over");
    }

    private static int openDescriptors() {
        return new java.io.File("/proc/self/fd").list().length;
    }

    @Test
    void a_client_that_stops_reading_is_cut_off() throws Exception {
        bad.listenToPointer();
        badWindow();
        var c = server.window(2).content();
        // From here on the client reads nothing, but the pointer goes on moving over its window.
        var client = server.fixture().lastClient();
        var seat = server.host().globals().seat();
        for (int i = 0; i < 200_000 && !client.isDestroyed(); i++) {
            seat.pointerMoved(c.x() + i % 90, c.y() + i % 80);
            if (i % 100 == 0) server.host().display().flush();
        }
        assertTrue(client.isDestroyed());
    }

    @Test
    void regions_of_endless_rectangles_are_refused() throws Exception {
        var region = bad.bind(weft.wayland.protocol.client.WlCompositor.TYPE).createRegion();
        try {
            for (int i = 0; i < 5000; i++) {
                region.add(2 * i, 2 * i, 1, 1);
                if (i % 100 == 0) bad.roundtrip();
            }
            bad.roundtrip();
            throw new AssertionError("never refused");
        } catch (ConnectionLost expected) {
            assertTrue(expected.getMessage().contains("rectangles"), expected.getMessage());
        }
    }

    @Test
    void a_surface_that_is_destroyed_in_any_order_takes_nothing_with_it() throws Exception {
        List<WlSurface> surfaces = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            var w = bad.window(50 + i, 40 + i, RED).map();
            surfaces.add(w.surface);
            var child = bad.surface();
            bad.bind(weft.wayland.protocol.client.WlSubcompositor.TYPE).getSubsurface(child, w.surface);
            child.attach(bad.buffer(10, 10, RED), 0, 0);
            child.commit();
            w.surface.commit();
            surfaces.add(child);
        }
        java.util.Collections.shuffle(surfaces, new java.util.Random(1));
        for (var s : surfaces) {
            s.destroy();
            server.settle();
            server.host().workspace().stage().damageAll();
            server.host().picture((String) null);
        }
        bad.connection.close();
        server.until(() -> server.windows() == 1);
    }
}
