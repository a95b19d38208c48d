package weft.compositor.protocol;

import java.util.HashSet;
import java.util.Set;
import weft.wayland.protocol.server.WlSurface;
import weft.wayland.protocol.server.XdgPositioner;
import weft.wayland.protocol.server.XdgSurface;
import weft.wayland.protocol.server.XdgWmBase;
import weft.wayland.server.Display;

/** {@code xdg_wm_base}: windows and popups of ordinary clients. */
final class XdgShell {
    private static final int VERSION = 5;
    private final Globals globals;
    private final boolean strict;

    XdgShell(Display display, Globals globals, boolean strict) {
        this.globals = globals;
        this.strict = strict;
        display.addGlobal(XdgWmBase.TYPE, VERSION, base -> base.setRequests(new Base()));
    }

    Globals globals() {
        return globals;
    }

    boolean isStrict() {
        return strict;
    }

    private final class Base implements XdgWmBase.Requests {
        private final Set<XdgSurface> surfaces = new HashSet<>();

        @Override
        public void destroy(XdgWmBase self) {
            if (!surfaces.isEmpty()) throw self.error(XdgWmBase.ERROR_DEFUNCT_SURFACES, "surfaces are left");
        }

        @Override
        public void createPositioner(XdgWmBase self, XdgPositioner id) {
            new Positioner(id);
        }

        @Override
        public void getXdgSurface(XdgWmBase self, XdgSurface id, WlSurface surface) {
            var s = Surface.of(surface);
            if (s.isTakenFor(Toplevel.KIND) && s.isTakenFor(PopupSurface.KIND)) throw self.error(XdgWmBase.ERROR_ROLE, surface + " has another role");
            if (s.hasBuffer()) throw self.error(XdgWmBase.ERROR_INVALID_SURFACE_STATE, surface + " has a buffer already");
            surfaces.add(id);
            id.onDestroy(() -> surfaces.remove(id));
            new ShellSurface(XdgShell.this, self, id, s);
        }

        @Override
        public void pong(XdgWmBase self, int serial) {}
    }
}
