package weft.compositor.window;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import weft.compositor.scene.Rect;

/** Whatever the user and the clients do, in whatever order, the desktop stays in order. */
class DesktopRandomTest {
    private static final int SEQUENCES = 400, OPERATIONS = 120;

    @Test
    void random_operations_keep_every_invariant() {
        for (int seed = 0; seed < SEQUENCES; seed++) new Sequence(seed).run();
    }

    private static final class Sequence {
        private final int seed;
        private final Random random;
        private final ObedientClients clients;
        private final Desktop desktop;
        private final List<Window> windows = new ArrayList<>(), layered = new ArrayList<>();
        private Grab grab;
        private String last = "";

        Sequence(int seed) {
            this.seed = seed;
            random = new Random(seed);
            clients = new ObedientClients(600 + random.nextInt(1400), 400 + random.nextInt(1000));
            desktop = clients.desktop();
        }

        void run() {
            for (int i = 0; i < OPERATIONS; i++) {
                try {
                    operate();
                    if (random.nextInt(4) > 0) clients.answer();
                    else continue;
                    verify();
                } catch (AssertionError | RuntimeException e) {
                    throw new AssertionError("seed " + seed + ", operation " + i + ": " + last, e);
                }
            }
        }

        private void operate() {
            int kind = random.nextInt(26);
            if (kind == 0 || windows.isEmpty()) {
                open();
                return;
            }
            var w = windows.get(random.nextInt(windows.size()));
            last = kind + " " + w;
            switch (kind) {
                case 1 -> desktop.activate(w);
                case 2 -> desktop.raise(w);
                case 3 -> desktop.minimize(w);
                case 4, 5 -> desktop.place(w, Placement.values()[random.nextInt(Placement.values().length)]);
                case 6 -> unmapOrMap(w);
                case 7 -> desktop.setParent(w, windows.get(random.nextInt(windows.size())));
                case 8 -> desktop.resized(w, 1 + random.nextInt(900), 1 + random.nextInt(700));
                case 9 -> desktop.ask(w, place());
                case 10 -> desktop.cycle(random.nextBoolean() ? 1 : -1);
                case 11 -> desktop.endCycle();
                case 12 -> desktop.focusWorkspace();
                case 13 -> clients.resizeOutput(400 + random.nextInt(1600), 300 + random.nextInt(1100));
                case 14 -> desktop.limitSize(w, random.nextInt(300), random.nextInt(200), random.nextInt(900), random.nextInt(900));
                case 15 -> desktop.requestClose(w);
                case 16 -> desktop.changeRole(w, Role.values()[random.nextInt(5)]);
                case 17 -> layer();
                case 18 -> desktop.setMaximized(w, random.nextBoolean());
                case 19 -> desktop.setFullscreen(w, random.nextBoolean());
                case 20 -> desktop.shift(w, random.nextInt(100) - 50, random.nextInt(100) - 50);
                case 21 -> desktop.lock(random.nextInt(3) == 0);
                case 22 -> desktop.workspaces().show(random.nextInt(4));
                case 23 -> desktop.workspaces().move(w, random.nextInt(4));
                default -> hold(w);
            }
        }

        private void open() {
            var w = desktop.create(Role.values()[random.nextInt(5)]);
            last = "open " + w;
            if (!w.role().isWorkspace() || random.nextBoolean()) desktop.ask(w, place());
            windows.add(w);
            desktop.map(w, 1 + random.nextInt(900), 1 + random.nextInt(700));
        }

        /** A bar or the like comes, goes, or wants something else. */
        private void layer() {
            var w = layered.isEmpty() || random.nextInt(3) == 0 ? desktop.create(Role.LAYER) : layered.get(random.nextInt(layered.size()));
            last = "layer " + w;
            var keyboard = LayerRules.Keyboard.values()[random.nextInt(3)];
            desktop.layer(w, new LayerRules(random.nextInt(5), random.nextInt(16), random.nextInt(200) - 1, random.nextInt(20), 0, 0, random.nextInt(20),
                    1 + random.nextInt(300), 1 + random.nextInt(300), keyboard), null);
            if (!layered.contains(w)) layered.add(w);
            if (random.nextInt(3) > 0) unmapOrMap(w);
            else desktop.activate(w);
        }

        private Rect place() {
            return new Rect(random.nextInt(1200) - 100, random.nextInt(900) - 100, 1 + random.nextInt(600), 1 + random.nextInt(500));
        }

        private void unmapOrMap(Window w) {
            if (w.isMapped()) desktop.unmap(w);
            else desktop.map(w, 1 + random.nextInt(900), 1 + random.nextInt(700));
        }

        private void hold(Window w) {
            if (grab != null) {
                for (int i = 0; i < 3; i++) grab.pointerAt(random.nextInt(2000) - 100, random.nextInt(1400) - 100);
                grab.end();
                grab = null;
            } else if (w.isVisible() && w.hasFrame()) {
                int edges = random.nextInt(11);
                var c = w.content();
                grab = Edge.isValid(edges) ? Grab.resize(desktop, w, edges, c.x(), c.y()) : Grab.move(desktop, w, c.x(), c.y());
            }
        }

        private void verify() {
            var order = desktop.stacking();
            if (desktop.isLocked()) {
                for (Window w : order) assertEquals(LayerRules.LOCK, w.layer().layer(), w + " is shown although all is locked");
                assertTrue(desktop.focused() == null || order.contains(desktop.focused()), "the keyboard is at " + desktop.focused());
                return;
            }
            for (Window w : windows) assertEquals(w.isMapped(), order.contains(w), w + " in the stack");
            verifyRules(order);
            order = order.stream().filter(w -> w.layer() == null).toList();
            assertEquals(order.size(), new HashSet<>(order).size(), "a window is in the stack twice");
            verifyLayers(order);
            verifyFocus(order);
            for (Window w : order) if (w.isVisible()) verifyPlace(w);
            for (Window w : order) verifyWorkspace(w);
            for (Window w : windows) {
                if (w.isVisible()) assertEquals(w.frame(), clients.shown.get(w), w + " was not announced");
                else assertFalse(clients.shown.containsKey(w), w + " was not said to be hidden");
            }
        }

        private void verifyRules(List<Window> order) {
            for (int i = 0; i < order.size(); i++) {
                var w = order.get(i);
                if (w.layer() == null) continue;
                int layer = w.layer().layer(), at = i;
                if (layer <= LayerRules.BOTTOM) assertTrue(order.stream().limit(at).noneMatch(o -> o.layer() == null), w + " is above windows");
                if (layer >= LayerRules.OVERLAY) assertTrue(order.stream().skip(at).noneMatch(o -> o.layer() == null), w + " is below windows");
                if (layer == LayerRules.ABOVE) assertTrue(order.stream().skip(at).allMatch(o -> o.layer() != null || o.role() == Role.OVERLAY || o.placement() == Placement.FULLSCREEN), w + " is below windows");
            }
            boolean held = order.stream().anyMatch(w -> w.layer() != null && w.layer().holdsKeyboard());
            if (held) assertTrue(desktop.focused().layer().holdsKeyboard(), "the keyboard is at " + desktop.focused());
            var focused = desktop.focused();
            if (focused != null && focused.layer() != null) assertTrue(focused.layer().keyboard() != LayerRules.Keyboard.NONE, focused + " did not ask for the keyboard");
        }

        private void verifyLayers(List<Window> order) {
            int layer = 0;
            for (Window w : order) {
                int own = w.role() == Role.OVERLAY ? 3 : w.role() == Role.PANEL ? 1 : order.indexOf(w) > lastPanel(order) && lastPanel(order) >= 0 ? 2 : 0;
                assertTrue(own >= layer, w + " is in the wrong layer of " + order);
                if (own == 2) assertEquals(Placement.FULLSCREEN, w.placement(), w + " covers a panel");
                layer = own;
                if (w.parent() != null && order.contains(w.parent()) && w.role().isWorkspace() && w.parent().role().isWorkspace() && w.parent().placement() != Placement.FULLSCREEN) {
                    assertTrue(order.indexOf(w.parent()) < order.indexOf(w), w + " is below its parent");
                }
            }
        }

        private static int lastPanel(List<Window> order) {
            int last = -1;
            for (int i = 0; i < order.size(); i++) if (order.get(i).role() == Role.PANEL) last = i;
            return last;
        }

        private void verifyFocus(List<Window> order) {
            var focused = desktop.focused();
            assertEquals(focused, clients.focused);
            if (focused != null) assertTrue(focused.isVisible(), "the keyboard is at " + focused);
            boolean any = order.stream().anyMatch(w -> w.role().isWorkspace() && w.isVisible());
            if (any) assertNotNull(focused, "nobody has the keyboard");
        }

        private void verifyWorkspace(Window w) {
            if (!w.role().isWorkspace()) {
                assertTrue(w.isVisible(), w + " is on every workspace");
                return;
            }
            assertEquals(!w.isMinimized() && w.workspace() == desktop.workspaces().current(), w.isVisible(), w + " on workspace " + w.workspace() + ", shown is " + desktop.workspaces().current());
            if (w.parent() != null && w.parent().isMapped() && w.parent().role().isWorkspace()) assertEquals(w.parent().workspace(), w.workspace(), w + " is not where its parent is");
        }

        private void verifyPlace(Window w) {
            var f = w.frame();
            var area = desktop.usable();
            if (!w.role().isWorkspace()) return;
            switch (w.placement()) {
                case FULLSCREEN -> assertEquals(0, f.x() + f.y(), w.toString());
                case MAXIMIZED, LEFT_HALF -> assertTrue(f.x() == area.x() && f.y() == area.y(), w + " does not fill " + area);
                case RIGHT_HALF -> assertEquals(area.x() + area.width() / 2, f.x(), w.toString());
                case FLOATING -> {
                    if (w.isResizing()) return;
                    int piece = Math.min(f.width(), Placer.REACHABLE);
                    var bar = new Rect(f.x(), f.y(), f.width(), FrameLayout.TOP).intersection(area);
                    assertTrue(bar.width() >= piece, w + " cannot be reached in " + area);
                    assertTrue(f.y() >= area.y(), w + " has its bar above " + area);
                }
            }
        }
    }
}
