package weft.compositor.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import weft.compositor.window.Edge;
import weft.compositor.window.FrameLayout;
import weft.wayland.protocol.client.XdgSurface;
import weft.wayland.protocol.client.XdgToplevel;
import weft.wayland.protocol.client.XdgWmBase;

/** What clients do wrong with their windows, each with the protocol's error or with no harm. */
class WindowMistakesTest extends ProtocolTest {
    @Test
    void a_buffer_before_the_first_configure_was_acknowledged_is_an_error() throws Exception {
        var surface = client.surface();
        var xdg = client.shell().getXdgSurface(surface);
        xdg.getToplevel();
        surface.attach(client.buffer(10, 10, RED), 0, 0);
        surface.commit();
        client.expectError(XdgSurface.ERROR_UNCONFIGURED_BUFFER, "xdg_surface");
    }

    @Test
    void a_lenient_compositor_shows_such_a_buffer() throws Exception {
        try (var lenient = new TestCompositor(false)) {
            var c = lenient.connect();
            var surface = c.surface();
            c.shell().getXdgSurface(surface).getToplevel();
            surface.attach(c.buffer(10, 10, RED), 0, 0);
            surface.commit();
            lenient.settle();
            assertTrue(lenient.lastWindow().isMapped());
        }
    }

    @Test
    void a_serial_that_was_never_sent_cannot_be_acknowledged() throws Exception {
        var w = client.window(200, 100, RED).map();
        w.xdg.ackConfigure(0x7fffff);
        client.expectError(XdgSurface.ERROR_INVALID_SERIAL, "xdg_surface");
    }

    @Test
    void a_surface_with_a_buffer_cannot_become_a_window() throws Exception {
        var surface = client.surface();
        surface.attach(client.buffer(10, 10, RED), 0, 0);
        client.shell().getXdgSurface(surface);
        client.expectError(XdgWmBase.ERROR_INVALID_SURFACE_STATE, "xdg_wm_base");
    }

    @Test
    void a_commit_without_a_role_is_an_error() throws Exception {
        var surface = client.surface();
        client.shell().getXdgSurface(surface);
        surface.commit();
        client.expectError(XdgSurface.ERROR_NOT_CONSTRUCTED, "xdg_surface");
    }

    @Test
    void a_window_cannot_become_a_window_again() throws Exception {
        var w = client.window(200, 100, RED).map();
        w.xdg.getToplevel();
        client.expectError(XdgSurface.ERROR_ALREADY_CONSTRUCTED, "xdg_surface");
    }

    @Test
    void its_role_goes_before_its_xdg_surface() throws Exception {
        var w = client.window(200, 100, RED).map();
        w.xdg.destroy();
        client.expectError(XdgSurface.ERROR_DEFUNCT_ROLE_OBJECT, "xdg_surface");
    }

    @Test
    void surfaces_go_before_the_shell() throws Exception {
        client.window(200, 100, RED).map();
        client.shell().destroy();
        client.expectError(XdgWmBase.ERROR_DEFUNCT_SURFACES, "xdg_wm_base");
    }

    @Test
    void nonsense_sizes_and_edges_are_errors() throws Exception {
        var a = server.connect();
        a.window(200, 100, RED).map().xdg.setWindowGeometry(0, 0, 0, 10);
        a.expectError(XdgSurface.ERROR_INVALID_SIZE, "xdg_surface");
        var b = server.connect();
        b.window(200, 100, RED).map().toplevel.setMinSize(-1, 5);
        b.expectError(XdgToplevel.ERROR_INVALID_SIZE, "xdg_toplevel");
        var c = server.connect();
        c.window(200, 100, RED).map().toplevel.resize(c.bind(weft.wayland.protocol.client.WlSeat.TYPE), 1, Edge.LEFT | Edge.RIGHT);
        c.expectError(XdgToplevel.ERROR_INVALID_RESIZE_EDGE, "xdg_toplevel");
        var d = server.connect();
        var w = d.window(200, 100, RED).map();
        w.toplevel.setMinSize(500, 500);
        w.toplevel.setMaxSize(100, 100);
        w.draw();
        d.expectError(XdgToplevel.ERROR_INVALID_SIZE, "xdg_toplevel");
    }

    @Test
    void a_client_that_never_acknowledges_is_told_only_so_much() throws Exception {
        var surface = client.surface();
        var xdg = client.shell().getXdgSurface(surface);
        var toplevel = xdg.getToplevel();
        int[] configures = {0};
        xdg.setEvents((self, serial) -> configures[0]++);
        surface.commit();
        for (int i = 0; i < 600; i++) {
            toplevel.setMaximized();
            toplevel.unsetMaximized();
            client.roundtrip();
        }
        assertTrue(configures[0] > 10 && configures[0] <= 256, configures[0] + " configures");
    }

    @Test
    void clients_that_acknowledge_nothing_and_draw_in_any_size_are_shown_in_that() throws Exception {
        var w = client.window(200, 100, RED).map();
        w.obeys = false;
        w.toplevel.setMaximized();
        server.settle();
        assertEquals(200, server.lastWindow().content().width());
        assertEquals(0, server.lastWindow().frame().x());
        assertEquals(RED, server.pixel(100, FrameLayout.TOP + 50));
    }

    @Test
    void a_buffer_on_a_surface_that_is_no_window_yet_is_an_error() throws Exception {
        var surface = client.surface();
        client.shell().getXdgSurface(surface);
        surface.attach(client.buffer(10, 10, RED), 0, 0);
        client.expectError(XdgSurface.ERROR_UNCONFIGURED_BUFFER, "xdg_surface");
    }
}
