package weft.compositor.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import weft.compositor.scene.Rect;
import weft.compositor.window.LayerRules;
import weft.compositor.window.Placement;
import weft.wayland.protocol.client.WlSurface;
import weft.wayland.protocol.client.ZwlrLayerShellV1;
import weft.wayland.protocol.client.ZwlrLayerSurfaceV1;

/** zwlr_layer_shell_v1: bars and wallpapers that other programs draw. */
class LayerShellTest extends ProtocolTest {
    private static final int WIDTH = TestCompositor.WIDTH, HEIGHT = TestCompositor.HEIGHT;
    private static final int TOP_BAR = LayerRules.TOP | LayerRules.LEFT | LayerRules.RIGHT, ALL = 15;
    private TestClient shell;

    @BeforeEach
    void connect() throws Exception {
        shell = server.connectPrivileged();
    }

    /** A part of the desktop that takes the size it is told and fills itself. */
    private final class Part {
        final WlSurface surface = shell.surface();
        final ZwlrLayerSurfaceV1 layer;
        final List<String> log = new ArrayList<>();

        Part(int which, int argb) {
            layer = shell.bind(ZwlrLayerShellV1.TYPE).getLayerSurface(surface, null, which, "part");
            layer.setEvents(new ZwlrLayerSurfaceV1.Events() {
                @Override
                public void configure(ZwlrLayerSurfaceV1 self, int serial, int width, int height) {
                    log.add(width + "x" + height);
                    self.ackConfigure(serial);
                    try {
                        surface.attach(shell.buffer(width, height, argb), 0, 0);
                    } catch (java.io.IOException e) {
                        throw new java.io.UncheckedIOException(e);
                    }
                    surface.commit();
                }
            });
        }

        Part show() throws Exception {
            surface.commit();
            server.settle();
            server.settle();
            return this;
        }
    }

    private Part bar(int height, int argb) throws Exception {
        var bar = new Part(LayerRules.ABOVE, argb);
        bar.layer.setAnchor(TOP_BAR);
        bar.layer.setSize(0, height);
        bar.layer.setExclusiveZone(height);
        return bar.show();
    }

    @Test
    void a_bar_has_its_edge_and_maximised_windows_leave_it_free() throws Exception {
        var bar = bar(30, BLUE);
        assertEquals(List.of(WIDTH + "x30"), bar.log);
        assertEquals(BLUE, server.pixel(WIDTH - 1, 29));
        client.window(100, 100, RED).map();
        server.host().workspace().desktop().place(server.lastWindow(), Placement.MAXIMIZED);
        server.settle();
        assertEquals(30, server.lastWindow().frame().y());
        assertEquals(new Rect(0, 30, WIDTH, HEIGHT - 30), server.host().workspace().desktop().usable());
        bar.layer.destroy();
        server.settle();
        assertEquals(0, server.lastWindow().frame().y());
    }

    @Test
    void a_second_bar_comes_below_the_first_and_a_wallpaper_below_everything() throws Exception {
        bar(30, BLUE);
        bar(20, GREEN);
        assertEquals(GREEN, server.pixel(5, 49));
        var paper = new Part(LayerRules.BACKGROUND, RED);
        paper.layer.setAnchor(ALL);
        paper.layer.setExclusiveZone(-1);
        paper.show();
        assertEquals(List.of(WIDTH + "x" + HEIGHT), paper.log);
        assertEquals(RED, server.pixel(5, HEIGHT - 5));
        assertEquals(BLUE, server.pixel(5, 5));
        client.window(100, 100, GREEN).map();
        assertEquals(GREEN, server.pixel(lastX() + 50, lastY() + 50));
        server.click(5, HEIGHT - 5);
        assertTrue(server.host().workspace().desktop().focused().role().isWorkspace(), "a wallpaper got the keyboard");
    }

    @Test
    void a_full_screen_window_covers_bars_but_not_what_is_above_all() throws Exception {
        bar(30, BLUE);
        var note = new Part(LayerRules.OVERLAY, GREEN);
        note.layer.setAnchor(LayerRules.TOP);
        note.layer.setSize(40, 40);
        note.show();
        client.window(100, 100, RED).map();
        server.host().workspace().desktop().place(server.lastWindow(), Placement.FULLSCREEN);
        server.settle();
        server.settle();
        assertEquals(RED, server.pixel(5, 5));
        assertEquals(GREEN, server.pixel(WIDTH / 2, 35));
    }

    @Test
    void a_lock_keeps_the_keyboard_until_it_goes() throws Exception {
        client.window(100, 100, RED).map();
        var window = server.lastWindow();
        var lock = new Part(LayerRules.OVERLAY, BLUE);
        lock.layer.setAnchor(ALL);
        lock.layer.setKeyboardInteractivity(ZwlrLayerSurfaceV1.KEYBOARD_INTERACTIVITY_EXCLUSIVE);
        lock.show();
        assertNotEquals(window, server.host().workspace().desktop().focused());
        var other = server.connect();
        other.listenToKeyboard();
        other.takeLog();
        other.window(50, 50, GREEN).map();
        server.host().workspace().desktop().activate(server.lastWindow());
        server.settle();
        assertEquals(List.of(), other.takeLog());
        lock.layer.destroy();
        server.settle();
        assertTrue(other.takeLog().getFirst().startsWith("focus"));
    }

    @Test
    void rules_change_with_the_commit() throws Exception {
        var bar = bar(30, BLUE);
        bar.layer.setAnchor(LayerRules.DOWN | LayerRules.LEFT | LayerRules.RIGHT);
        bar.layer.setMargin(0, 10, 5, 10);
        server.settle();
        assertEquals(BLUE, server.pixel(20, 5));
        bar.show();
        assertEquals((WIDTH - 20) + "x30", bar.log.getLast());
        assertEquals(BLUE, server.pixel(20, HEIGHT - 10));
        assertEquals(new Rect(0, 0, WIDTH, HEIGHT - 35), server.host().workspace().desktop().usable());
    }

    @Test
    void a_length_of_nothing_between_no_edges_is_an_error() throws Exception {
        var part = new Part(LayerRules.ABOVE, BLUE);
        part.layer.setSize(0, 20);
        part.layer.setAnchor(LayerRules.LEFT);
        part.surface.commit();
        shell.expectError(ZwlrLayerSurfaceV1.ERROR_INVALID_SIZE, "zwlr_layer_surface_v1");
    }
}
