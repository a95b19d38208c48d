package weft.compositor.protocol;

import weft.compositor.scene.Region;
import weft.wayland.protocol.server.WlRegion;
import weft.wayland.wire.MalformedMessage;

/** {@code wl_region}: a set of pixels that a client builds; bounded in its number of rectangles. */
final class RegionResource implements WlRegion.Requests {
    private static final int MOST_RECTANGLES = 4096;
    private final Region region = new Region();

    RegionResource(WlRegion resource) {
        resource.setUserData(this);
        resource.setRequests(this);
    }

    /** A copy of the region as it is now. */
    static Region copy(WlRegion resource) {
        var out = new Region();
        out.set(resource.userData(RegionResource.class).region);
        return out;
    }

    @Override
    public void add(WlRegion self, int x, int y, int width, int height) {
        region.add(x, y, width, height);
        bound(self);
    }

    @Override
    public void subtract(WlRegion self, int x, int y, int width, int height) {
        region.subtract(x, y, width, height);
        bound(self);
    }

    private void bound(WlRegion self) {
        if (region.count() > MOST_RECTANGLES) throw self.client().resource(1).error(MalformedMessage.NO_MEMORY, "a region of more than " + MOST_RECTANGLES + " rectangles");
    }
}
