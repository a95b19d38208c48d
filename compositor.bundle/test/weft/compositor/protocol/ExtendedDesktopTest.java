package weft.compositor.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import weft.compositor.backend.RedrawLoop;
import weft.compositor.output.OutputIdentity;
import weft.compositor.output.OutputMode;
import weft.compositor.scene.Rect;
import weft.compositor.scene.Transform;
import weft.compositor.window.Placement;
import weft.os.Memfd;
import weft.wayland.client.Registry;
import weft.wayland.protocol.client.WlOutput;
import weft.wayland.protocol.client.WlShm;
import weft.wayland.protocol.client.WlSurface;
import weft.wayland.protocol.client.WpFractionalScaleManagerV1;
import weft.wayland.protocol.client.WpViewporter;
import weft.wayland.protocol.client.ZwlrScreencopyFrameV1;
import weft.wayland.protocol.client.ZwlrScreencopyManagerV1;

/** Several outputs, each with its own place, scale, transform and pace. */
class ExtendedDesktopTest {
    private static final int RED = 0xffcc1122, BLUE = 0xff1133cc;
    private TestCompositor server;
    private TestClient client;

    @AfterEach
    void close() {
        if (server != null) server.close();
    }

    private void start(String... outputs) throws Exception {
        server = new TestCompositor(List.of(outputs));
        client = server.connect();
    }

    /** Moves the window that was made last, its content's corner to a point of the desktop. */
    private void put(int x, int y) throws Exception {
        var w = server.lastWindow();
        server.host().workspace().desktop().ask(w, new Rect(x, y, w.content().width(), w.content().height()));
        server.settle();
    }

    /** A client's outputs by name. */
    private Map<String, WlOutput> bindOutputs(TestClient c) throws Exception {
        var byName = new HashMap<String, WlOutput>();
        for (Registry.Global g : c.connection.registry().globals()) {
            if (!g.type().equals(WlOutput.INTERFACE.name())) continue;
            c.connection.registry().bind(g, WlOutput.TYPE, 4).setEvents(new WlOutput.Events() {
                @Override
                public void name(WlOutput self, String name) {
                    byName.put(name, self);
                }
            });
        }
        server.settle();
        return byName;
    }

    private List<String> followOutputs(WlSurface surface, Map<String, WlOutput> outputs) {
        var on = new ArrayList<String>();
        surface.setEvents(new WlSurface.Events() {
            @Override
            public void enter(WlSurface self, WlOutput output) {
                outputs.forEach((name, o) -> {
                    if (o == output) on.add(name);
                });
            }

            @Override
            public void leave(WlSurface self, WlOutput output) {
                outputs.forEach((name, o) -> {
                    if (o == output) on.remove(name);
                });
            }
        });
        return on;
    }

    @Test
    void a_window_across_two_outputs_is_shown_by_each_in_its_part() throws Exception {
        start("400x300", "300x200");
        client.window(200, 100, RED).map();
        put(350, 60);
        assertEquals(RED, server.pixel("WEFT-1", 399, 100));
        assertNotEquals(RED, server.pixel("WEFT-1", 349, 100));
        assertEquals(RED, server.pixel("WEFT-2", 0, 100));
        assertEquals(RED, server.pixel("WEFT-2", 149, 100));
        assertNotEquals(RED, server.pixel("WEFT-2", 152, 100));
    }

    @Test
    void a_surface_hears_which_outputs_it_is_on() throws Exception {
        start("400x300", "300x200");
        var outputs = bindOutputs(client);
        var w = client.window(100, 60, RED);
        var on = followOutputs(w.surface, outputs);
        w.map();
        put(50, 60);
        assertEquals(List.of("WEFT-1"), on);
        put(350, 60);
        assertEquals(List.of("WEFT-1", "WEFT-2"), on);
        put(500, 60);
        assertEquals(List.of("WEFT-2"), on);
        server.headless().remove("WEFT-2");
        server.settle();
        assertEquals(List.of("WEFT-1"), on);
    }

    @Test
    void a_client_that_binds_an_output_late_hears_that_its_surface_is_there_already() throws Exception {
        start("400x300");
        var w = client.window(100, 60, RED);
        var outputs = new HashMap<String, WlOutput>();
        var on = new ArrayList<WlOutput>();
        w.surface.setEvents(new WlSurface.Events() {
            @Override
            public void enter(WlSurface self, WlOutput output) {
                on.add(output);
            }
        });
        w.map();
        outputs.putAll(bindOutputs(client));
        assertEquals(List.copyOf(outputs.values()), on);
    }

    @Test
    void a_fractional_scale_is_told_and_what_is_drawn_for_it_is_shown_pixel_for_pixel() throws Exception {
        start("400x300", "600x450@1.5");
        var scales = new ArrayList<Integer>();
        var w = client.window(100, 60, BLUE);
        client.bind(WpFractionalScaleManagerV1.TYPE).getFractionalScale(w.surface).setEvents((self, scale) -> scales.add(scale));
        w.map();
        put(20, 60);
        assertEquals(120, scales.getLast());
        put(440, 60);
        assertEquals(180, scales.getLast());
        // Columns of two colours by turns: any blending would mix them.
        client.bind(WpViewporter.TYPE).getViewport(w.surface).setDestination(100, 60);
        w.surface.attach(columns(150, 90), 0, 0);
        w.surface.damageBuffer(0, 0, 150, 90);
        w.surface.commit();
        server.settle();
        int left = (440 - 400) * 3 / 2, top = 60 * 3 / 2;
        for (int x = 0; x < 150; x++) assertEquals(x % 2 == 0 ? RED : BLUE, server.pixel("WEFT-2", left + x, top + 40), "column " + x);
        assertEquals(left + 150, firstOther(left, top + 40), "the window is 150 pixels wide");
    }

    private int firstOther(int x, int y) {
        while (server.pixel("WEFT-2", x, y) == RED || server.pixel("WEFT-2", x, y) == BLUE) x++;
        return x;
    }

    private weft.wayland.protocol.client.WlBuffer columns(int width, int height) throws Exception {
        try (var memory = TestClient.memory(4 * width * height, RED); var arena = Arena.ofConfined()) {
            var map = Memfd.map(memory.number(), 4L * width * height, true, arena);
            for (int i = 0; i < width * height; i++) map.setAtIndex(ValueLayout.JAVA_INT, i, i % width % 2 == 0 ? RED : BLUE);
            Memfd.seal(memory, Memfd.SEAL_SHRINK);
            return client.bind(WlShm.TYPE).createPool(memory, 4 * width * height).createBuffer(0, width, height, 4 * width, WlShm.FORMAT_XRGB8888);
        }
    }

    @Test
    void a_client_without_scale_is_shown_as_large_on_a_finer_output() throws Exception {
        start("800x600@2");
        client.window(100, 60, RED).map();
        put(20, 60);
        assertEquals(RED, server.pixel("WEFT-1", 40, 120));
        assertEquals(RED, server.pixel("WEFT-1", 239, 200));
        assertNotEquals(RED, server.pixel("WEFT-1", 242, 200));
        assertEquals(new Rect(0, 0, 400, 300), server.host().workspace().desktop().output());
    }

    @Test
    void what_is_scanned_out_is_turned_in_all_eight_ways() throws Exception {
        start("200x100");
        client.window(10, 10, RED).map();
        for (var t : Transform.values()) {
            server.change("WEFT-1", s -> s.withTransform(t));
            boolean side = t.swapsAxes();
            assertEquals(new Rect(0, 0, side ? 100 : 200, side ? 200 : 100), server.host().workspace().desktop().output(), t.toString());
            put(30, 50);
            assertEquals(RED, server.pixel("WEFT-1", 35, 51), t.toString());
            int[] scanned = capture(200, 100);
            int wide = side ? 100 : 200, high = side ? 200 : 100;
            for (int y = 0; y < high; y++) {
                for (int x = 0; x < wide; x++) {
                    int u = (int) t.bufferX(x + .5, y + .5, wide, high), v = (int) t.bufferY(x + .5, y + .5, wide, high);
                    assertEquals(server.pixel("WEFT-1", x, y), scanned[v * 200 + u] | 0xff000000, t + " " + x + "," + y);
                }
            }
        }
    }

    /** All of the first output, as it is scanned out. */
    private int[] capture(int width, int height) throws Exception {
        var tool = server.connectPrivileged();
        var frame = tool.bind(ZwlrScreencopyManagerV1.TYPE).captureOutput(0, bindOutputs(tool).get("WEFT-1"));
        var told = new ArrayList<String>();
        frame.setEvents(new ZwlrScreencopyFrameV1.Events() {
            @Override
            public void buffer(ZwlrScreencopyFrameV1 self, int format, int w, int h, int stride) {
                told.add(w + "x" + h);
            }

            @Override
            public void ready(ZwlrScreencopyFrameV1 self, int hi, int lo, int nanos) {
                told.add("ready");
            }
        });
        server.settle();
        try (var memory = Memfd.create("capture", 4L * width * height); var arena = Arena.ofConfined()) {
            frame.copy(tool.bind(WlShm.TYPE).createPool(memory, 4 * width * height).createBuffer(0, width, height, 4 * width, WlShm.FORMAT_XRGB8888));
            server.settle();
            assertEquals(List.of(width + "x" + height, "ready"), told);
            return Memfd.map(memory.number(), 4L * width * height, false, arena).toArray(ValueLayout.JAVA_INT);
        } finally {
            tool.connection.close();
            server.settle();
        }
    }

    @Test
    void maximised_and_full_screen_fill_the_output_that_the_window_is_on_or_that_was_asked_for() throws Exception {
        start("400x300", "300x200");
        var w = client.window(100, 60, RED).map();
        put(450, 60);
        w.toplevel.setMaximized();
        server.settle();
        assertEquals(new Rect(400, 0, 300, 200), server.lastWindow().frame());
        w.toplevel.setFullscreen(bindOutputs(client).get("WEFT-1"));
        server.settle();
        assertEquals(new Rect(0, 0, 400, 300), server.lastWindow().frame());
        w.toplevel.unsetFullscreen();
        server.settle();
        assertEquals(new Rect(400, 0, 300, 200), server.lastWindow().frame());
    }

    @Test
    void a_window_dragged_to_the_edge_of_the_other_output_fills_half_of_that() throws Exception {
        start("400x300", "300x200");
        client.window(200, 60, RED).map();
        put(50, 60);
        server.move(60, 30);
        server.button(TestCompositor.LEFT, true);
        server.move(500, 100);
        server.move(699, 100);
        server.button(TestCompositor.LEFT, false);
        server.settle();
        assertEquals(Placement.RIGHT_HALF, server.lastWindow().placement());
        assertEquals(new Rect(550, 0, 150, 200), server.lastWindow().frame());
    }

    @Test
    void the_pointer_crosses_between_outputs_and_does_not_leave_them() throws Exception {
        start("400x300", "300x200");
        var seat = server.host().globals().seat();
        seat.pointerMoved(390, 150);
        seat.pointerMovedBy(50, 0, 50, 0);
        assertEquals(440, seat.pointerX());
        seat.pointerMovedBy(0, 100, 0, 100);
        assertEquals(199, seat.pointerY());
        seat.pointerMovedBy(5000, -5000, 0, 0);
        assertEquals(699, seat.pointerX());
        assertEquals(0, seat.pointerY());
        seat.pointerMovedBy(-500, 150, 0, 0);
        assertEquals(199, seat.pointerX());
        seat.pointerMovedBy(-5000, 5000, 0, 0);
        assertEquals(0, seat.pointerX());
        assertEquals(299, seat.pointerY());
    }

    @Test
    void a_pointer_on_an_output_that_goes_is_on_another() throws Exception {
        start("400x300", "300x200");
        server.move(600, 100);
        server.headless().remove("WEFT-2");
        assertEquals(399, server.host().globals().seat().pointerX());
    }

    @Test
    void an_output_that_shows_nothing_new_draws_nothing() throws Exception {
        start("400x300", "300x200");
        var w = client.window(100, 60, RED).map();
        put(450, 60);
        server.until(() -> server.host().state("WEFT-1") == RedrawLoop.State.IDLE && server.host().state("WEFT-2") == RedrawLoop.State.IDLE);
        long before = server.host().frames();
        var done = new int[1];
        w.surface.frame().setEvents((callback, time) -> done[0]++);
        w.draw();
        server.until(() -> done[0] == 1);
        assertEquals(before + 1, server.host().frames(), "only the output that shows the window");
        assertEquals(RedrawLoop.State.IDLE, server.host().state("WEFT-1"));
    }

    @Test
    void a_client_hears_of_outputs_that_come_and_go() throws Exception {
        start("400x300");
        var seen = new ArrayList<String>();
        var outputs = bindOutputs(client);
        client.connection.registry().onGlobal(g -> {
            if (g.type().equals(WlOutput.INTERFACE.name())) seen.add(g.type());
        });
        seen.clear();
        server.headless().add(new OutputIdentity("WEFT-7", "ACME", "Wide", "1"), new OutputMode(640, 480, 75_000), null);
        server.settle();
        assertEquals(1, seen.size());
        assertEquals(new Rect(400, 0, 640, 480), server.settings("WEFT-7").area());
        assertTrue(server.headless().remove("WEFT-1"));
        server.settle();
        // An object of an output that is gone is harmless.
        client.bind(weft.wayland.protocol.client.ZxdgOutputManagerV1.TYPE).getXdgOutput(outputs.get("WEFT-1"));
        outputs.get("WEFT-1").release();
        client.roundtrip();
        assertEquals(new Rect(400, 0, 640, 480), server.host().workspace().desktop().output());
    }

    @Test
    void who_waits_for_a_frame_of_an_output_that_goes_gets_one_of_another() throws Exception {
        start("400x300", "300x200");
        var w = client.window(100, 60, RED).map();
        put(450, 60);
        var done = new int[1];
        w.surface.frame().setEvents((callback, time) -> done[0]++);
        w.draw();
        server.headless().remove("WEFT-2");
        server.until(() -> done[0] == 1);
        assertTrue(new Rect(0, 0, 400, 300).contains(server.lastWindow().content()));
    }

    @Test
    void outputs_at_one_place_show_the_same() throws Exception {
        start("400x300", "800x600@2+0+0");
        client.window(100, 60, RED).map();
        put(30, 60);
        assertEquals(RED, server.pixel("WEFT-1", 50, 80));
        assertEquals(RED, server.pixel("WEFT-2", 100, 160));
    }

    @Test
    void the_last_output_may_go_and_another_takes_its_windows() throws Exception {
        start("400x300");
        client.window(100, 60, RED).map();
        put(30, 60);
        var before = server.lastWindow().frame();
        server.headless().remove("WEFT-1");
        server.settle();
        server.move(10, 10);
        server.headless().add(new OutputIdentity("WEFT-2", "", "", ""), new OutputMode(300, 200, 0), null);
        server.settle();
        assertEquals(RED, server.pixel("WEFT-2", 50, 80));
        server.headless().remove("WEFT-2");
        server.headless().add(new OutputIdentity("WEFT-1", "", "", ""), new OutputMode(400, 300, 0), null);
        server.settle();
        assertEquals(before, server.lastWindow().frame());
    }
}
