package weft.compositor.window;

import weft.compositor.scene.Rect;

/**
 * Where a window was before outputs were unplugged or changed: it goes back there as soon as it can, unless the user has put it elsewhere. Places count from the
 * output's corner.
 *
 * @param floating where it floats when it fills nothing; null if it never did
 */
record Home(Space space, int x, int y, Rect floating) {
    /** The present place of a window on an output. */
    static Home of(Window w, Space space) {
        var area = space.area;
        return new Home(space, w.x - area.x(), w.y - area.y(), w.floating == null ? null : w.floating.translated(-area.x(), -area.y()));
    }

    /** Whether a window is there again, or fills something there. */
    boolean isReached(Window w) {
        return w.space == space && space.present && (w.placement != Placement.FLOATING || w.x == space.area.x() + x && w.y == space.area.y() + y);
    }

    /** Puts a window to that place of an output. */
    void place(Window w, Space onto) {
        w.space = onto;
        w.x = onto.area.x() + x;
        w.y = onto.area.y() + y;
        w.floating = floating == null ? null : floating.translated(onto.area.x(), onto.area.y());
    }
}
