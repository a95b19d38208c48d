package weft.compositor.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import weft.wayland.protocol.client.WlSurface;
import weft.wayland.protocol.client.WpAlphaModifierSurfaceV1;
import weft.wayland.protocol.client.WpAlphaModifierV1;
import weft.wayland.protocol.client.WpContentTypeManagerV1;
import weft.wayland.protocol.client.WpContentTypeV1;
import weft.wayland.protocol.client.WpTearingControlManagerV1;
import weft.wayland.protocol.client.WpTearingControlV1;

/** wp_alpha_modifier_v1, wp_content_type_v1, wp_tearing_control_v1: one object a surface. */
class SurfaceHintsTest extends ProtocolTest {
    private static final int HALF = 0x80808080, NOTHING = 0, ALL = -1;

    private int centre() {
        return server.pixel(lastX() + 50, lastY() + 40);
    }

    @Test
    void a_factor_lets_through_what_is_below_from_the_commit_on() throws Exception {
        var window = client.window(100, 80, RED).map();
        int x = lastX() + 50, y = lastY() + 40;
        assertEquals(RED, centre());
        var modifier = client.bind(WpAlphaModifierV1.TYPE).getSurface(window.surface);
        modifier.setMultiplier(NOTHING);
        server.settle();
        assertEquals(RED, centre());
        window.surface.commit();
        server.settle();
        int ground = server.pixel(x, y);
        assertNotEquals(RED, ground);
        modifier.setMultiplier(HALF);
        window.surface.commit();
        server.settle();
        int red = 255 * 128 + (ground >> 16 & 255) * 127, green = (ground >> 8 & 255) * 127;
        assertEquals(red / 255.0, server.pixel(x, y) >> 16 & 255, 1);
        assertEquals(green / 255.0, server.pixel(x, y) >> 8 & 255, 1);
        modifier.setMultiplier(ALL);
        window.surface.commit();
        server.settle();
        assertEquals(RED, centre());
    }

    @Test
    void without_its_factor_a_surface_is_whole_again() throws Exception {
        var window = client.window(100, 80, RED).map();
        var manager = client.bind(WpAlphaModifierV1.TYPE);
        var modifier = manager.getSurface(window.surface);
        modifier.setMultiplier(NOTHING);
        window.surface.commit();
        modifier.destroy();
        server.settle();
        assertNotEquals(RED, centre());
        window.surface.commit();
        server.settle();
        assertEquals(RED, centre());
        manager.getSurface(window.surface);
        client.roundtrip();
        assertTrue(client.connection.isOpen());
    }

    @Test
    void a_scaled_surface_has_its_factor_too() throws Exception {
        var window = client.window(100, 80, RED).map();
        client.bind(weft.wayland.protocol.client.WpViewporter.TYPE).getViewport(window.surface).setDestination(150, 120);
        var modifier = client.bind(WpAlphaModifierV1.TYPE).getSurface(window.surface);
        modifier.setMultiplier(NOTHING);
        window.surface.commit();
        server.settle();
        assertNotEquals(RED, centre());
    }

    @Test
    void a_second_factor_is_an_error() throws Exception {
        WlSurface surface = client.surface();
        var manager = client.bind(WpAlphaModifierV1.TYPE);
        manager.getSurface(surface);
        manager.getSurface(surface);
        client.expectError(WpAlphaModifierV1.ERROR_ALREADY_CONSTRUCTED, "wp_alpha_modifier_v1");
    }

    @Test
    void a_factor_for_a_surface_that_is_gone_is_an_error() throws Exception {
        WlSurface surface = client.surface();
        var modifier = client.bind(WpAlphaModifierV1.TYPE).getSurface(surface);
        surface.destroy();
        modifier.setMultiplier(HALF);
        client.expectError(WpAlphaModifierSurfaceV1.ERROR_NO_SURFACE, "wp_alpha_modifier_surface_v1");
    }

    @Test
    void a_content_type_may_be_said_changed_and_taken_back() throws Exception {
        var window = client.window(100, 80, RED).map();
        var manager = client.bind(WpContentTypeManagerV1.TYPE);
        var type = manager.getSurfaceContentType(window.surface);
        type.setContentType(WpContentTypeV1.TYPE_VIDEO);
        window.surface.commit();
        type.destroy();
        manager.getSurfaceContentType(window.surface);
        server.settle();
        assertEquals(RED, centre());
    }

    @Test
    void a_second_content_type_is_an_error() throws Exception {
        WlSurface surface = client.surface();
        var manager = client.bind(WpContentTypeManagerV1.TYPE);
        manager.getSurfaceContentType(surface);
        manager.getSurfaceContentType(surface);
        client.expectError(WpContentTypeManagerV1.ERROR_ALREADY_CONSTRUCTED, "wp_content_type_manager_v1");
    }

    @Test
    void tearing_may_be_allowed_and_taken_back() throws Exception {
        var window = client.window(100, 80, RED).map();
        var manager = client.bind(WpTearingControlManagerV1.TYPE);
        var control = manager.getTearingControl(window.surface);
        control.setPresentationHint(WpTearingControlV1.PRESENTATION_HINT_ASYNC);
        window.surface.commit();
        control.destroy();
        manager.getTearingControl(window.surface);
        server.settle();
        assertEquals(RED, centre());
    }

    @Test
    void a_second_tearing_control_is_an_error() throws Exception {
        WlSurface surface = client.surface();
        var manager = client.bind(WpTearingControlManagerV1.TYPE);
        manager.getTearingControl(surface);
        manager.getTearingControl(surface);
        client.expectError(WpTearingControlManagerV1.ERROR_TEARING_CONTROL_EXISTS, "wp_tearing_control_manager_v1");
    }
}
