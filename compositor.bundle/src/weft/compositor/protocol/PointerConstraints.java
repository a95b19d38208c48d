package weft.compositor.protocol;

import java.util.HashMap;
import java.util.Map;
import weft.compositor.scene.Region;
import weft.compositor.shell.WindowView;
import weft.wayland.protocol.server.WlPointer;
import weft.wayland.protocol.server.WlRegion;
import weft.wayland.protocol.server.WlSurface;
import weft.wayland.protocol.server.ZwpConfinedPointerV1;
import weft.wayland.protocol.server.ZwpLockedPointerV1;
import weft.wayland.protocol.server.ZwpPointerConstraintsV1;
import weft.wayland.server.Display;

/**
 * {@code zwp_pointer_constraints_v1}: the pointer held in place, or inside of a surface. A constraint is in force while
 * the pointer is on its surface and its client has the keyboard; the user gets away by turning to another window.
 */
final class PointerConstraints implements ZwpPointerConstraintsV1.Requests {
    private final Seat seat;
    private final Map<Surface, PointerConstraint> constraints = new HashMap<>();
    private PointerConstraint active;
    /** Another window was turned to while a constraint was in force. */
    private boolean elsewhere;

    PointerConstraints(Display display, Seat seat) {
        this.seat = seat;
        display.addGlobal(ZwpPointerConstraintsV1.TYPE, 1, c -> c.setRequests(this));
    }

    /** The one that is in force, or null. */
    PointerConstraint active() {
        return active;
    }

    @Override
    public void lockPointer(ZwpPointerConstraintsV1 self, ZwpLockedPointerV1 id, WlSurface surface, WlPointer pointer, WlRegion region, int lifetime) {
        var c = new PointerConstraint(this, Surface.of(surface), region, persists(self, lifetime), id::sendLocked, id::sendUnlocked, true);
        add(self, c);
        id.setRequests(new Lock(c));
        id.onDestroy(() -> {
            boolean held = active == c;
            remove(c);
            if (held) c.warp(seat);
        });
    }

    @Override
    public void confinePointer(ZwpPointerConstraintsV1 self, ZwpConfinedPointerV1 id, WlSurface surface, WlPointer pointer, WlRegion region, int lifetime) {
        var c = new PointerConstraint(this, Surface.of(surface), region, persists(self, lifetime), id::sendConfined, id::sendUnconfined, false);
        add(self, c);
        id.setRequests((ZwpConfinedPointerV1 r, WlRegion newRegion) -> c.region(newRegion));
        id.onDestroy(() -> remove(c));
    }

    private record Lock(PointerConstraint constraint) implements ZwpLockedPointerV1.Requests {
        @Override
        public void setCursorPositionHint(ZwpLockedPointerV1 self, double x, double y) {
            constraint.hint(x, y);
        }

        @Override
        public void setRegion(ZwpLockedPointerV1 self, WlRegion region) {
            constraint.region(region);
        }
    }

    private static boolean persists(ZwpPointerConstraintsV1 self, int lifetime) {
        // The protocol has no error for a lifetime that there is none of.
        return lifetime == ZwpPointerConstraintsV1.LIFETIME_PERSISTENT;
    }

    private void add(ZwpPointerConstraintsV1 self, PointerConstraint c) {
        if (constraints.putIfAbsent(c.surface(), c) != null) throw self.error(ZwpPointerConstraintsV1.ERROR_ALREADY_CONSTRAINED, c.surface().resource() + " has a constraint");
        elsewhere = false;
        update();
    }

    private void remove(PointerConstraint c) {
        constraints.remove(c.surface(), c);
        if (active == c) active = null;
    }

    void surfaceDestroyed(Surface s) {
        var c = constraints.remove(s);
        if (c != null && c == active) active = null;
    }

    /** The pointer is on another surface, or a region has changed. */
    void update() {
        var focus = seat.pointer().focus();
        var wanted = focus == null || elsewhere || !seat.hasKeyboard(focus.client()) ? null : constraints.get(focus);
        if (wanted != null && (wanted.isOver() || !wanted.allows(seat.pointer()))) wanted = null;
        if (wanted == active) return;
        var before = active;
        active = wanted;
        if (before != null) before.end();
        if (wanted != null) wanted.begin();
    }

    /** The pointer has come to another surface: what was turned to before counts no more. */
    void pointerEntered() {
        elsewhere = false;
        update();
    }

    /** The keyboard is another window's. */
    void focusChanged(WindowView before, WindowView now) {
        boolean back = before != null && !before.window().isMapped();
        boolean own = now != null && active != null && seat.surface(now.element().root()) == active.surface();
        elsewhere = !back && !own && (active != null || elsewhere);
        update();
    }

    /** What of a surface a constraint's region leaves. */
    static void within(Region region, Surface s, Region into) {
        into.clear();
        if (region == null) into.add(0, 0, s.node().width(), s.node().height());
        else into.set(region);
        into.clip(0, 0, s.node().width(), s.node().height());
    }
}
