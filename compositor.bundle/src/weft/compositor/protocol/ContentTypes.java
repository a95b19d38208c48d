package weft.compositor.protocol;

import weft.wayland.protocol.server.WlSurface;
import weft.wayland.protocol.server.WpContentTypeManagerV1;
import weft.wayland.protocol.server.WpContentTypeV1;
import weft.wayland.server.Display;

/** {@code wp_content_type_manager_v1}: what a surface shows, photos, video or a game. A hint: drawing is the same for all of them. */
final class ContentTypes implements WpContentTypeManagerV1.Requests {
    private final OnePerSurface surfaces = new OnePerSurface();

    ContentTypes(Display display) {
        display.addGlobal(WpContentTypeManagerV1.TYPE, 1, m -> m.setRequests(this));
    }

    @Override
    public void getSurfaceContentType(WpContentTypeManagerV1 self, WpContentTypeV1 id, WlSurface surface) {
        if (!surfaces.add(surface, id)) throw self.error(WpContentTypeManagerV1.ERROR_ALREADY_CONSTRUCTED, surface + " has one");
        // Nothing is drawn otherwise for it.
        id.setRequests((WpContentTypeV1 object, int type) -> {});
    }
}
