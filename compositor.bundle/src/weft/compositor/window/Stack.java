package weft.compositor.window;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;

/**
 * The order of mapped windows, bottom to top: those of the workspace, the panels, a full-screen window that is on top
 * of the workspace, the overlays; other programs' parts of the desktop in their layers between. A dialog stays above the window that it belongs to.
 */
final class Stack {
    private final List<Window> workspace = new ArrayList<>(), panels = new ArrayList<>(), overlays = new ArrayList<>();
    private final List<List<Window>> layers = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    private boolean locked;
    private List<Window> order = List.of();

    /** All mapped windows, bottom to top. Never changed; another list after a change. */
    List<Window> order() {
        return order;
    }

    /** The workspace's windows, bottom to top. Live. */
    List<Window> workspace() {
        return workspace;
    }

    List<Window> panels() {
        return panels;
    }

    List<Window> overlays() {
        return overlays;
    }

    boolean isLocked() {
        return locked;
    }

    /** Shows only what belongs to the lock from now on, or everything else again. */
    void lock(boolean on) {
        locked = on;
        refresh();
    }

    /** All mapped windows, whether or not the lock hides them. */
    List<Window> all() {
        var all = new ArrayList<>(workspace);
        all.addAll(panels);
        all.addAll(overlays);
        all.addAll(layers());
        return all;
    }

    /** Other programs' parts of the desktop. */
    List<Window> layers() {
        var all = new ArrayList<Window>();
        for (var l : layers) all.addAll(l);
        return all;
    }

    /** The topmost of those that let nobody else have the keyboard, or null. */
    Window keyboardHolder() {
        for (int i = LayerRules.LOCK; i >= (locked ? LayerRules.LOCK : LayerRules.ABOVE); i--) {
            for (var w : layers.get(i).reversed()) if (w.layer.holdsKeyboard()) return w;
        }
        return null;
    }

    void add(Window w) {
        layer(w).add(w);
        raise(w);
    }

    void remove(Window w) {
        layer(w).remove(w);
        // Those that belonged to it belong to another now.
        keepAboveParents(workspace, List.copyOf(workspace));
        refresh();
    }

    /** Brings a window and its dialogs to the top; its relatives come along, below them. Returns whether anything moved. */
    boolean raise(Window w) {
        var layer = layer(w);
        var root = root(w);
        var family = layer.stream().filter(o -> root(o) == root).toList();
        layer.removeAll(family);
        for (Window o : family) if (!o.isDescendantOf(w)) layer.add(o);
        for (Window o : family) if (o.isDescendantOf(w)) layer.add(o);
        keepAboveParents(layer, family);
        return refresh();
    }

    /** To be called when a window became full-screen, stopped being so, or was shown or hidden. Returns whether the order changed. */
    boolean refresh() {
        var all = new ArrayList<Window>(locked ? layers.get(LayerRules.LOCK) : List.of());
        if (!locked) addAll(all);
        if (order.equals(all)) return false;
        order = List.copyOf(all);
        return true;
    }

    private void addAll(List<Window> all) {
        var full = topFullscreen();
        all.addAll(layers.get(LayerRules.BACKGROUND));
        all.addAll(layers.get(LayerRules.BOTTOM));
        for (Window w : workspace) if (!full.contains(w)) all.add(w);
        all.addAll(panels);
        all.addAll(layers.get(LayerRules.ABOVE));
        all.addAll(full);
        all.addAll(overlays);
        all.addAll(layers.get(LayerRules.OVERLAY));
    }

    /** The full-screen windows that are the top-most of their outputs. */
    private List<Window> topFullscreen() {
        var full = new ArrayList<Window>();
        var seen = new HashSet<Space>();
        for (Window w : workspace.reversed()) if (w.isVisible() && seen.add(w.space) && w.placement == Placement.FULLSCREEN) full.addFirst(w);
        return full;
    }

    // Parents first: where they go decides about their children.
    private static void keepAboveParents(List<Window> layer, List<Window> windows) {
        windows.stream().sorted(Comparator.comparingInt(Stack::depth)).forEach(o -> keepAboveParent(layer, o));
    }

    private static void keepAboveParent(List<Window> layer, Window w) {
        int parent = w.parent == null ? -1 : layer.indexOf(w.parent), own = layer.indexOf(w);
        if (own >= parent) return;
        layer.remove(own);
        layer.add(parent, w);
    }

    private List<Window> layer(Window w) {
        return switch (w.role()) {
            case PANEL -> panels;
            case OVERLAY -> overlays;
            case LAYER -> layers.get(w.layer.layer());
            default -> workspace;
        };
    }

    private static int depth(Window w) {
        int depth = 0;
        for (Window o = w.parent; o != null; o = o.parent) depth++;
        return depth;
    }

    static Window root(Window w) {
        while (w.parent != null) w = w.parent;
        return w;
    }
}
