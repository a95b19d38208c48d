package weft.compositor.protocol;

import weft.compositor.Host;
import weft.compositor.shell.WindowView;
import weft.wayland.protocol.server.WlSurface;
import weft.wayland.server.Client;

/** Finds windows by what their clients call them. */
public final class SurfaceLookup {
    private SurfaceLookup() {}

    /** The view of the window whose surface has that id, or null. */
    public static WindowView window(Host host, Client client, int surfaceId) {
        if (client == null || client.isDestroyed() || !(client.resource(surfaceId) instanceof WlSurface resource)) return null;
        var node = Surface.of(resource).node();
        for (var view : host.workspace().views()) if (view.element().root() == node) return view;
        return null;
    }
}
