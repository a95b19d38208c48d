package weft.compositor.protocol;

import java.util.HashSet;
import java.util.Set;
import weft.compositor.shell.Workspace;
import weft.compositor.window.Desktop;
import weft.compositor.window.Placement;
import weft.compositor.window.Role;
import weft.compositor.window.Window;

/**
 * Keys that the system takes for itself. Super pressed and let go alone focuses the panel and is then delivered there,
 * so that the system's page opens its launcher; Super or Alt with Tab switches windows, Super+Q closes, Super with an
 * arrow tiles. A Super that turns out to be part of something else is delivered late, before that.
 */
final class Shortcuts {
    private static final int LEFT_SUPER = 125, RIGHT_SUPER = 126, LEFT_ALT = 56;
    private static final int TAB = 0xff09, BACK_TAB = 0xfe20, LEFT = 0xff51, UP = 0xff52, RIGHT = 0xff53, DOWN = 0xff54;
    private final Workspace workspace;
    private final SeatKeyboard keyboard;
    private final Set<Integer> taken = new HashSet<>();
    /** The Super key that is held and was not delivered, or 0. */
    private int heldSuper;
    private boolean alone;

    Shortcuts(Workspace workspace, SeatKeyboard keyboard) {
        this.workspace = workspace;
        this.keyboard = keyboard;
    }

    /** Something else than a key happened: a held Super no longer counts as pressed alone. */
    void interrupt() {
        alone = false;
    }

    /** Returns whether the key was dealt with; else it is to be delivered. */
    boolean handle(int key, boolean pressed) {
        if (key == LEFT_SUPER || key == RIGHT_SUPER) return pressed ? pressSuper(key) : releaseSuper(key);
        if (!pressed) return release(key);
        interrupt();
        boolean withSuper = keyboard.state().has("Mod4"), withAlt = keyboard.state().has("Mod1");
        if ((withSuper || withAlt) && act(key, withSuper)) {
            taken.add(key);
            keyboard.key(key, true, false);
            return true;
        }
        deliverSuper();
        return false;
    }

    private boolean pressSuper(int key) {
        if (panel() == null) return false;
        heldSuper = key;
        alone = keyboard.state().pressed().isEmpty();
        keyboard.key(key, true, false);
        return true;
    }

    private boolean releaseSuper(int key) {
        workspace.desktop().endCycle();
        if (heldSuper != key) return false;
        heldSuper = 0;
        if (alone && panel() != null) {
            workspace.desktop().activate(panel());
            keyboard.send(key, true);
        }
        keyboard.key(key, false, true);
        return true;
    }

    private boolean release(int key) {
        if (key == LEFT_ALT) workspace.desktop().endCycle();
        if (!taken.remove(key)) return false;
        keyboard.key(key, false, false);
        return true;
    }

    private void deliverSuper() {
        if (heldSuper == 0) return;
        keyboard.send(heldSuper, true);
        heldSuper = 0;
    }

    private boolean act(int key, boolean withSuper) {
        int symbol = keyboard.state().symbol(key);
        var desktop = workspace.desktop();
        if (symbol == TAB || symbol == BACK_TAB) {
            desktop.cycle(keyboard.state().has("Shift") ? -1 : 1);
            return true;
        }
        var w = desktop.focused();
        if (!withSuper || w == null || !w.role().isWorkspace()) return false;
        switch (symbol) {
            case 'q', 'Q' -> desktop.requestClose(w);
            case LEFT -> desktop.place(w, Placement.LEFT_HALF);
            case RIGHT -> desktop.place(w, Placement.RIGHT_HALF);
            case UP -> desktop.place(w, Placement.MAXIMIZED);
            case DOWN -> lower(desktop, w);
            default -> {
                return false;
            }
        }
        return true;
    }

    private static void lower(Desktop desktop, Window w) {
        if (w.placement() == Placement.FLOATING) desktop.minimize(w);
        else desktop.place(w, Placement.FLOATING);
    }

    private Window panel() {
        for (var w : workspace.desktop().stacking()) if (w.role() == Role.PANEL) return w;
        return null;
    }
}
