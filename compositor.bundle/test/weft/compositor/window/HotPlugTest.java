package weft.compositor.window;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import weft.compositor.scene.Rect;

/** Disconnecting and reconnecting outputs does not change the layout. */
class HotPlugTest {
    private static final int SEQUENCES = 400, PLUGS = 20;
    private static final List<OutputArea> ALL = List.of(new OutputArea("a", new Rect(0, 0, 800, 600)), new OutputArea("b", new Rect(800, 0, 640, 900)), new OutputArea("c", new Rect(0, 600, 800, 480)));

    /** What of a window must be as it was. */
    private record Layout(Rect frame, Placement placement, boolean minimized, int wantedWidth, int wantedHeight) {
        static Layout of(Window w) {
            return new Layout(w.frame(), w.placement(), w.isMinimized(), w.placement() == Placement.FLOATING ? 0 : w.wantedWidth(), w.placement() == Placement.FLOATING ? 0 : w.wantedHeight());
        }
    }

    private final ObedientClients clients = new ObedientClients(800, 600);
    private final Desktop desktop = clients.desktop();

    private void arrange(String keys) {
        desktop.arrange(ALL.stream().filter(a -> keys.contains(a.key())).toList());
        clients.answer();
    }

    @Test
    void a_window_of_an_unplugged_output_comes_to_another_and_goes_back_with_it() {
        arrange("ab");
        var w = clients.openAt(Role.NORMAL, new Rect(1000, 700, 200, 100));
        arrange("a");
        assertTrue(new Rect(0, 0, 800, 600).overlap(clients.frame(w)) > 0, w.toString());
        arrange("ab");
        assertEquals(new Rect(1000, 700, 200, 100), clients.content(w));
    }

    @Test
    void a_maximised_window_fills_what_it_comes_to_and_again_its_own() {
        arrange("ab");
        var w = clients.openAt(Role.NORMAL, new Rect(1000, 100, 200, 100));
        desktop.place(w, Placement.MAXIMIZED);
        assertEquals(new Rect(800, 0, 640, 900), clients.frame(w));
        arrange("a");
        assertEquals(new Rect(0, 0, 800, 600), clients.frame(w));
        arrange("ab");
        assertEquals(new Rect(800, 0, 640, 900), clients.frame(w));
        desktop.place(w, Placement.FLOATING);
        assertEquals(new Rect(1000, 100, 200, 100), clients.content(w));
    }

    @Test
    void a_window_that_the_user_moves_meanwhile_stays_where_it_was_put() {
        arrange("ab");
        var w = clients.openAt(Role.NORMAL, new Rect(1000, 100, 200, 100));
        arrange("a");
        var grab = Grab.move(desktop, w, 0, 0);
        grab.pointerAt(10, 10);
        grab.end();
        var moved = clients.frame(w);
        arrange("ab");
        assertEquals(moved, clients.frame(w));
    }

    @Test
    void windows_go_along_with_an_output_that_moves() {
        arrange("ab");
        var w = clients.openAt(Role.NORMAL, new Rect(1000, 100, 200, 100));
        desktop.arrange(List.of(ALL.get(0), new OutputArea("b", new Rect(-640, 0, 640, 900))));
        assertEquals(new Rect(-440, 100, 200, 100), clients.content(w));
    }

    @Test
    void a_panel_is_at_the_desktop_s_origin_or_else_on_the_first_output() {
        arrange("ab");
        var panel = clients.openAt(Role.PANEL, new Rect(0, 560, 800, 40));
        assertEquals(new Rect(0, 0, 800, 560), desktop.usable());
        arrange("b");
        assertEquals(new Rect(800, 560, 800, 40), clients.frame(panel));
        arrange("ab");
        assertEquals(new Rect(0, 560, 800, 40), clients.frame(panel));
    }

    @Test
    void random_plugs_and_a_return_of_all_leave_every_window_where_it_was() {
        for (int seed = 0; seed < SEQUENCES; seed++) new HotPlugTest().sequence(new Random(seed), "seed " + seed);
    }

    private void sequence(Random random, String name) {
        arrange("abc");
        var windows = new ArrayList<Window>();
        for (int i = 0; i < 6; i++) {
            var w = clients.openAt(Role.NORMAL, new Rect(random.nextInt(1400), 40 + random.nextInt(1000), 50 + random.nextInt(500), 50 + random.nextInt(400)));
            windows.add(w);
            if (random.nextBoolean()) desktop.place(w, Placement.values()[random.nextInt(5)]);
            if (random.nextInt(5) == 0) desktop.minimize(w);
            clients.answer();
        }
        Map<Window, Layout> before = new HashMap<>();
        for (var w : windows) before.put(w, Layout.of(w));
        var order = desktop.stacking();
        var path = new StringBuilder(name);
        for (int i = 0; i < PLUGS; i++) {
            String keys = List.of("a", "b", "c", "ab", "bc", "ac", "abc").get(random.nextInt(7));
            path.append(' ').append(keys);
            arrange(keys);
            for (var w : windows) verify(w, keys, path.toString());
            assertTrue(desktop.focused() == null || desktop.focused().isVisible(), path.toString());
        }
        arrange("abc");
        for (var w : windows) assertEquals(before.get(w), Layout.of(w), path + ": " + w);
        assertEquals(order, desktop.stacking(), path.toString());
    }

    /** Whatever is plugged in, each window can be reached there. */
    private void verify(Window w, String keys, String path) {
        boolean reached = false;
        for (var a : ALL) {
            if (!keys.contains(a.key())) continue;
            reached |= w.placement() == Placement.FLOATING ? Placer.isReachable(w, a.area()) : a.area().contains(w.frame());
        }
        assertTrue(reached, path + ": " + w + " is out of reach");
    }
}
