package weft.compositor.protocol;

import java.util.HashSet;
import java.util.Set;
import weft.compositor.input.Action;
import weft.compositor.input.ShortcutList;
import weft.compositor.shell.Workspace;
import weft.compositor.window.Desktop;
import weft.compositor.window.Placement;
import weft.compositor.window.Role;
import weft.compositor.window.Window;

/**
 * Keys that the system takes for itself: those of its {@link ShortcutList}. Super pressed and let go alone focuses the
 * panel and is then delivered there, so that the system's page opens its launcher. A Super that turns out to be part of
 * something else is delivered late, before that.
 */
final class Shortcuts {
    private static final int LEFT_SUPER = 125, RIGHT_SUPER = 126, LEFT_ALT = 56;
    private final Workspace workspace;
    private final SeatKeyboard keyboard;
    private final Set<Integer> taken = new HashSet<>();
    /** The Super key that is held and was not delivered, or 0. */
    private int heldSuper;
    private boolean alone;
    private ShortcutList list = new ShortcutList();
    private Runnable onQuit = () -> {};

    Shortcuts(Workspace workspace, SeatKeyboard keyboard) {
        this.workspace = workspace;
        this.keyboard = keyboard;
    }

    /** Takes other keys from now on. */
    void use(ShortcutList newList) {
        list = newList;
    }

    /** Calls back when the user wants the session to end. */
    void onQuit(Runnable listener) {
        onQuit = listener;
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
        if (act(key)) {
            taken.add(key);
            keyboard.key(key, true, false);
            return true;
        }
        deliverSuper();
        return false;
    }

    private boolean pressSuper(int key) {
        if (panel() == null || workspace.desktop().isLocked()) return false;
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

    private boolean act(int key) {
        var state = keyboard.state();
        var action = list.action(state.symbol(key), state.has("Shift"), state.has("Control"), state.has("Mod1"), state.has("Mod4"));
        var desktop = workspace.desktop();
        var w = desktop.focused();
        if (desktop.isLocked() || action == Action.NONE || action.needsWindow() && (w == null || !w.role().isWorkspace())) return false;
        switch (action) {
            case NEXT_WINDOW -> desktop.cycle(1);
            case PREVIOUS_WINDOW -> desktop.cycle(-1);
            case CLOSE -> desktop.requestClose(w);
            case LEFT_HALF -> desktop.place(w, Placement.LEFT_HALF);
            case RIGHT_HALF -> desktop.place(w, Placement.RIGHT_HALF);
            case MAXIMIZE -> desktop.place(w, Placement.MAXIMIZED);
            case FULLSCREEN -> desktop.setFullscreen(w, w.placement() != Placement.FULLSCREEN);
            case LOWER -> lower(desktop, w);
            case MINIMIZE -> desktop.minimize(w);
            case WORKSPACE_1, WORKSPACE_2, WORKSPACE_3, WORKSPACE_4 -> desktop.workspaces().show(action.ordinal() - Action.WORKSPACE_1.ordinal());
            case TO_WORKSPACE_1, TO_WORKSPACE_2, TO_WORKSPACE_3, TO_WORKSPACE_4 -> desktop.workspaces().move(w, action.ordinal() - Action.TO_WORKSPACE_1.ordinal());
            case QUIT -> onQuit.run();
            case NONE -> {}
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
