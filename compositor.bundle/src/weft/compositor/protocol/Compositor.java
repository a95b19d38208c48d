package weft.compositor.protocol;

import weft.wayland.protocol.server.WlCompositor;
import weft.wayland.protocol.server.WlRegion;
import weft.wayland.protocol.server.WlSurface;
import weft.wayland.server.Display;

/** {@code wl_compositor}: makes surfaces and regions. */
final class Compositor implements WlCompositor.Requests {
    private static final int VERSION = 6;
    private final Globals globals;

    Compositor(Display display, Globals globals) {
        this.globals = globals;
        display.addGlobal(WlCompositor.TYPE, VERSION, c -> c.setRequests(this));
    }

    @Override
    public void createSurface(WlCompositor self, WlSurface id) {
        globals.xSurfaces().created(new Surface(globals, id));
    }

    @Override
    public void createRegion(WlCompositor self, WlRegion id) {
        new RegionResource(id);
    }
}
