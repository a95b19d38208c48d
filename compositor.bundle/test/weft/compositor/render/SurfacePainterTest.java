package weft.compositor.render;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import weft.compositor.scene.PixelFormat;
import weft.compositor.scene.Transform;

class SurfacePainterTest {
    private static final int R = 0xffff0000, G = 0xff00ff00, B = 0xff0000ff, W = 0xffffffff, BACK = 0xff102030;
    private final Canvas canvas = new Canvas(8, 6);
    private final SurfacePainter painter = new SurfacePainter();

    SurfacePainterTest() {
        Arrays.fill(canvas.pixels(), BACK);
    }

    @Test
    void opaque_pixels_replace_what_is_there_whatever_their_alpha_says() {
        painter.paint(Pixels.surface(Pixels.texture(2, 1, PixelFormat.XRGB8888, 0x00ff0000, 0x7f00ff00)), 3, 2, canvas);
        assertEquals(R, canvas.get(3, 2));
        assertEquals(G, canvas.get(4, 2));
        assertEquals(BACK, canvas.get(2, 2));
        assertEquals(BACK, canvas.get(5, 2));
    }

    @Test
    void a_picture_without_alpha_has_the_same_colours() {
        var random = new Random(2);
        for (var format : PixelFormat.values()) {
            if (format.bytes() != 4) continue;
            var screen = Canvas.opaque(8, 6);
            Arrays.fill(canvas.pixels(), BACK);
            Arrays.fill(screen.pixels(), BACK & 0xffffff);
            var below = Pixels.surface(Pixels.texture(8, 6, format, random.ints(48).toArray()));
            var above = Pixels.surface(Pixels.random(8, 6, false, random));
            for (var picture : new Canvas[] {canvas, screen}) {
                painter.paint(below, 0, 0, picture);
                painter.paint(above, 0, 0, picture);
            }
            for (int i = 0; i < 48; i++) assertEquals(canvas.pixels()[i] & 0xffffff, screen.pixels()[i] & 0xffffff, format + " " + i);
        }
    }

    @Test
    void what_a_client_promises_to_be_opaque_is_not_blended_but_the_rest_is() {
        var node = Pixels.surface(Pixels.texture(4, 1, PixelFormat.ARGB8888, 0x80000000));
        node.opaque().add(0, 0, 2, 1);
        canvas.clip(0, 0, 2, 1);
        painter.paint(node, 0, 0, canvas);
        canvas.clip(2, 0, 4, 1);
        painter.paint(node, 0, 0, canvas);
        assertEquals(0x80000000, canvas.get(1, 0));
        assertEquals(Blend.over(0x80000000, BACK), canvas.get(2, 0));
    }

    @Test
    void translucent_pixels_are_blended_exactly() {
        var random = new Random(1);
        for (int i = 0; i < 500; i++) {
            int a = random.nextInt(256), source = Pixels.premultiplied(a, random.nextInt(1 << 24));
            Arrays.fill(canvas.pixels(), BACK);
            painter.paint(Pixels.surface(Pixels.texture(1, 1, PixelFormat.ARGB8888, source)), 0, 0, canvas);
            for (int shift = 0; shift <= 16; shift += 8) {
                int expected = (source >> shift & 255) + (int) Math.round((BACK >> shift & 255) * (255 - a) / 255.0);
                assertEquals(expected, canvas.get(0, 0) >> shift & 255, "alpha " + a);
            }
        }
    }

    @Test
    void red_and_blue_change_places_in_bgr_formats() {
        painter.paint(Pixels.surface(Pixels.texture(1, 1, PixelFormat.XBGR8888, 0x000000ff)), 0, 0, canvas);
        assertEquals(R, canvas.get(0, 0));
    }

    @Test
    void nothing_is_drawn_outside_of_the_clip() {
        canvas.clip(2, 1, 4, 3);
        painter.paint(Pixels.surface(Pixels.texture(8, 6, PixelFormat.XRGB8888, W)), 0, 0, canvas);
        for (int y = 0; y < 6; y++) for (int x = 0; x < 8; x++) assertEquals(x >= 2 && x < 4 && y >= 1 && y < 3 ? W : BACK, canvas.get(x, y));
    }

    @Test
    void surfaces_that_stick_out_of_the_canvas_are_cut_off() {
        painter.paint(Pixels.surface(Pixels.texture(3, 3, PixelFormat.XRGB8888, R, G, B, R, G, B, R, G, W)), -2, -2, canvas);
        assertEquals(W, canvas.get(0, 0));
        assertEquals(BACK, canvas.get(1, 0));
        painter.paint(Pixels.surface(Pixels.texture(3, 3, PixelFormat.XRGB8888, G)), 7, 5, canvas);
        assertEquals(G, canvas.get(7, 5));
    }

    @Test
    void children_are_drawn_in_stacking_order_at_their_places() {
        var root = Pixels.surface(Pixels.texture(4, 4, PixelFormat.XRGB8888, R));
        var above = Pixels.surface(Pixels.texture(1, 1, PixelFormat.XRGB8888, G));
        var below = Pixels.surface(Pixels.texture(6, 1, PixelFormat.XRGB8888, B));
        root.adopt(above);
        root.adopt(below);
        above.moveTo(1, 1);
        below.moveTo(0, 1);
        root.restack(java.util.List.of(below, root, above));
        painter.paint(root, 1, 1, canvas);
        assertEquals(R, canvas.get(1, 1));
        assertEquals(G, canvas.get(2, 2));
        assertEquals(R, canvas.get(3, 2));
        assertEquals(B, canvas.get(6, 2));
    }

    @Test
    void a_buffer_of_scale_two_shows_the_average_of_each_four_pixels() {
        var node = Pixels.surface(Pixels.texture(2, 2, PixelFormat.XRGB8888, 0xff000000, W, W, 0xff000000));
        node.mapping().scale(2);
        painter.paint(node, 0, 0, canvas);
        int grey = canvas.get(0, 0) & 255;
        assertEquals(127, grey, 1);
        assertEquals(BACK, canvas.get(1, 0));
    }

    @Test
    void every_turned_and_flipped_buffer_is_put_upright() {
        // The upright picture is 3 × 2; each transform's buffer is what its client would have drawn.
        int[][] buffers = {{R, G, B, W, R, G}, {B, G, G, R, R, W}, {G, R, W, B, G, R}, {W, R, R, G, G, B},
                {B, G, R, G, R, W}, {R, W, G, R, B, G}, {W, R, G, R, G, B}, {G, B, R, G, W, R}};
        int[] upright = {R, G, B, W, R, G};
        for (var t : Transform.values()) {
            Arrays.fill(canvas.pixels(), BACK);
            boolean side = t.swapsAxes();
            var node = Pixels.surface(Pixels.texture(side ? 2 : 3, side ? 3 : 2, PixelFormat.XRGB8888, buffers[t.ordinal()]));
            node.mapping().transform(t);
            painter.paint(node, 0, 0, canvas);
            for (int i = 0; i < 6; i++) assertEquals(Integer.toHexString(upright[i]), Integer.toHexString(canvas.get(i % 3, i / 3)), t + " pixel " + i);
        }
    }

    @Test
    void a_single_pixel_fills_its_destination() {
        var node = Pixels.surface(weft.compositor.scene.Texture.ofColour(G));
        node.mapping().destination(5, 4);
        painter.paint(node, 1, 1, canvas);
        assertEquals(G, canvas.get(1, 1));
        assertEquals(G, canvas.get(5, 4));
        assertEquals(BACK, canvas.get(6, 4));
    }
}
