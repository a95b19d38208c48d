package weft.compositor.protocol;

import weft.compositor.scene.SurfaceNode;
import weft.wayland.protocol.server.WlSurface;
import weft.wayland.protocol.server.WpAlphaModifierSurfaceV1;
import weft.wayland.protocol.server.WpAlphaModifierV1;
import weft.wayland.server.Display;

/** {@code wp_alpha_modifier_v1}: surfaces that let through what is below, as a whole. */
final class AlphaModifier implements WpAlphaModifierV1.Requests {
    private static final double MOST = 0xffffffffL;
    private final OnePerSurface surfaces = new OnePerSurface();

    AlphaModifier(Display display) {
        display.addGlobal(WpAlphaModifierV1.TYPE, 1, m -> m.setRequests(this));
    }

    @Override
    public void getSurface(WpAlphaModifierV1 self, WpAlphaModifierSurfaceV1 id, WlSurface surface) {
        if (!surfaces.add(surface, id)) throw self.error(WpAlphaModifierV1.ERROR_ALREADY_CONSTRUCTED, surface + " has one");
        var s = Surface.of(surface);
        id.setRequests((WpAlphaModifierSurfaceV1 object, int factor) -> {
            if (s.isDestroyed()) throw object.error(WpAlphaModifierSurfaceV1.ERROR_NO_SURFACE, "the surface is gone");
            s.pending().alpha = (int) Math.round(Integer.toUnsignedLong(factor) / MOST * SurfaceNode.OPAQUE);
        });
        id.onDestroy(() -> s.pending().alpha = SurfaceNode.OPAQUE);
    }
}
