package weft.compositor.window;

import java.util.ArrayList;
import java.util.List;
import weft.compositor.scene.Rect;

/** Windows are on one of several workspaces, of which one is shown, on all outputs. A family of windows is on one together. Panels are on all. */
public final class Workspaces {
    public static final int COUNT = 4;
    private final Stack stack;
    private final Focus focus;
    private final DesktopListener listener;
    private int current;

    Workspaces(Stack stack, Focus focus, DesktopListener listener) {
        this.stack = stack;
        this.focus = focus;
        this.listener = listener;
    }

    /** The one that is shown, from 0 on. */
    public int current() {
        return current;
    }

    /** A window comes: where its family is, or else where the user is. */
    void add(Window w) {
        boolean child = w.parent != null && w.parent.mapped && w.parent.role().isWorkspace();
        w.workspace = !w.role().isWorkspace() ? current : child ? w.parent.workspace : current;
        w.away = w.role().isWorkspace() && w.workspace != current;
    }

    /** Shows a workspace; there must be one of that number. */
    public void show(int workspace) {
        if (workspace < 0 || workspace >= COUNT) throw new IllegalArgumentException("no workspace " + workspace);
        if (workspace == current) return;
        current = workspace;
        // Also between two that are empty it is another one.
        if (!settle(List.copyOf(stack.workspace()))) listener.restacked();
    }

    /** How many windows are on one. */
    public int windows(int workspace) {
        int count = 0;
        for (Window w : stack.workspace()) if (w.workspace == workspace) count++;
        return count;
    }

    /** Puts a window, with its family, onto a workspace; what is shown stays. */
    public void move(Window w, int workspace) {
        if (workspace < 0 || workspace >= COUNT) throw new IllegalArgumentException("no workspace " + workspace);
        if (w.role().isWorkspace() && w.workspace != workspace) moveFamily(w, workspace);
    }

    /** A window is in the stack from now on: its family comes along. */
    void joined(Window w) {
        if (w.role().isWorkspace()) moveFamily(w, w.workspace);
    }

    private void moveFamily(Window w, int workspace) {
        var family = new ArrayList<Window>();
        for (Window o : stack.workspace()) if (Stack.root(o) == Stack.root(w)) family.add(o);
        if (!family.contains(w)) family.add(w);
        for (Window o : family) o.workspace = workspace;
        settle(family);
    }

    /** Returns whether what is seen has changed. */
    private boolean settle(List<Window> windows) {
        boolean different = false;
        for (Window w : windows) {
            var before = w.isVisible() ? w.frame() : Rect.EMPTY;
            boolean was = w.isVisible();
            w.away = w.workspace != current;
            if (w.isVisible() == was) continue;
            different = true;
            listener.changed(w, before);
        }
        if (!different) return false;
        stack.refresh();
        listener.restacked();
        focus.settle();
        var focused = focus.current();
        if (focused == null || focused.role().isWorkspace() && !focused.isVisible()) focus.giveBack();
        return true;
    }
}
