package weft.compositor.protocol;

import weft.wayland.protocol.server.WlSurface;
import weft.wayland.protocol.server.WpFractionalScaleManagerV1;
import weft.wayland.protocol.server.WpFractionalScaleV1;
import weft.wayland.server.Display;

/** {@code wp_fractional_scale_manager_v1}: the scale that surfaces should be drawn in, that of the finest output that they are on. */
final class FractionalScale implements WpFractionalScaleManagerV1.Requests {
    FractionalScale(Display display) {
        display.addGlobal(WpFractionalScaleManagerV1.TYPE, 1, m -> m.setRequests(this));
    }

    @Override
    public void getFractionalScale(WpFractionalScaleManagerV1 self, WpFractionalScaleV1 id, WlSurface surface) {
        var outputs = Surface.of(surface).outputs();
        if (outputs.tellsScale()) throw self.error(WpFractionalScaleManagerV1.ERROR_FRACTIONAL_SCALE_EXISTS, surface + " has one");
        id.setRequests(new WpFractionalScaleV1.Requests() {});
        id.onDestroy(() -> outputs.tellScale(null));
        outputs.tellScale(id);
    }
}
