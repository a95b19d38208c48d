package weft.compositor.window;

import weft.compositor.scene.Rect;

/** Where windows of the workspace are: on which output, and where on it. */
final class Places {
    final Spaces spaces;
    private final Stack stack;
    private final Placer placer = new Placer();
    /** Where bars have to stay within reach, or null: in the usable area of an output. */
    Rect reachable;

    Places(Rect first, Stack stack) {
        spaces = new Spaces(first);
        this.stack = stack;
    }

    /** The output that a window belongs to. */
    Space of(Window w) {
        if (w.space == null || !w.space.present) w.space = w.mapped ? spaces.of(w.frame()) : spaces.active();
        return w.space;
    }

    /** Finds a place for a window that comes. */
    void first(Window w) {
        if (w.placement != Placement.FLOATING) {
            fill(w);
            return;
        }
        // Where there is no room for a bar above the content, no place is meant.
        if (w.asked() != null && w.asked().x() >= FrameLayout.BORDER && w.asked().y() >= FrameLayout.TOP) {
            contentAt(w, w.asked().x(), w.asked().y());
        } else if (!w.placed) {
            choose(w);
        }
        w.placed = true;
        keepReachable(w);
    }

    private void choose(Window w) {
        w.space = w.parent() != null && w.parent().mapped ? of(w.parent()) : spaces.active();
        var at = placer.place(w, w.space.usable, stack.workspace());
        w.x = at.x();
        w.y = at.y();
    }

    void contentAt(Window w, int x, int y) {
        w.x = x - (w.hasFrame() ? FrameLayout.BORDER : 0);
        w.y = y - (w.hasFrame() ? FrameLayout.TOP : 0);
    }

    /** Sets the place, and the size to ask for, by the placement. */
    void fill(Window w) {
        var space = of(w);
        var area = w.placement.area(space.area, space.usable);
        if (area == null) {
            restore(w);
            return;
        }
        boolean framed = w.hasFrame();
        w.x = area.x();
        w.y = area.y();
        w.wantedWidth = w.fittingWidth(area.width() - (framed ? 2 * FrameLayout.BORDER : 0));
        w.wantedHeight = w.fittingHeight(area.height() - (framed ? FrameLayout.TOP + FrameLayout.BORDER : 0));
    }

    private void restore(Window w) {
        if (w.floating == null) {
            w.wantedWidth = w.wantedHeight = 0;
            var at = placer.place(w, of(w).usable, stack.workspace());
            w.x = at.x();
            w.y = at.y();
        } else {
            w.wantedWidth = w.floating.width();
            w.wantedHeight = w.floating.height();
            w.x = w.floating.x() - FrameLayout.BORDER;
            w.y = w.floating.y() - FrameLayout.TOP;
        }
        keepReachable(w);
    }

    /** Moves a floating window so that a piece of its bar can be reached on one of the outputs. */
    void keepReachable(Window w) {
        if (reachable != null) {
            Placer.keepReachable(w, reachable);
            return;
        }
        if (!w.hasFrame()) return;
        w.space = spaces.of(w.frame());
        if (Placer.isReachable(w, w.space.usable)) return;
        for (var s : spaces.present()) if (Placer.isReachable(w, s.usable)) return;
        Placer.keepReachable(w, w.space.usable);
    }
}
