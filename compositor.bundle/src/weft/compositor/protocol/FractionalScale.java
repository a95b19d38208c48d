package weft.compositor.protocol;

import java.util.HashSet;
import java.util.Set;
import weft.wayland.protocol.server.WlSurface;
import weft.wayland.protocol.server.WpFractionalScaleManagerV1;
import weft.wayland.protocol.server.WpFractionalScaleV1;
import weft.wayland.server.Display;

/** {@code wp_fractional_scale_manager_v1}: the scale that surfaces should be drawn in; the output's is one. */
final class FractionalScale implements WpFractionalScaleManagerV1.Requests {
    private static final int ONE = 120;
    private final Set<WlSurface> surfaces = new HashSet<>();

    FractionalScale(Display display) {
        display.addGlobal(WpFractionalScaleManagerV1.TYPE, 1, m -> m.setRequests(this));
    }

    @Override
    public void getFractionalScale(WpFractionalScaleManagerV1 self, WpFractionalScaleV1 id, WlSurface surface) {
        if (!surfaces.add(surface)) throw self.error(WpFractionalScaleManagerV1.ERROR_FRACTIONAL_SCALE_EXISTS, surface + " has one");
        surface.onDestroy(() -> surfaces.remove(surface));
        id.onDestroy(() -> surfaces.remove(surface));
        id.setRequests(new WpFractionalScaleV1.Requests() {});
        id.sendPreferredScale(ONE);
    }
}
