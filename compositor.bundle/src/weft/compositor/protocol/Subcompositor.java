package weft.compositor.protocol;

import weft.wayland.protocol.server.WlSubcompositor;
import weft.wayland.protocol.server.WlSubsurface;
import weft.wayland.protocol.server.WlSurface;
import weft.wayland.server.Display;

/** {@code wl_subcompositor}: makes surfaces parts of others. */
final class Subcompositor implements WlSubcompositor.Requests {
    private static final int MOST_LEVELS = 64;

    Subcompositor(Display display) {
        display.addGlobal(WlSubcompositor.TYPE, 1, c -> c.setRequests(this));
    }

    @Override
    public void getSubsurface(WlSubcompositor self, WlSubsurface id, WlSurface surface, WlSurface parent) {
        Surface child = Surface.of(surface), above = Surface.of(parent);
        int level = 0;
        for (Surface s = above; s != null; s = s.subsurface() == null ? null : s.subsurface().parent()) {
            if (s == child) throw self.error(WlSubcompositor.ERROR_BAD_SURFACE, "a surface cannot be its own ancestor");
            if (++level > MOST_LEVELS) throw self.error(WlSubcompositor.ERROR_BAD_SURFACE, "nested deeper than " + MOST_LEVELS);
        }
        var subsurface = new Subsurface(id, child, above);
        if (!child.assign(subsurface)) throw self.error(WlSubcompositor.ERROR_BAD_SURFACE, surface + " has another role");
        subsurface.begin();
    }
}
