package weft.compositor.protocol;

import weft.wayland.protocol.server.WlSubsurface;
import weft.wayland.protocol.server.WlSurface;

/**
 * {@code wl_subsurface}: a surface as a part of another. While it, or one that it is part of, is synchronised, its
 * commits are kept and shown together with its parent's next one; so are its place and order in any case.
 */
final class Subsurface implements WlSubsurface.Requests, SurfaceRole {
    private final WlSubsurface resource;
    private final Surface surface;
    private final SurfaceState cached = new SurfaceState();
    private Surface parent;
    private boolean hasCached;
    private boolean synchronous = true;
    private int x, y;

    Subsurface(WlSubsurface resource, Surface surface, Surface parent) {
        this.resource = resource;
        this.surface = surface;
        this.parent = parent;
    }

    void begin() {
        surface.subsurface(this);
        parent.children().add(this);
        // Shown on top of its siblings from the parent's next commit on.
        parent.node().adopt(surface.node());
        parent.pendingOrder().add(surface.node());
        resource.setRequests(this);
        resource.onDestroy(this::end);
    }

    /** What it is part of, or null once that is gone. */
    Surface parent() {
        return parent;
    }

    boolean isSynchronized() {
        for (Subsurface s = this; s != null; s = s.parent == null ? null : s.parent.subsurface()) if (s.synchronous) return true;
        return false;
    }

    /** Keeps a commit until the parent's is applied; empties the state. */
    void cache(SurfaceState committed) {
        cached.merge(committed);
        hasCached = true;
    }

    /** Puts what is kept in front of a state that is about to be applied. */
    void takeCache(SurfaceState committed) {
        if (!hasCached) return;
        hasCached = false;
        cached.merge(committed);
        committed.merge(cached);
    }

    /** The parent's state was applied: the place, and if synchronised the kept content, take effect. */
    void parentApplied() {
        if (surface.node().x() != x || surface.node().y() != y) {
            surface.damageTree();
            surface.node().moveTo(x, y);
            surface.damageTree();
        }
        // Its own parts wait for its own commit.
        if (isSynchronized() && hasCached) applyCache();
    }

    /** The parent is gone: it is shown no more, and stays so. */
    void orphaned() {
        surface.damageTree();
        parent.node().removeChild(surface.node());
        parent.children().remove(this);
        parent = null;
    }

    @Override
    public String kind() {
        return "wl_subsurface";
    }

    @Override
    public void surfaceDestroyed() {
        end();
    }

    @Override
    public void setPosition(WlSubsurface self, int newX, int newY) {
        x = newX;
        y = newY;
    }

    @Override
    public void placeAbove(WlSubsurface self, WlSurface sibling) {
        place(sibling, 1);
    }

    @Override
    public void placeBelow(WlSubsurface self, WlSurface sibling) {
        place(sibling, 0);
    }

    @Override
    public void setSync(WlSubsurface self) {
        synchronous = true;
    }

    @Override
    public void setDesync(WlSubsurface self) {
        synchronous = false;
        if (!isSynchronized()) showKept();
    }

    private void showKept() {
        if (hasCached) applyCache();
        for (var child : surface.children()) if (!child.synchronous) child.showKept();
    }

    private void applyCache() {
        hasCached = false;
        surface.apply(cached);
        cached.clear();
    }

    private void place(WlSurface sibling, int offset) {
        if (parent == null) return;
        var other = Surface.of(sibling);
        boolean related = other == parent || other != surface && other.subsurface() != null && other.subsurface().parent == parent;
        if (!related) throw resource.error(WlSubsurface.ERROR_BAD_SURFACE, sibling + " is neither parent nor sibling");
        var order = parent.pendingOrder();
        order.remove(surface.node());
        order.add(order.indexOf(other.node()) + offset, surface.node());
    }

    /** The role ends at once, whatever waits. */
    private void end() {
        if (surface.subsurface() != this) return;
        surface.subsurface(null);
        surface.unassign();
        cached.clear();
        if (parent == null) return;
        surface.damageTree();
        parent.pendingOrder().remove(surface.node());
        parent.node().removeChild(surface.node());
        parent.children().remove(this);
        parent = null;
    }
}
