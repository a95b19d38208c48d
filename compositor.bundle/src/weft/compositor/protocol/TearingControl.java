package weft.compositor.protocol;

import weft.wayland.protocol.server.WlSurface;
import weft.wayland.protocol.server.WpTearingControlManagerV1;
import weft.wayland.protocol.server.WpTearingControlV1;
import weft.wayland.server.Display;

/** {@code wp_tearing_control_manager_v1}: whether a surface would rather be early than whole. A hint: every frame here is shown whole. */
final class TearingControl implements WpTearingControlManagerV1.Requests {
    private final OnePerSurface surfaces = new OnePerSurface();

    TearingControl(Display display) {
        display.addGlobal(WpTearingControlManagerV1.TYPE, 1, m -> m.setRequests(this));
    }

    @Override
    public void getTearingControl(WpTearingControlManagerV1 self, WpTearingControlV1 id, WlSurface surface) {
        if (!surfaces.add(surface, id)) throw self.error(WpTearingControlManagerV1.ERROR_TEARING_CONTROL_EXISTS, surface + " has one");
        // Nothing is shown otherwise for it.
        id.setRequests((WpTearingControlV1 object, int hint) -> {});
    }
}
