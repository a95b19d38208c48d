package weft.compositor.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import weft.compositor.gles.ContextLoss;
import weft.compositor.gles.GlesDevice;
import weft.compositor.output.OutputSettings;
import weft.compositor.render.RenderDevice;
import weft.compositor.scene.Transform;

/** A GPU that is reset takes no window with it, wherever it is missed first. */
class DeviceLossTest {
    private static final int RED = 0xffff0000, BLUE = 0xff0000ff;
    private RenderDevice device;
    private TestCompositor server;
    private TestClient client;

    @BeforeEach
    void start() throws Exception {
        device = GlesDevice.surfaceless();
        server = new TestCompositor(device);
        client = server.connect();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private int x() {
        return server.lastWindow().content().x();
    }

    private int y() {
        return server.lastWindow().content().y();
    }

    @Test
    void when_the_gpu_is_lost_software_draws_on_and_clients_do_not_notice() throws Exception {
        var window = client.window(100, 80, RED).map();
        assertEquals("gles", server.host().device().name());
        assertEquals(RED, server.pixel(x() + 50, y() + 40));
        int[] before = server.host().picture((String) null).pixels().clone();
        ContextLoss.force(device);
        boolean[] done = {false};
        window.surface.frame().setEvents((callback, time) -> done[0] = true);
        window.draw();
        server.until(() -> done[0]);
        assertEquals("software", server.host().device().name());
        int[] after = server.host().picture((String) null).pixels();
        for (int i = 0; i < after.length; i++) {
            for (int shift = 0; shift < 24; shift += 8) assertTrue(Math.abs((before[i] >> shift & 255) - (after[i] >> shift & 255)) <= 2, "pixel " + i);
        }
        client.window(60, 50, BLUE).map();
        assertEquals(BLUE, server.pixel(x() + 30, y() + 25));
        assertTrue(client.connection.isOpen());
    }

    @Test
    void a_screenshot_and_a_change_of_mode_of_a_lost_gpu_are_made_in_software() throws Exception {
        client.window(100, 80, RED).map();
        ContextLoss.force(device);
        server.resize(640, 480);
        server.change("WEFT-1", s -> new OutputSettings(true, s.mode(), 0, 0, 180, Transform.TURNED_90));
        server.settle();
        assertEquals("software", server.host().device().name());
        assertTrue(Arrays.stream(server.host().picture((String) null).pixels()).anyMatch(p -> (p | 0xff000000) == RED));
    }

    @Test
    void surfaces_of_a_lost_gpu_can_be_destroyed_and_the_compositor_ended() throws Exception {
        var window = client.window(100, 80, RED).map();
        server.settle();
        ContextLoss.force(device);
        window.toplevel.destroy();
        window.xdg.destroy();
        window.surface.destroy();
        server.settle();
        assertTrue(client.connection.isOpen());
    }
}
