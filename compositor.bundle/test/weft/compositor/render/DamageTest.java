package weft.compositor.render;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import weft.api.Badge;
import weft.compositor.scene.Rect;
import weft.compositor.scene.Region;
import weft.compositor.scene.SurfaceNode;
import weft.compositor.window.Desktop;
import weft.compositor.window.DesktopListener;
import weft.compositor.window.Placement;
import weft.compositor.window.Role;
import weft.compositor.window.Window;

/** What is drawn again after damage must be what a full redraw would give. */
class DamageTest {
    private static final int WIDTH = 320, HEIGHT = 240;
    private static final int[] SCALES = {120, 150, 180, 240, 160, 90};
    private final SurfacePainter painter = new SurfacePainter();
    private final Typefaces fonts = new Typefaces();

    @Test
    void redrawing_only_the_damage_gives_the_same_frame_as_redrawing_everything() {
        for (int seed = 0; seed < 40; seed++) new Scene(seed).run(25);
    }

    private final class Scene implements DesktopListener {
        private final Random random;
        private final int seed;
        private final Desktop desktop = new Desktop(WIDTH, HEIGHT, this);
        private final List<Window> windows = new ArrayList<>();
        private final List<WindowElement> elements = new ArrayList<>();
        private final Region damage = new Region();
        private final StageView view = new StageView(() -> {});
        private final int scale, pixelsWide, pixelsHigh;
        private final SoftwareRenderer incremental;
        private final Region pixels = new Region();
        private final Ground ground = new Ground(Theme.LIGHT);

        Scene(int seed) {
            this.seed = seed;
            random = new Random(seed);
            damage.add(0, 0, WIDTH, HEIGHT);
            scale = SCALES[seed % SCALES.length];
            pixelsWide = WIDTH * scale / Scale.ONE;
            pixelsHigh = HEIGHT * scale / Scale.ONE;
            view.show(new Rect(0, 0, WIDTH, HEIGHT), scale, pixelsWide, pixelsHigh);
            incremental = renderer();
        }

        private SoftwareRenderer renderer() {
            var r = new SoftwareRenderer(pixelsWide, pixelsHigh);
            r.view(0, 0, scale);
            return r;
        }

        void run(int steps) {
            for (int step = 0; step < steps; step++) {
                act();
                damage.clip(0, 0, WIDTH, HEIGHT);
                damage.simplify(1 + random.nextInt(12));
                for (int i = 0; i < damage.count(); i++) view.damage(damage.left(i), damage.top(i), damage.right(i), damage.bottom(i));
                view.takeDamage(pixels);
                incremental.render(stack(), pixels);
                damage.clear();
                var whole = new Region();
                whole.add(0, 0, pixelsWide, pixelsHigh);
                var full = renderer();
                full.render(stack(), whole);
                assertArrayEquals(full.frame().pixels(), incremental.frame().pixels(), "seed " + seed + " step " + step);
            }
        }

        private void act() {
            if (windows.size() < 2 || windows.size() < 6 && random.nextInt(4) == 0) {
                open();
                return;
            }
            int i = random.nextInt(windows.size());
            var w = windows.get(i);
            switch (random.nextInt(5)) {
                case 0 -> desktop.activate(w);
                case 1 -> desktop.place(w, Placement.values()[random.nextInt(5)]);
                case 2 -> desktop.ask(w, new Rect(random.nextInt(WIDTH), random.nextInt(HEIGHT), 50, 50));
                case 3 -> paintPart(elements.get(i));
                default -> resize(w, elements.get(i));
            }
        }

        private void open() {
            var w = desktop.create(Role.NORMAL);
            w.title("Window " + windows.size());
            var node = Pixels.surface(Pixels.random(40 + random.nextInt(120), 30 + random.nextInt(80), random.nextBoolean(), random));
            windows.add(w);
            elements.add(new WindowElement(node, painter, fonts));
            desktop.map(w, node.width(), node.height());
        }

        /** Changes some pixels of the content and damages just these. */
        private void paintPart(WindowElement e) {
            SurfaceNode node = e.root();
            int x = random.nextInt(node.width()), y = random.nextInt(node.height());
            int w = Math.min(1 + random.nextInt(20), node.width() - x), h = Math.min(1 + random.nextInt(20), node.height() - y);
            var old = node.texture();
            node.show(Pixels.patched(old, new Rect(x, y, w, h), random));
            damage.add(new Rect(e.originX() + x, e.originY() + y, w, h).intersection(e.bounds()));
        }

        private void resize(Window w, WindowElement e) {
            damage.add(e.extents());
            e.root().show(Pixels.random(30 + random.nextInt(150), 30 + random.nextInt(100), random.nextBoolean(), random));
            e.treeChanged();
            damage.add(e.extents());
            desktop.resized(w, e.root().width(), e.root().height());
        }

        private List<RenderElement> stack() {
            var all = new ArrayList<RenderElement>(List.of(ground));
            for (var w : desktop.stacking()) all.add(elements.get(windows.indexOf(w)));
            return all;
        }

        private void refresh(Window w) {
            var e = elements.get(windows.indexOf(w));
            damage.add(e.extents());
            e.refresh(w, "", List.of(new Badge("own data", Badge.Kind.write)), w == desktop.focused(), null, Theme.LIGHT);
            damage.add(e.extents());
        }

        @Override
        public void changed(Window w, Rect before) {
            refresh(w);
        }

        @Override
        public void focused(Window before, Window now) {
            if (before != null) refresh(before);
            if (now != null) refresh(now);
        }

        @Override
        public void restacked() {
            for (var e : elements) damage.add(e.extents());
        }

        @Override
        public void configure(Window w) {}

        @Override
        public void closeRequested(Window w) {}

        @Override
        public boolean popupAt(Window w, double x, double y) {
            return false;
        }

        @Override
        public boolean takesInput(Window w, double x, double y) {
            return true;
        }
    }

    @Test
    void what_a_window_hides_is_not_drawn() {
        var cover = Pixels.surface(Pixels.random(100, 100, true, new Random(1)));
        var drawn = new ArrayList<String>();
        RenderElement below = new Recording("below", drawn), above = new SurfaceElement(cover, painter);
        ((SurfaceElement) above).moveTo(0, 0);
        var damage = new Region();
        damage.add(10, 10, 50, 50);
        new SoftwareRenderer(200, 200).render(List.of(below, above), damage);
        assertEquals(List.of(), drawn);
        damage.add(90, 90, 20, 20);
        new SoftwareRenderer(200, 200).render(List.of(below, above), damage);
        assertEquals(List.of("below"), drawn);
    }

    private record Recording(String name, List<String> drawn) implements RenderElement {
        @Override
        public Rect extents() {
            return new Rect(0, 0, 200, 200);
        }

        @Override
        public void paint(Target target) {
            drawn.add(name);
        }

        @Override
        public boolean covers(int left, int top, int right, int bottom) {
            return true;
        }
    }
}
