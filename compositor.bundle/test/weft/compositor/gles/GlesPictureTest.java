package weft.compositor.gles;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import weft.api.Badge;
import weft.compositor.render.Ground;
import weft.compositor.render.PictureElement;
import weft.compositor.render.Pixels;
import weft.compositor.render.PointerShape;
import weft.compositor.render.RenderElement;
import weft.compositor.render.Scale;
import weft.compositor.render.SoftwareRenderer;
import weft.compositor.render.SurfaceElement;
import weft.compositor.render.SurfacePainter;
import weft.compositor.render.Theme;
import weft.compositor.render.Typefaces;
import weft.compositor.render.WindowElement;
import weft.compositor.scene.PixelFormat;
import weft.compositor.scene.Rect;
import weft.compositor.scene.Region;
import weft.compositor.scene.SurfaceNode;
import weft.compositor.scene.Texture;
import weft.compositor.scene.Transform;
import weft.compositor.window.Desktop;
import weft.compositor.window.Placement;
import weft.compositor.window.Role;

/** The GPU's picture is the software's: here drawn by Mesa's llvmpipe, without a window or a display. */
class GlesPictureTest {
    private static final int WIDTH = 320, HEIGHT = 240;
    /** How far a channel may be off, also where several windows shine through each other and pixels are mixed of several: both round, at other places. */
    private static final int ROUNDING = 2;
    private static final int[] SCALES = {120, 150, 180, 240, 160, 90};
    private final SurfacePainter painter = new SurfacePainter();
    private final Typefaces fonts = new Typefaces();
    private GlesDevice device;

    @BeforeEach
    void open() throws Exception {
        device = GlesDevice.surfaceless();
    }

    @AfterEach
    void close() {
        device.close();
    }

    /** Both renderers, shown the same. */
    private final class Pair implements AutoCloseable {
        final SoftwareRenderer software;
        final GlesRenderer gles;
        final int width, height;

        Pair(int scale) {
            width = WIDTH * scale / Scale.ONE;
            height = HEIGHT * scale / Scale.ONE;
            software = new SoftwareRenderer(width, height);
            gles = (GlesRenderer) device.renderer(width, height);
            software.view(0, 0, scale);
            gles.view(0, 0, scale);
        }

        void render(List<RenderElement> elements, Region damage) {
            software.render(elements, damage);
            gles.render(elements, damage);
        }

        void compare(String what) {
            int[] expected = software.frame().pixels(), seen = gles.frame().read().pixels();
            for (int i = 0; i < expected.length; i++) {
                int off = off(expected[i], seen[i]);
                if (off <= ROUNDING) continue;
                throw new AssertionError("%s: pixel %d,%d is %06x, in software %06x".formatted(what, i % width, i / width, seen[i] & 0xffffff, expected[i] & 0xffffff));
            }
        }

        @Override
        public void close() {
            gles.close();
        }
    }

    private static int off(int a, int b) {
        int most = 0;
        for (int shift = 0; shift < 24; shift += 8) most = Math.max(most, Math.abs((a >> shift & 255) - (b >> shift & 255)));
        return most;
    }

    private static Region whole(Pair pair) {
        var all = new Region();
        all.add(0, 0, pair.width, pair.height);
        return all;
    }

    @Test
    void windows_with_bars_shadows_and_corners_look_as_in_software_after_every_change() {
        for (int seed = 0; seed < 12; seed++) new Scene(seed).run(12);
    }

    /** Windows that are opened, moved, resized and painted at random; only what that damages is drawn. */
    private final class Scene {
        private final Random random;
        private final int seed, scale;
        private final Pair pair;
        private final List<SurfaceNode> nodes = new ArrayList<>();
        private final List<WindowElement> elements = new ArrayList<>();
        private final Desktop desktop = new Desktop(WIDTH, HEIGHT, new Quiet());
        private final List<weft.compositor.window.Window> windows = new ArrayList<>();
        private final PictureElement pointer = new PictureElement();
        private final Ground ground;
        private final Theme theme;

        Scene(int seed) {
            this.seed = seed;
            random = new Random(seed);
            scale = SCALES[seed % SCALES.length];
            theme = seed % 2 == 0 ? Theme.LIGHT : Theme.DARK;
            ground = new Ground(theme);
            pair = new Pair(scale);
        }

        void run(int steps) {
            try (pair) {
                for (int step = 0; step < steps; step++) {
                    act();
                    var damage = new Region();
                    if (step == 0 || random.nextInt(3) == 0) damage = whole(pair);
                    // What has changed does not matter: both draw the same parts of the same scene.
                    for (int i = 0; i < 4; i++) damage.add(random.nextInt(pair.width), random.nextInt(pair.height), 1 + random.nextInt(150), 1 + random.nextInt(150));
                    damage.clip(0, 0, pair.width, pair.height);
                    pair.render(stack(), damage);
                    pair.compare("seed " + seed + " step " + step);
                }
            } finally {
                for (var n : nodes) n.show(null);
            }
        }

        private List<RenderElement> stack() {
            var all = new ArrayList<RenderElement>(List.of(ground));
            for (var w : desktop.stacking()) {
                var e = elements.get(windows.indexOf(w));
                e.refresh(w, "", List.of(new Badge("own data", Badge.Kind.write)), w == desktop.focused(), null, theme);
                all.add(e);
            }
            pointer.show(PointerShape.values()[random.nextInt(PointerShape.values().length)], random.nextInt(WIDTH), random.nextInt(HEIGHT));
            all.add(pointer);
            return all;
        }

        private void act() {
            int i = windows.isEmpty() ? 0 : random.nextInt(windows.size());
            switch (windows.size() < 2 ? 0 : random.nextInt(5)) {
                case 0 -> open();
                case 1 -> desktop.activate(windows.get(i));
                case 2 -> desktop.place(windows.get(i), Placement.values()[random.nextInt(5)]);
                case 3 -> desktop.ask(windows.get(i), new Rect(random.nextInt(WIDTH), random.nextInt(HEIGHT), 50, 50));
                default -> paint(elements.get(i).root());
            }
        }

        private void open() {
            if (windows.size() == 6) return;
            var w = desktop.create(Role.NORMAL);
            w.title("Window " + windows.size());
            var node = Pixels.surface(Pixels.random(40 + random.nextInt(120), 30 + random.nextInt(80), random.nextBoolean(), random));
            node.alpha(random.nextInt(3) == 0 ? random.nextInt(256) : SurfaceNode.OPAQUE);
            nodes.add(node);
            windows.add(w);
            elements.add(new WindowElement(node, painter, fonts));
            desktop.map(w, node.width(), node.height());
        }

        /** Changes some pixels, and says which: no others are brought to the GPU. */
        private void paint(SurfaceNode node) {
            int x = random.nextInt(node.width()), y = random.nextInt(node.height());
            int w = Math.min(1 + random.nextInt(20), node.width() - x), h = Math.min(1 + random.nextInt(20), node.height() - y);
            node.show(Pixels.patched(node.texture(), new Rect(x, y, w, h), random));
            var changed = new Region();
            changed.add(x, y, w, h);
            node.pixelsChanged(changed);
        }
    }

    @Test
    void surfaces_in_every_format_turned_cropped_scaled_and_faded_look_as_in_software() {
        var random = new Random(7);
        for (int scale : SCALES) {
            for (var format : PixelFormat.values()) {
                for (var transform : Transform.values()) surface(scale, format, transform, random);
            }
        }
    }

    private void surface(int scale, PixelFormat format, Transform transform, Random random) {
        var node = Pixels.surface(smooth(48, 32, format, random));
        node.mapping().transform(transform);
        boolean cropped = random.nextBoolean();
        if (cropped) {
            int w = 8 + random.nextInt(16), h = 8 + random.nextInt(16);
            node.mapping().source(random.nextInt(32 - 24) + .5, random.nextInt(32 - 24) + .25, w, h);
            node.mapping().destination(10 + random.nextInt(150), 10 + random.nextInt(120));
        }
        if (random.nextInt(3) == 0) node.alpha(random.nextInt(256));
        var element = new SurfaceElement(node, painter);
        element.moveTo(random.nextInt(100) - 20, random.nextInt(100) - 20);
        try (var pair = new Pair(scale)) {
            pair.render(List.of(new Ground(Theme.LIGHT), element), whole(pair));
            pair.compare(format + " " + transform + " at " + scale + (cropped ? " cropped " + node.width() + "x" + node.height() : ""));
        } finally {
            node.show(null);
        }
    }

    /** Colours that run into each other, as pictures do: of pure noise, a pixel's 256th would be a step already. */
    private static Texture smooth(int width, int height, PixelFormat format, Random random) {
        if (format.bytes() == 2) return noise565(width, height, random);
        int[] raw = new int[width * height];
        for (int i = 0; i < raw.length; i++) {
            int x = i % width, y = i / width, a = 255 - 3 * x, c = Math.min(a, 4 * y + x);
            raw[i] = Pixels.encoded(format, a, c, Math.min(a, 120), Math.min(a, 255 - 2 * y));
        }
        return Pixels.texture(width, height, format, raw);
    }

    private static Texture noise565(int width, int height, Random random) {
        var memory = java.lang.foreign.Arena.ofAuto().allocate(2L * width * height, 8);
        int base = random.nextInt(8);
        for (int i = 0; i < width * height; i++) memory.setAtIndex(java.lang.foreign.ValueLayout.JAVA_SHORT, i, (short) ((base + i % width / 8) << 11 | i / width << 5 | i % 8));
        return Texture.of(memory, 0, width, height, 2 * width, PixelFormat.RGB565);
    }

    @Test
    void single_colours_and_what_is_hidden_below_look_as_in_software() {
        var below = Pixels.surface(Pixels.random(200, 150, false, new Random(3)));
        var veil = Pixels.surface(Texture.ofColour(0x80402010));
        veil.mapping().destination(100, 90);
        var lid = Pixels.surface(Texture.ofColour(0xff123456));
        lid.mapping().destination(40, 40);
        var elements = new ArrayList<RenderElement>(List.of(new Ground(Theme.DARK)));
        int at = 10;
        for (var node : List.of(below, veil, lid)) {
            var element = new SurfaceElement(node, painter);
            element.moveTo(at, at);
            elements.add(element);
            at += 15;
        }
        try (var pair = new Pair(Scale.ONE)) {
            pair.render(elements, whole(pair));
            pair.compare("colours");
            // Becomes pixels of its own, and a colour again.
            veil.show(Pixels.random(1, 1, true, new Random(4)));
            veil.pixelsChanged(whole(pair));
            pair.render(elements, whole(pair));
            pair.compare("pixels");
        } finally {
            below.show(null);
            veil.show(null);
        }
    }

    @Test
    void a_turned_display_gets_the_turned_picture_and_only_what_changed_is_read() {
        var node = Pixels.surface(Pixels.random(100, 80, true, new Random(5)));
        var element = new SurfaceElement(node, painter);
        element.moveTo(30, 20);
        List<RenderElement> elements = List.of(new Ground(Theme.LIGHT), element);
        try (var pair = new Pair(Scale.ONE)) {
            for (var transform : Transform.values()) {
                var changed = whole(pair);
                for (int round = 0; round < 2; round++) {
                    pair.render(elements, changed);
                    var expected = pair.software.turned(transform, changed).read();
                    var turned = pair.gles.turned(transform, changed);
                    assertEquals(expected.width(), turned.width());
                    assertEquals(pair.software.damage().toString(), pair.gles.damage().toString());
                    var seen = turned.read();
                    for (int i = 0; i < expected.pixels().length; i++) assertTrue(off(expected.pixels()[i], seen.pixels()[i]) <= ROUNDING, transform + " round " + round);
                    element.moveTo(30 + 7 * round, 50);
                    changed = new Region();
                    changed.add(20, 10, 150, 140);
                }
            }
        } finally {
            node.show(null);
        }
    }

    @Test
    void what_a_window_had_on_the_gpu_is_freed_with_it() {
        var node = Pixels.surface(Pixels.random(64, 64, true, new Random(6)));
        var element = new SurfaceElement(node, painter);
        element.moveTo(0, 0);
        try (var pair = new Pair(Scale.ONE)) {
            pair.render(List.of(element), whole(pair));
            var texture = (GlesTexture) node.kept();
            assertTrue(texture.isAlive());
            node.show(null);
            assertTrue(!texture.isAlive(), "the surface shows nothing, and its texture is there");
        }
        int before = device.pictures().count();
        drawPictures(20);
        // Collected whenever that may be: the heap is asked until it is.
        for (long end = System.nanoTime() + 60_000_000_000L; device.pictures().count() > before && System.nanoTime() < end; device.pictures().sweep()) System.gc();
        assertEquals(before, device.pictures().count());
    }

    private void drawPictures(int n) {
        try (var pair = new Pair(Scale.ONE)) {
            for (int i = 0; i < n; i++) {
                var picture = new weft.compositor.render.Canvas(10, 10);
                pair.gles.target().bind();
                pair.gles.target().draw(picture, i, i);
            }
            assertTrue(device.pictures().count() >= n);
        }
    }
}
