package weft.compositor.window;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import weft.compositor.scene.Rect;

class DesktopTest {
    private final ObedientClients clients = new ObedientClients(1280, 800);
    private final Desktop desktop = clients.desktop();

    @Test
    void a_new_window_gets_the_keyboard_and_is_on_top() {
        var a = clients.open(Role.NORMAL, 300, 200);
        var b = clients.open(Role.NORMAL, 300, 200);
        assertEquals(List.of(a, b), desktop.stacking());
        assertSame(b, desktop.focused());
    }

    @Test
    void new_windows_avoid_those_that_are_there() {
        var a = clients.open(Role.NORMAL, 300, 200);
        var b = clients.open(Role.NORMAL, 300, 200);
        assertEquals(0, clients.frame(a).overlap(clients.frame(b)));
    }

    @Test
    void windows_that_cannot_avoid_each_other_never_hide_each_others_corner() {
        var a = clients.open(Role.NORMAL, 1200, 700);
        var b = clients.open(Role.NORMAL, 1200, 700);
        assertFalse(clients.frame(a).x() == clients.frame(b).x() && clients.frame(a).y() == clients.frame(b).y());
    }

    @Test
    void the_keyboard_falls_back_to_the_window_used_before() {
        var a = clients.open(Role.NORMAL, 300, 200);
        var b = clients.open(Role.NORMAL, 300, 200);
        var c = clients.open(Role.NORMAL, 300, 200);
        desktop.activate(a);
        desktop.unmap(a);
        assertSame(c, desktop.focused());
        desktop.unmap(c);
        assertSame(b, desktop.focused());
        desktop.unmap(b);
        assertNull(desktop.focused());
    }

    @Test
    void a_panel_shrinks_what_a_maximised_window_fills() {
        var w = clients.open(Role.NORMAL, 300, 200);
        desktop.place(w, Placement.MAXIMIZED);
        assertEquals(new Rect(0, 0, 1280, 800), clients.frame(w));
        var panel = clients.openAt(Role.PANEL, new Rect(0, 756, 1280, 44));
        assertEquals(new Rect(0, 0, 1280, 756), clients.frame(w));
        assertNotSame(panel, desktop.focused());
        desktop.unmap(panel);
        assertEquals(new Rect(0, 0, 1280, 800), clients.frame(w));
    }

    @Test
    void a_window_returns_to_its_place_after_being_maximised() {
        var w = clients.openAt(Role.NORMAL, new Rect(200, 150, 300, 200));
        var before = clients.frame(w);
        desktop.toggleMaximized(w);
        desktop.toggleMaximized(w);
        assertEquals(before, clients.frame(w));
    }

    @Test
    void halves_fill_the_usable_area_side_by_side() {
        var a = clients.open(Role.NORMAL, 300, 200);
        var b = clients.open(Role.NORMAL, 300, 200);
        desktop.place(a, Placement.LEFT_HALF);
        desktop.place(b, Placement.RIGHT_HALF);
        assertEquals(new Rect(0, 0, 640, 800), clients.frame(a));
        assertEquals(new Rect(640, 0, 640, 800), clients.frame(b));
    }

    @Test
    void a_full_screen_window_covers_the_panel_while_it_is_on_top() {
        var panel = clients.openAt(Role.PANEL, new Rect(0, 756, 1280, 44));
        var w = clients.open(Role.NORMAL, 300, 200);
        desktop.place(w, Placement.FULLSCREEN);
        assertEquals(new Rect(0, 0, 1280, 800), clients.content(w));
        assertEquals(List.of(panel, w), desktop.stacking());
        var other = clients.open(Role.NORMAL, 300, 200);
        assertEquals(List.of(w, other, panel), desktop.stacking());
    }

    @Test
    void a_dialog_stays_above_its_parent() {
        var parent = clients.open(Role.NORMAL, 500, 400);
        var dialog = clients.open(Role.DIALOG, 200, 100);
        assertTrue(desktop.setParent(dialog, parent));
        var other = clients.open(Role.NORMAL, 300, 200);
        desktop.activate(parent);
        assertEquals(List.of(other, parent, dialog), desktop.stacking());
    }

    @Test
    void a_window_cannot_belong_to_its_own_child() {
        var a = clients.open(Role.NORMAL, 300, 200);
        var b = clients.open(Role.DIALOG, 300, 200);
        assertTrue(desktop.setParent(b, a));
        assertFalse(desktop.setParent(a, b));
        assertFalse(desktop.setParent(a, a));
    }

    @Test
    void a_minimised_window_is_shown_again_when_it_is_activated() {
        var a = clients.open(Role.NORMAL, 300, 200);
        var b = clients.open(Role.NORMAL, 300, 200);
        desktop.minimize(b);
        assertSame(a, desktop.focused());
        assertNull(desktop.at(clients.content(b).x() + 5, clients.content(b).y() + 5));
        desktop.activate(b);
        assertSame(b, desktop.focused());
        assertSame(b, desktop.at(clients.content(b).x() + 5, clients.content(b).y() + 5).window());
    }

    @Test
    void cycling_goes_by_last_use_and_the_last_window_counts_as_used_when_it_ends() {
        var a = clients.open(Role.NORMAL, 300, 200);
        var b = clients.open(Role.NORMAL, 300, 200);
        var c = clients.open(Role.NORMAL, 300, 200);
        desktop.cycle(1);
        assertSame(b, desktop.focused());
        desktop.cycle(1);
        assertSame(a, desktop.focused());
        desktop.endCycle();
        desktop.cycle(1);
        assertSame(c, desktop.focused());
        desktop.endCycle();
        desktop.cycle(-1);
        assertSame(b, desktop.focused());
    }

    @Test
    void the_keyboard_leaves_the_panel_when_the_last_overlay_goes() {
        var w = clients.open(Role.NORMAL, 300, 200);
        var panel = clients.openAt(Role.PANEL, new Rect(0, 756, 1280, 44));
        desktop.activate(panel);
        var launcher = clients.openAt(Role.OVERLAY, new Rect(12, 200, 500, 500));
        assertSame(panel, desktop.focused());
        desktop.unmap(launcher);
        assertSame(w, desktop.focused());
    }

    @Test
    void the_keyboard_returns_to_the_window_when_what_the_user_worked_in_goes_though_a_card_stays() {
        var w = clients.open(Role.NORMAL, 300, 200);
        var panel = clients.openAt(Role.PANEL, new Rect(0, 756, 1280, 44));
        clients.openAt(Role.OVERLAY, new Rect(900, 20, 300, 100));
        var launcher = clients.openAt(Role.OVERLAY, new Rect(12, 200, 500, 500));
        desktop.activate(launcher);
        desktop.unmap(launcher);
        assertSame(w, desktop.focused());
        var again = clients.openAt(Role.OVERLAY, new Rect(12, 200, 500, 500));
        desktop.activate(again);
        desktop.activate(panel);
        desktop.unmap(again);
        assertSame(w, desktop.focused());
    }

    @Test
    void an_overlay_that_goes_leaves_the_keyboard_with_the_dialog_that_has_it() {
        clients.open(Role.NORMAL, 300, 200);
        var dialog = clients.openAt(Role.OVERLAY, new Rect(300, 200, 500, 300));
        var menu = clients.openAt(Role.OVERLAY, new Rect(12, 200, 200, 300));
        desktop.activate(menu);
        desktop.activate(dialog);
        desktop.unmap(menu);
        assertSame(dialog, desktop.focused());
    }

    @Test
    void a_window_that_is_activated_before_it_is_shown_has_the_keyboard_from_its_first_frame_on() {
        clients.open(Role.NORMAL, 300, 200);
        var overlay = desktop.create(Role.OVERLAY);
        desktop.ask(overlay, new Rect(12, 200, 500, 500));
        desktop.activate(overlay);
        assertNotSame(overlay, desktop.focused());
        desktop.map(overlay, 500, 500);
        assertSame(overlay, desktop.focused());
        desktop.unmap(overlay);
        desktop.map(overlay, 500, 500);
        assertNotSame(overlay, desktop.focused());
    }

    @Test
    void the_parts_of_a_frame_are_where_they_are_drawn() {
        var w = clients.openAt(Role.NORMAL, new Rect(200, 150, 300, 200));
        var f = clients.frame(w);
        assertEquals(Part.CONTENT, desktop.at(201, 151).part());
        assertEquals(Part.BAR, desktop.at(f.x() + 40, f.y() + 20).part());
        for (var button : List.of(Part.CLOSE, Part.MAXIMIZE, Part.MINIMIZE)) {
            assertEquals(button, desktop.at(f.x() + FrameLayout.buttonCentreX(button, f.width()), f.y() + FrameLayout.buttonCentreY()).part());
        }
        assertEquals(new Hit(w, Part.EDGE, Edge.RIGHT), desktop.at(f.right() + 2, f.y() + 100));
        assertEquals(new Hit(w, Part.EDGE, Edge.LEFT | Edge.BOTTOM), desktop.at(f.x() - 3, f.bottom() + 3));
        assertNull(desktop.at(f.right() + 20, f.y() + 100));
    }

    @Test
    void dragging_an_edge_leaves_the_opposite_one_where_it_is() {
        var w = clients.openAt(Role.NORMAL, new Rect(400, 300, 300, 200));
        int right = clients.frame(w).right(), bottom = clients.frame(w).bottom();
        var grab = Grab.resize(desktop, w, Edge.LEFT | Edge.TOP, 400, 300);
        grab.pointerAt(350, 280);
        grab.end();
        assertEquals(350, clients.content(w).width());
        assertEquals(220, clients.content(w).height());
        assertEquals(right, clients.frame(w).right());
        assertEquals(bottom, clients.frame(w).bottom());
        assertFalse(w.isResizing());
    }

    @Test
    void a_window_dragged_to_the_top_is_maximised_and_floats_again_when_pulled_off() {
        var w = clients.openAt(Role.NORMAL, new Rect(400, 300, 300, 200));
        var grab = Grab.move(desktop, w, 500, 280);
        grab.pointerAt(600, 0);
        grab.end();
        assertEquals(Placement.MAXIMIZED, w.placement());
        clients.answer();
        grab = Grab.move(desktop, w, 640, 10);
        grab.pointerAt(640, 60);
        grab.end();
        assertEquals(Placement.FLOATING, w.placement());
        assertEquals(300, clients.content(w).width());
        assertTrue(clients.frame(w).contains(640, 60));
    }

    @Test
    void a_window_never_gets_smaller_or_larger_than_its_client_allows() {
        var w = clients.openAt(Role.NORMAL, new Rect(400, 300, 300, 200));
        desktop.limitSize(w, 250, 150, 350, 220);
        var grab = Grab.resize(desktop, w, Edge.RIGHT | Edge.BOTTOM, 700, 500);
        grab.pointerAt(200, 200);
        assertEquals(new Rect(400, 300, 250, 150), clients.content(w));
        grab.pointerAt(1200, 700);
        assertEquals(new Rect(400, 300, 350, 220), clients.content(w));
        grab.end();
    }

    @Test
    void windows_stay_within_reach_when_the_output_shrinks() {
        var w = clients.openAt(Role.NORMAL, new Rect(900, 600, 300, 100));
        clients.resizeOutput(640, 400);
        assertTrue(clients.frame(w).x() <= 640 - Placer.REACHABLE && clients.frame(w).y() <= 400 - FrameLayout.TOP, w.toString());
    }
}
