package weft.compositor.protocol;

import weft.compositor.window.LayerRules;
import weft.wayland.protocol.server.WlOutput;
import weft.wayland.protocol.server.WlSurface;
import weft.wayland.protocol.server.ZwlrLayerShellV1;
import weft.wayland.protocol.server.ZwlrLayerSurfaceV1;
import weft.wayland.server.Client;
import weft.wayland.server.Display;

/** {@code zwlr_layer_shell_v1}, for privileged clients: bars, wallpapers, launchers and locks that other programs draw. */
final class LayerShell implements ZwlrLayerShellV1.Requests {
    private final Globals globals;
    private final boolean strict;

    LayerShell(Display display, Globals globals, boolean strict) {
        this.globals = globals;
        this.strict = strict;
        display.addGlobal(ZwlrLayerShellV1.TYPE, 4, Client::isPrivileged, s -> s.setRequests(this));
    }

    @Override
    public void getLayerSurface(ZwlrLayerShellV1 self, ZwlrLayerSurfaceV1 id, WlSurface surface, WlOutput output, int layer, String namespace) {
        if (layer < LayerRules.BACKGROUND || layer > LayerRules.OVERLAY) throw self.error(ZwlrLayerShellV1.ERROR_INVALID_LAYER, "layer " + layer);
        var s = Surface.of(surface);
        if (s.hasBuffer()) throw self.error(ZwlrLayerShellV1.ERROR_ALREADY_CONSTRUCTED, surface + " has a buffer already");
        var content = new LayerSurface(globals, id, s, Output.of(output), layer, strict);
        if (!s.assign(content)) throw self.error(ZwlrLayerShellV1.ERROR_ROLE, surface + " has another role");
        content.begin(namespace);
    }
}
