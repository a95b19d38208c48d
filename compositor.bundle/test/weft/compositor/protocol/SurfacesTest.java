package weft.compositor.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import weft.wayland.protocol.client.WlOutput;
import weft.wayland.protocol.client.WlShm;
import weft.wayland.protocol.client.WlSubcompositor;
import weft.wayland.protocol.client.WlSubsurface;
import weft.wayland.protocol.client.WlSurface;
import weft.wayland.protocol.client.WpSinglePixelBufferManagerV1;
import weft.wayland.protocol.client.WpViewport;
import weft.wayland.protocol.client.WpViewporter;
import weft.wayland.protocol.client.ZxdgOutputManagerV1;
import weft.wayland.protocol.client.ZxdgOutputV1;

/** What surfaces show, and when. */
class SurfacesTest extends ProtocolTest {
    private TestWindow window;
    private int x, y;

    @BeforeEach
    void start() throws Exception {
        window = client.window(200, 100, RED).map();
        x = server.lastWindow().content().x();
        y = server.lastWindow().content().y();
    }

    private WlSubsurface child(WlSurface surface, int atX, int atY) {
        var sub = client.bind(WlSubcompositor.TYPE).getSubsurface(surface, window.surface);
        sub.setPosition(atX, atY);
        return sub;
    }

    private void show(WlSurface surface, int width, int height, int argb) throws Exception {
        surface.attach(client.buffer(width, height, argb), 0, 0);
        surface.damage(0, 0, width, height);
        surface.commit();
    }

    @Test
    void a_synchronised_child_is_shown_with_its_parents_next_commit() throws Exception {
        var s = client.surface();
        child(s, 10, 10);
        show(s, 20, 20, BLUE);
        server.settle();
        assertEquals(RED, server.pixel(x + 15, y + 15));
        window.surface.commit();
        server.settle();
        assertEquals(BLUE, server.pixel(x + 15, y + 15));
        show(s, 20, 20, GREEN);
        server.settle();
        assertEquals(BLUE, server.pixel(x + 15, y + 15));
        window.surface.commit();
        server.settle();
        assertEquals(GREEN, server.pixel(x + 15, y + 15));
    }

    @Test
    void a_desynchronised_child_is_shown_at_once() throws Exception {
        var s = client.surface();
        var sub = child(s, 10, 10);
        show(s, 20, 20, BLUE);
        window.surface.commit();
        sub.setDesync();
        show(s, 20, 20, GREEN);
        server.settle();
        assertEquals(GREEN, server.pixel(x + 15, y + 15));
    }

    @Test
    void what_waits_is_shown_when_a_child_becomes_desynchronised() throws Exception {
        var s = client.surface();
        var sub = child(s, 10, 10);
        window.surface.commit();
        show(s, 20, 20, BLUE);
        server.settle();
        assertEquals(RED, server.pixel(x + 15, y + 15));
        sub.setDesync();
        server.settle();
        assertEquals(BLUE, server.pixel(x + 15, y + 15));
    }

    @Test
    void a_child_of_a_synchronised_child_waits_as_well() throws Exception {
        var s = client.surface();
        child(s, 10, 10);
        show(s, 40, 40, BLUE);
        var grandchild = client.surface();
        var sub = client.bind(WlSubcompositor.TYPE).getSubsurface(grandchild, s);
        sub.setDesync();
        show(grandchild, 10, 10, GREEN);
        s.commit();
        server.settle();
        assertEquals(RED, server.pixel(x + 15, y + 15));
        window.surface.commit();
        server.settle();
        assertEquals(GREEN, server.pixel(x + 15, y + 15));
        assertEquals(BLUE, server.pixel(x + 25, y + 25));
    }

    @Test
    void place_and_order_change_with_the_parents_commit() throws Exception {
        WlSurface a = client.surface(), b = client.surface();
        var subA = child(a, 10, 10);
        child(b, 10, 10);
        show(a, 20, 20, BLUE);
        show(b, 20, 20, GREEN);
        window.surface.commit();
        server.settle();
        assertEquals(GREEN, server.pixel(x + 15, y + 15));
        subA.placeAbove(b);
        subA.setPosition(12, 10);
        server.settle();
        assertEquals(GREEN, server.pixel(x + 15, y + 15));
        window.surface.commit();
        server.settle();
        assertEquals(BLUE, server.pixel(x + 15, y + 15));
        assertEquals(GREEN, server.pixel(x + 11, y + 15));
        subA.placeBelow(window.surface);
        window.surface.commit();
        server.settle();
        assertEquals(GREEN, server.pixel(x + 15, y + 15));
        assertEquals(RED, server.pixel(x + 31, y + 15));
    }

    @Test
    void a_destroyed_child_is_gone_at_once() throws Exception {
        var s = client.surface();
        var sub = child(s, 10, 10);
        show(s, 20, 20, BLUE);
        window.surface.commit();
        server.settle();
        sub.destroy();
        server.settle();
        assertEquals(RED, server.pixel(x + 15, y + 15));
    }

    @Test
    void a_surface_cannot_be_its_own_ancestor() throws Exception {
        var s = client.surface();
        child(s, 0, 0);
        client.bind(WlSubcompositor.TYPE).getSubsurface(window.surface, s);
        client.expectError(WlSubcompositor.ERROR_BAD_SURFACE, "wl_subcompositor");
    }

    @Test
    void a_child_is_ordered_among_its_siblings_only() throws Exception {
        var s = client.surface();
        var stranger = client.surface();
        child(s, 0, 0).placeAbove(stranger);
        client.expectError(WlSubsurface.ERROR_BAD_SURFACE, "wl_subsurface");
    }

    @Test
    void only_the_damaged_part_of_a_copied_buffer_is_read_again() throws Exception {
        try (var memory = TestClient.memory(4 * 200 * 100, RED); var arena = java.lang.foreign.Arena.ofConfined()) {
            var pool = client.bind(weft.wayland.protocol.client.WlShm.TYPE).createPool(memory, 4 * 200 * 100);
            var buffer = pool.createBuffer(0, 200, 100, 800, 1);
            var map = weft.os.Memfd.map(memory.number(), 4 * 200 * 100, true, arena);
            int[] released = {0};
            buffer.setEvents(self -> released[0]++);
            window.surface.attach(buffer, 0, 0);
            window.surface.commit();
            server.settle();
            assertEquals(1, released[0], "a copied buffer is free at once");
            for (int i = 0; i < 200 * 100; i++) map.setAtIndex(java.lang.foreign.ValueLayout.JAVA_INT, i, BLUE);
            window.surface.attach(buffer, 0, 0);
            window.surface.damageBuffer(0, 50, 200, 10);
            window.surface.commit();
            server.settle();
            assertEquals(BLUE, server.pixel(x + 5, y + 55));
            assertEquals(RED, server.pixel(x + 5, y + 45));
        }
    }

    @Test
    void a_buffer_in_sealed_memory_is_busy_until_another_is_attached() throws Exception {
        var first = client.buffer(200, 100, GREEN);
        int[] released = {0};
        first.setEvents(self -> released[0]++);
        window.surface.attach(first, 0, 0);
        window.surface.damage(0, 0, 200, 100);
        window.surface.commit();
        server.settle();
        assertEquals(0, released[0]);
        window.surface.attach(first, 0, 0);
        window.surface.commit();
        server.settle();
        assertEquals(0, released[0]);
        window.draw();
        server.settle();
        assertEquals(1, released[0]);
    }

    @Test
    void a_destroyed_buffer_stays_on_the_screen_until_another_is_attached() throws Exception {
        var buffer = client.buffer(200, 100, GREEN);
        window.surface.attach(buffer, 0, 0);
        window.surface.damage(0, 0, 200, 100);
        window.surface.commit();
        buffer.destroy();
        server.settle();
        assertEquals(GREEN, server.pixel(x + 5, y + 5));
        window.draw();
        server.settle();
        assertEquals(RED, server.pixel(x + 5, y + 5));
    }

    @Test
    void a_viewport_crops_and_scales() throws Exception {
        var pixel = client.bind(WpSinglePixelBufferManagerV1.TYPE).createU32RgbaBuffer(0, -1, 0, -1);
        var viewport = client.bind(WpViewporter.TYPE).getViewport(window.surface);
        viewport.setDestination(150, 80);
        window.surface.attach(pixel, 0, 0);
        window.surface.damage(0, 0, 150, 80);
        window.surface.commit();
        server.settle();
        assertEquals(150, server.lastWindow().content().width());
        var c = server.lastWindow().content();
        assertEquals(GREEN, server.pixel(c.right() - 1, c.y()));
    }

    @Test
    void viewports_that_make_no_sense_are_errors() throws Exception {
        var a = server.connect();
        var w = a.window(50, 50, RED).map();
        var v = a.bind(WpViewporter.TYPE).getViewport(w.surface);
        v.setSource(0, 0, 60, 10);
        v.setDestination(10, 10);
        w.surface.commit();
        a.expectError(WpViewport.ERROR_OUT_OF_BUFFER, "wp_viewport");
        var b = server.connect();
        w = b.window(50, 50, RED).map();
        b.bind(WpViewporter.TYPE).getViewport(w.surface).setSource(0, 0, 10.5, 10);
        w.surface.commit();
        b.expectError(WpViewport.ERROR_BAD_SIZE, "wp_viewport");
        var c = server.connect();
        var s = c.surface();
        c.bind(WpViewporter.TYPE).getViewport(s);
        c.bind(WpViewporter.TYPE).getViewport(s);
        c.expectError(WpViewporter.ERROR_VIEWPORT_EXISTS, "wp_viewporter");
    }

    @Test
    void the_output_is_described_in_pixels_and_logically() throws Exception {
        var log = new ArrayList<String>();
        var output = client.bind(WlOutput.TYPE);
        output.setEvents(new WlOutput.Events() {
            @Override
            public void mode(WlOutput self, int flags, int width, int height, int refresh) {
                log.add(width + "x" + height + "@" + refresh);
            }

            @Override
            public void done(WlOutput self) {
                log.add("done");
            }
        });
        server.settle();
        client.bind(ZxdgOutputManagerV1.TYPE).getXdgOutput(output).setEvents(new ZxdgOutputV1.Events() {
            @Override
            public void logicalSize(ZxdgOutputV1 self, int width, int height) {
                log.add("logical " + width + "x" + height);
            }
        });
        server.settle();
        assertEquals(List.of("800x600@60000", "done", "logical 800x600", "done"), log);
        server.resize(640, 480);
        assertEquals(List.of("640x480@60000", "logical 640x480", "done"), log.subList(4, log.size()));
        assertNotEquals(RED, server.pixel(1, 1));
    }

    @Test
    void nonsense_scales_and_transforms_are_errors() throws Exception {
        var a = server.connect();
        a.surface().setBufferScale(0);
        a.expectError(WlSurface.ERROR_INVALID_SCALE, "wl_surface");
        var b = server.connect();
        b.surface().setBufferTransform(8);
        b.expectError(WlSurface.ERROR_INVALID_TRANSFORM, "wl_surface");
        var c = server.connect();
        c.surface().attach(null, 1, 0);
        c.expectError(WlSurface.ERROR_INVALID_OFFSET, "wl_surface");
    }

    @Test
    void a_part_that_reaches_out_to_the_left_enlarges_the_window_and_moves_nothing() throws Exception {
        var surface = client.surface();
        var sub = child(surface, -30, 0);
        sub.setDesync();
        surface.attach(client.buffer(60, 40, GREEN), 0, 0);
        surface.damage(0, 0, 60, 40);
        surface.commit();
        window.surface.commit();
        server.settle();
        var content = server.lastWindow().content();
        assertEquals(x - 30, content.x());
        assertEquals(230, content.width());
        assertEquals(GREEN, server.pixel(x - 30, y));
        assertEquals(RED, server.pixel(x + 30, y));
    }

    @Test
    void a_childs_place_waits_for_the_commit_of_its_own_parent() throws Exception {
        var middle = client.surface();
        child(middle, 0, 0);
        show(middle, 100, 80, GREEN);
        var inner = client.surface();
        var place = client.bind(WlSubcompositor.TYPE).getSubsurface(inner, middle);
        show(inner, 20, 20, BLUE);
        middle.commit();
        window.surface.commit();
        server.settle();
        assertEquals(BLUE, server.pixel(x, y));
        place.setPosition(40, 40);
        window.surface.commit();
        server.settle();
        assertEquals(BLUE, server.pixel(x, y));
        middle.commit();
        window.surface.commit();
        server.settle();
        assertEquals(BLUE, server.pixel(x + 40, y + 40));
        assertEquals(GREEN, server.pixel(x, y));
    }

    @Test
    void pixels_are_read_as_their_format_says() throws Exception {
        int[][] samples = {{WlShm.FORMAT_RGBX8888, 0x11223300, 0xff112233}, {WlShm.FORMAT_BGRX8888, 0x33221100, 0xff112233},
            {WlShm.FORMAT_RGBA8888, 0x112233ff, 0xff112233}, {WlShm.FORMAT_XBGR8888, 0x00332211, 0xff112233},
            {WlShm.FORMAT_XRGB2101010, 0x11 << 22 | 0x22 << 12 | 0x33 << 2, 0xff112233}, {WlShm.FORMAT_ABGR2101010, 3 << 30 | 0x33 << 22 | 0x22 << 12 | 0x11 << 2, 0xff112233},
            {WlShm.FORMAT_RGB565, 0xf81ff81f, 0xffff00ff}};
        for (int[] s : samples) {
            int bytes = s[0] == WlShm.FORMAT_RGB565 ? 2 : 4;
            try (var memory = TestClient.memory(200 * 100 * bytes, s[1])) {
                var pool = client.bind(WlShm.TYPE).createPool(memory, 200 * 100 * bytes);
                window.surface.attach(pool.createBuffer(0, 200, 100, 200 * bytes, s[0]), 0, 0);
                window.surface.damage(0, 0, 200, 100);
                window.surface.commit();
                server.settle();
                assertEquals(Integer.toHexString(s[2]), Integer.toHexString(server.pixel(x + 7, y + 9)), "format " + Integer.toHexString(s[0]));
            }
        }
    }
}
