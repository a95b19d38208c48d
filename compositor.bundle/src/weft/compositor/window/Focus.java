package weft.compositor.window;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Which window has the keyboard. Workspace windows are remembered in the order of their last use, so that the keyboard
 * falls back to the one before when a window goes, and so that the user can cycle through them.
 */
final class Focus {
    private final Stack stack;
    private final DesktopListener listener;
    private final List<Window> recent = new ArrayList<>();
    /** Overlays that have or had the keyboard: the user works in them, unlike in those that merely tell something. */
    private final Set<Window> worked = new HashSet<>();
    /** The order while the user cycles, else null. */
    private List<Window> cycling;
    private Window current;

    Focus(Stack stack, DesktopListener listener) {
        this.stack = stack;
        this.listener = listener;
    }

    Window current() {
        return current;
    }

    void mapped(Window w) {
        if (w.layer != null) layerChanged(w);
        if (w.layer != null && current == null) give(w);
        if (!w.role().isWorkspace()) return;
        settle();
        if (w.away) recent.add(w);
        else give(w);
    }

    /** A part of the desktop has come, or wants the keyboard in another way. */
    void layerChanged(Window w) {
        if (w.layer.holdsKeyboard()) change(w);
        else if (current == w && w.layer.keyboard() == LayerRules.Keyboard.NONE) giveBack();
    }

    void give(Window w) {
        if (w.layer != null && w.layer.keyboard() == LayerRules.Keyboard.NONE) return;
        if (w.role().isWorkspace() && cycling == null) {
            recent.remove(w);
            recent.addFirst(w);
        }
        change(w);
    }

    void unmapped(Window w) {
        recent.remove(w);
        if (cycling != null) cycling.remove(w);
        boolean wasWorkedIn = worked.remove(w);
        if (current == w) giveBack();
        else if (w.layer == null && !w.role().isWorkspace() && isOutside() && (stack.overlays().isEmpty() || wasWorkedIn && current.role() == Role.PANEL)) giveBack();
    }

    // The keyboard is with a panel or an overlay.
    private boolean isOutside() {
        return current != null && !current.role().isWorkspace();
    }

    /** Keeps a minimised window in the order, as the one used longest ago. */
    void remember(Window w) {
        recent.add(w);
    }

    /** To the workspace's window used last that can be seen, or to none. */
    void giveBack() {
        for (Window w : recent) {
            if (!w.isVisible()) continue;
            if (stack.raise(w)) listener.restacked();
            change(w);
            return;
        }
        change(null);
    }

    /** The window that comes after the focused one in the order of last use. */
    Window next(int direction) {
        if (cycling == null) cycling = new ArrayList<>(recent.stream().filter(w -> !w.away).toList());
        if (cycling.isEmpty()) return null;
        int at = cycling.indexOf(current);
        return cycling.get(Math.floorMod(at < 0 ? 0 : at + direction, cycling.size()));
    }

    void settle() {
        if (cycling == null) return;
        cycling = null;
        if (current != null && current.role().isWorkspace()) give(current);
    }

    private void change(Window w) {
        var holder = stack.keyboardHolder();
        if (holder != null || stack.isLocked()) w = holder;
        if (w == current) return;
        var before = current;
        current = w;
        if (w != null && w.role() == Role.OVERLAY) worked.add(w);
        listener.focused(before, w);
    }
}
