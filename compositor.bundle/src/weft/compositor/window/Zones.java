package weft.compositor.window;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import weft.compositor.scene.Rect;

/** What of each output is left for windows beside panels and the like; windows follow when that changes, or when outputs come, go and move. */
final class Zones {
    private final Stack stack;
    private final Places places;
    private final Spaces spaces;
    private final DesktopListener listener;

    Zones(Stack stack, Places places, DesktopListener listener) {
        this.stack = stack;
        this.places = places;
        this.listener = listener;
        spaces = places.spaces;
    }

    /** The area that a part of the desktop is placed in by its rules. */
    Rect areaFor(Window w) {
        return Layers.areaFor(w, w.space.area, withoutPanels(w.space), layersOn(w.space));
    }

    /** Takes account of panels that have come, gone or changed. */
    void reserve() {
        reserve(false);
    }

    private void reserve(boolean all) {
        var changed = new HashSet<Space>();
        for (var space : spaces.present()) {
            var now = Layers.arrange(space.area, withoutPanels(space), layersOn(space), listener);
            if (!now.equals(space.usable) || all) changed.add(space);
            space.usable = now;
        }
        if (changed.isEmpty()) return;
        for (Window w : List.copyOf(stack.workspace())) if (w.placement == Placement.FLOATING || changed.contains(places.of(w))) refit(w);
    }

    private void refit(Window w) {
        var before = w.frame();
        if (w.placement != Placement.FLOATING) {
            places.fill(w);
            listener.configure(w);
        } else if (!w.resizing) {
            places.keepReachable(w);
        }
        if (w.isVisible() && !before.equals(w.frame())) listener.changed(w, before);
    }

    private Rect withoutPanels(Space space) {
        return space == spaces.primary() ? Placer.withoutPanels(space.area, stack.panels()) : space.area;
    }

    private List<Window> layersOn(Space space) {
        return stack.layers().stream().filter(w -> w.space == space).toList();
    }

    /** The outputs are these; not empty. */
    void arrange(List<OutputArea> areas) {
        var frames = new HashMap<Window, Rect>();
        for (Window w : stack.all()) frames.put(w, w.isVisible() ? w.frame() : Rect.EMPTY);
        var homes = homes();
        var primary = spaces.primary().area;
        spaces.set(areas);
        homes.forEach((w, home) -> home.place(w, home.space().present ? home.space() : spaces.primary()));
        for (Window w : stack.panels()) followPrimary(w, primary);
        for (Window w : stack.overlays()) followPrimary(w, primary);
        for (Window w : stack.layers()) if (!w.space.present) listener.closeRequested(w);
        reserve(true);
        homes.forEach((w, home) -> w.home = home.isReached(w) ? null : home);
        boolean restacked = stack.refresh();
        for (Window w : stack.all()) {
            var before = frames.getOrDefault(w, Rect.EMPTY);
            if (w.isVisible() && !w.frame().equals(before)) listener.changed(w, before);
        }
        if (restacked) listener.restacked();
    }

    /** Where each window wants to be: where it is, or was before outputs went. */
    private Map<Window, Home> homes() {
        var homes = new HashMap<Window, Home>();
        for (Window w : stack.workspace()) homes.put(w, w.home != null ? w.home : Home.of(w, places.of(w)));
        return homes;
    }

    // A panel at the lower edge stays there until its page asks again.
    private void followPrimary(Window w, Rect before) {
        var now = spaces.primary().area;
        w.space = spaces.primary();
        w.x += now.x() - before.x();
        w.y += now.y() - before.y();
        if (w.asked() != null) w.y = Math.min(w.y, now.y() + Math.max(0, now.height() - w.contentHeight));
    }
}
