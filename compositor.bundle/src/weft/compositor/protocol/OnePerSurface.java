package weft.compositor.protocol;

import java.util.HashSet;
import java.util.Set;
import weft.wayland.protocol.server.WlSurface;
import weft.wayland.server.Resource;

/** Which surfaces have an object of an extension that allows one for each. */
final class OnePerSurface {
    private final Set<WlSurface> surfaces = new HashSet<>();

    /** Notes a surface's object until either of them goes; returns false if it has one already. */
    boolean add(WlSurface surface, Resource object) {
        if (!surfaces.add(surface)) return false;
        surface.onDestroy(() -> surfaces.remove(surface));
        object.onDestroy(() -> surfaces.remove(surface));
        return true;
    }
}
