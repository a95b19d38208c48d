package weft.compositor.protocol;

import weft.compositor.scene.Region;
import weft.wayland.protocol.server.WlRegion;

/** One lock or confinement of the pointer, on one surface. */
final class PointerConstraint {
    private final PointerConstraints all;
    private final Surface surface;
    private final boolean persists, locks;
    private final Runnable onBegin, onEnd;
    private final Region inside = new Region();
    private Region region;
    private double hintX = -1, hintY = -1;
    private boolean over;

    PointerConstraint(PointerConstraints all, Surface surface, WlRegion region, boolean persists, Runnable onBegin, Runnable onEnd, boolean locks) {
        this.all = all;
        this.surface = surface;
        this.region = region == null ? null : RegionResource.copy(region);
        this.persists = persists;
        this.onBegin = onBegin;
        this.onEnd = onEnd;
        this.locks = locks;
    }

    Surface surface() {
        return surface;
    }

    /** Whether the pointer stays where it is; else it stays inside. */
    boolean locks() {
        return locks;
    }

    /** It was in force and is meant to be so only once. */
    boolean isOver() {
        return over;
    }

    void begin() {
        onBegin.run();
    }

    void end() {
        over = !persists;
        onEnd.run();
    }

    /** Another region, from the surface's next commit on; null: all of the surface. */
    void region(WlRegion newRegion) {
        var copy = newRegion == null ? null : RegionResource.copy(newRegion);
        surface.onceApplied(() -> {
            region = copy;
            all.update();
        });
    }

    /** Where the client will have drawn the pointer when it lets go of it, from the surface's next commit on. */
    void hint(double x, double y) {
        surface.onceApplied(() -> {
            hintX = x;
            hintY = y;
        });
    }

    /** Whether the pointer is where the constraint can take effect. */
    boolean allows(SeatPointer pointer) {
        PointerConstraints.within(region, surface, inside);
        return inside.contains(pointer.localX(surface), pointer.localY(surface));
    }

    /** Puts the pointer where the client's own was, if that is on the surface. */
    void warp(Seat seat) {
        PointerConstraints.within(null, surface, inside);
        if (surface.isDestroyed() || !inside.contains(hintX, hintY)) return;
        var p = seat.pointer();
        seat.pointerMoved(p.x() - p.localX(surface) + hintX, p.y() - p.localY(surface) + hintY);
    }

    /** The point inside that is nearest to one of the surface: x, then y. */
    double[] nearest(double x, double y) {
        PointerConstraints.within(region, surface, inside);
        double[] best = null;
        double least = Double.MAX_VALUE;
        for (int i = 0; i < inside.count(); i++) {
            double nx = Math.clamp(x, inside.left(i), inside.right(i) - 1), ny = Math.clamp(y, inside.top(i), inside.bottom(i) - 1);
            double distance = inside.contains(x, y) ? 0 : Math.hypot(nx - x, ny - y);
            if (distance >= least) continue;
            least = distance;
            best = distance == 0 ? new double[] {x, y} : new double[] {nx, ny};
        }
        return best == null ? new double[] {x, y} : best;
    }
}
