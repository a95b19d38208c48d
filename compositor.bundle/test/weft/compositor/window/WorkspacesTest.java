package weft.compositor.window;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import weft.compositor.scene.Rect;

/** Windows on workspaces, of which one is shown. */
class WorkspacesTest {
    private final ObedientClients clients = new ObedientClients(800, 600);
    private final Desktop desktop = clients.desktop();

    @Test
    void another_workspace_shows_its_own_windows_and_gives_the_keyboard_to_the_one_used_last_there() {
        var first = clients.open(Role.NORMAL, 200, 100);
        desktop.workspaces().show(1);
        assertFalse(first.isVisible());
        assertNull(desktop.focused());
        var second = clients.open(Role.NORMAL, 200, 100);
        assertEquals(second, desktop.focused());
        desktop.workspaces().show(0);
        assertTrue(first.isVisible());
        assertFalse(second.isVisible());
        assertEquals(first, desktop.focused());
    }

    @Test
    void a_window_that_goes_to_another_workspace_takes_its_dialogs_along_and_the_user_stays() {
        var other = clients.open(Role.NORMAL, 200, 100);
        var window = clients.open(Role.NORMAL, 200, 100);
        var dialog = desktop.create(Role.DIALOG);
        desktop.setParent(dialog, window);
        desktop.map(dialog, 50, 50);
        desktop.workspaces().move(dialog, 2);
        assertEquals(2, window.workspace());
        assertFalse(window.isVisible());
        assertFalse(dialog.isVisible());
        assertEquals(0, desktop.workspaces().current());
        assertEquals(other, desktop.focused());
    }

    @Test
    void a_dialog_of_a_window_elsewhere_does_not_take_the_keyboard() {
        var window = clients.open(Role.NORMAL, 200, 100);
        desktop.workspaces().show(1);
        var here = clients.open(Role.NORMAL, 200, 100);
        var dialog = desktop.create(Role.DIALOG);
        desktop.setParent(dialog, window);
        desktop.map(dialog, 50, 50);
        assertFalse(dialog.isVisible());
        assertEquals(here, desktop.focused());
        desktop.activate(dialog);
        assertEquals(0, desktop.workspaces().current());
        assertEquals(dialog, desktop.focused());
    }

    @Test
    void the_switcher_stays_within_the_workspace() {
        clients.open(Role.NORMAL, 200, 100);
        desktop.workspaces().show(1);
        var a = clients.open(Role.NORMAL, 200, 100);
        var b = clients.open(Role.NORMAL, 200, 100);
        desktop.cycle(1);
        assertEquals(a, desktop.focused());
        desktop.cycle(1);
        assertEquals(b, desktop.focused());
        assertEquals(1, desktop.workspaces().current());
    }

    @Test
    void panels_are_on_all_and_a_full_screen_window_elsewhere_does_not_cover_them() {
        var panel = clients.openAt(Role.PANEL, new Rect(0, 560, 800, 40));
        var film = clients.open(Role.NORMAL, 200, 100);
        desktop.setFullscreen(film, true);
        assertEquals(film, desktop.stacking().getLast());
        desktop.workspaces().show(3);
        assertTrue(panel.isVisible());
        assertEquals(panel, desktop.stacking().getLast());
    }
}
