package weft.wayland;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import weft.wayland.client.Registry;
import weft.wayland.protocol.client.WlCompositor;
import weft.wayland.protocol.client.WlRegion;
import weft.wayland.protocol.client.WlSurface;
import weft.wayland.protocol.server.WlBuffer;
import weft.wayland.protocol.server.WlCallback;
import weft.wayland.protocol.server.WlOutput;
import weft.wayland.testing.Fixture;

/** Server and client of the generated classes, talking over a socket in one thread. */
class ConversationTest {
    private Fixture fixture;
    private final List<String> log = new ArrayList<>();
    private final List<weft.wayland.protocol.server.WlSurface> surfaces = new ArrayList<>();

    @BeforeEach
    void start() throws Exception {
        fixture = new Fixture();
        fixture.display().addGlobal(weft.wayland.protocol.server.WlCompositor.TYPE, 5, compositor -> compositor.setRequests(new Compositor()));
    }

    @AfterEach
    void stop() {
        fixture.close();
    }

    private final class Compositor implements weft.wayland.protocol.server.WlCompositor.Requests {
        @Override
        public void createSurface(weft.wayland.protocol.server.WlCompositor self, weft.wayland.protocol.server.WlSurface id) {
            id.setRequests(new Surface());
            id.onDestroy(() -> log.add("destroyed " + id.id()));
            surfaces.add(id);
        }

        @Override
        public void createRegion(weft.wayland.protocol.server.WlCompositor self, weft.wayland.protocol.server.WlRegion id) {}
    }

    private final class Surface implements weft.wayland.protocol.server.WlSurface.Requests {
        @Override
        public void attach(weft.wayland.protocol.server.WlSurface self, WlBuffer buffer, int x, int y) {
            log.add("attach " + buffer + " " + x + " " + y);
        }

        @Override
        public void damage(weft.wayland.protocol.server.WlSurface self, int x, int y, int width, int height) {
            log.add("damage " + x + " " + y + " " + width + " " + height);
        }

        @Override
        public void frame(weft.wayland.protocol.server.WlSurface self, WlCallback callback) {
            callback.sendDone(17);
            assertTrue(callback.isDestroyed());
        }

        @Override
        public void setOpaqueRegion(weft.wayland.protocol.server.WlSurface self, weft.wayland.protocol.server.WlRegion region) {
            log.add("opaque " + (region == null));
        }

        @Override
        public void setInputRegion(weft.wayland.protocol.server.WlSurface self, weft.wayland.protocol.server.WlRegion region) {}

        @Override
        public void commit(weft.wayland.protocol.server.WlSurface self) {
            log.add("commit");
        }

        @Override
        public void setBufferTransform(weft.wayland.protocol.server.WlSurface self, int transform) {}

        @Override
        public void setBufferScale(weft.wayland.protocol.server.WlSurface self, int scale) {
            if (scale < 1) throw self.error(weft.wayland.protocol.server.WlSurface.ERROR_INVALID_SCALE, "scale " + scale);
        }

        @Override
        public void damageBuffer(weft.wayland.protocol.server.WlSurface self, int x, int y, int width, int height) {}

        @Override
        public void offset(weft.wayland.protocol.server.WlSurface self, int x, int y) {}
    }

    @Test
    void requests_and_events_arrive_with_their_arguments() throws Exception {
        var connection = fixture.connect();
        assertEquals(List.of("wl_compositor"), connection.registry().globals().stream().map(Registry.Global::type).toList());
        WlCompositor compositor = connection.registry().bind(WlCompositor.TYPE, 9);
        assertEquals(5, compositor.version());
        WlSurface surface = compositor.createSurface();
        WlRegion region = compositor.createRegion();
        surface.attach(null, -1, 2);
        surface.damage(1, 2, 3, 4);
        surface.setOpaqueRegion(null);
        surface.setOpaqueRegion(region);
        var done = new int[1];
        var callback = surface.frame();
        callback.setEvents((self, time) -> done[0] = time);
        surface.commit();
        fixture.roundtrip();
        assertEquals(List.of("attach null -1 2", "damage 1 2 3 4", "opaque true", "opaque false", "commit"), log);
        assertEquals(17, done[0]);
        assertTrue(callback.isDestroyed());
    }
}
