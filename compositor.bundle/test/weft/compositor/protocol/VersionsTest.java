package weft.compositor.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import weft.wayland.protocol.client.WlCompositor;
import weft.wayland.protocol.client.WlOutput;
import weft.wayland.protocol.client.WlPointer;
import weft.wayland.protocol.client.WlSeat;
import weft.wayland.protocol.client.WlSurface;
import weft.wayland.protocol.client.XdgToplevel;
import weft.wayland.protocol.client.XdgWmBase;

/** What wl_compositor 6, wl_seat 8 and 9 and xdg_wm_base 6 say, and to whom. */
class VersionsTest extends ProtocolTest {
    private final List<String> heard = new ArrayList<>();

    private WlSurface.Events listener() {
        return new WlSurface.Events() {
            @Override
            public void preferredBufferScale(WlSurface self, int factor) {
                heard.add("scale " + factor);
            }

            @Override
            public void preferredBufferTransform(WlSurface self, int transform) {
                heard.add("transform " + transform);
            }
        };
    }

    private int offered(String type) {
        return client.connection.registry().find(type).orElseThrow().version();
    }

    @Test
    void the_versions_of_today_are_offered() {
        assertEquals(List.of(6, 9, 4, 6, 3), List.of(offered("wl_compositor"), offered("wl_seat"), offered("wl_output"), offered("xdg_wm_base"), offered("wl_data_device_manager")));
    }

    @Test
    void a_surface_is_told_which_buffers_suit_it() throws Exception {
        var window = client.window(100, 80, RED);
        window.surface.setEvents(listener());
        window.map();
        assertEquals(List.of("scale 1", "transform " + WlOutput.TRANSFORM_NORMAL), heard);
    }

    @Test
    void a_surface_that_goes_before_its_window_is_an_error() throws Exception {
        var window = client.window(100, 80, RED).map();
        window.surface.destroy();
        client.expectError(WlSurface.ERROR_DEFUNCT_ROLE_OBJECT, "wl_surface");
    }

    @Test
    void a_surface_may_go_before_its_window_in_a_client_of_an_older_version() throws Exception {
        var surface = client.connection.registry().bind(WlCompositor.TYPE, 5).createSurface();
        client.shell().getXdgSurface(surface).getToplevel();
        surface.destroy();
        client.roundtrip();
        assertTrue(client.connection.isOpen());
    }

    @Test
    void a_wheel_is_told_in_clicks_to_clients_before_version_8_however_fine_it_is() throws Exception {
        client.window(100, 80, RED).map();
        var pointer = client.connection.registry().bind(WlSeat.TYPE, 7).getPointer();
        pointer.setEvents(new WlPointer.Events() {
            @Override
            public void axisDiscrete(WlPointer self, int axis, int clicks) {
                heard.add("clicks " + clicks);
            }

            @Override
            public void axis(WlPointer self, int time, int axis, double value) {
                heard.add("axis " + value);
            }

            @Override
            public void axisValue120(WlPointer self, int axis, int units) {
                heard.add("units");
            }

            @Override
            public void axisRelativeDirection(WlPointer self, int axis, int direction) {
                heard.add("direction");
            }
        });
        server.move(lastX() + 5, lastY() + 5);
        for (int i = 0; i < 3; i++) server.host().globals().seat().pointerScrolled(Scrolling.wheel(0, 7.5, false));
        server.host().globals().seat().pointerScrolled(Scrolling.wheel(0, -7.5, false));
        server.settle();
        assertEquals(List.of("axis 7.5", "clicks 1", "axis 7.5", "axis 7.5", "axis -7.5"), heard);
    }

    @Test
    void scrolling_that_a_device_turns_round_is_said_to_be_so() throws Exception {
        client.window(100, 80, RED).map();
        client.listenToPointer();
        server.move(lastX() + 5, lastY() + 5);
        client.takeLog();
        server.host().globals().seat().pointerScrolled(Scrolling.fingers(3, 0, true));
        server.settle();
        assertEquals(List.of("direction 1 " + WlPointer.AXIS_RELATIVE_DIRECTION_INVERTED, "axis 1 3.0"), client.takeLog());
    }

    @Test
    void a_window_that_is_hidden_is_suspended_until_it_is_seen_again() throws Exception {
        var window = client.window(100, 80, RED).map();
        assertFalse(window.states.contains(XdgToplevel.STATE_SUSPENDED));
        var model = server.lastWindow();
        server.host().workspace().desktop().minimize(model);
        server.settle();
        assertTrue(window.states.contains(XdgToplevel.STATE_SUSPENDED));
        server.host().workspace().desktop().activate(model);
        server.settle();
        assertFalse(window.states.contains(XdgToplevel.STATE_SUSPENDED));
    }

    @Test
    void a_window_behind_one_that_covers_it_is_suspended() throws Exception {
        var window = client.window(100, 80, RED).map();
        var over = client.window(100, 80, BLUE).map();
        over.toplevel.setFullscreen(null);
        server.settle();
        server.settle();
        assertTrue(window.states.contains(XdgToplevel.STATE_SUSPENDED));
        assertFalse(over.states.contains(XdgToplevel.STATE_SUSPENDED));
    }

    @Test
    void a_client_that_does_not_know_the_state_is_not_told() throws Exception {
        var surface = client.surface();
        var shell = client.connection.registry().bind(XdgWmBase.TYPE, 5);
        var xdg = shell.getXdgSurface(surface);
        var toplevel = xdg.getToplevel();
        toplevel.setEvents(new XdgToplevel.Events() {
            @Override
            public void configure(XdgToplevel self, int width, int height, byte[] states) {
                for (int s : weft.wayland.wire.IntArrays.ints(states)) heard.add("state " + s);
            }
        });
        xdg.setEvents((self, serial) -> self.ackConfigure(serial));
        surface.commit();
        server.settle();
        surface.attach(client.buffer(10, 10, RED), 0, 0);
        surface.commit();
        server.settle();
        heard.clear();
        server.host().workspace().desktop().minimize(server.lastWindow());
        server.settle();
        assertEquals(List.of(), heard);
    }
}
