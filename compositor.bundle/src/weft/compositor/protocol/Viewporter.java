package weft.compositor.protocol;

import weft.wayland.protocol.server.WlSurface;
import weft.wayland.protocol.server.WpViewport;
import weft.wayland.protocol.server.WpViewporter;
import weft.wayland.server.Display;

/** {@code wp_viewporter}: surfaces that show a part of their buffer, scaled. */
final class Viewporter implements WpViewporter.Requests {
    private static final double[] NO_SOURCE = {0, 0, -1, -1};
    private static final int[] NO_DESTINATION = {-1, -1};

    Viewporter(Display display) {
        display.addGlobal(WpViewporter.TYPE, 1, v -> v.setRequests(this));
    }

    @Override
    public void getViewport(WpViewporter self, WpViewport id, WlSurface surface) {
        var s = Surface.of(surface);
        if (s.viewport() != null) throw self.error(WpViewporter.ERROR_VIEWPORT_EXISTS, surface + " has a viewport");
        s.viewport(id);
        id.setRequests(new Viewport(s));
        id.onDestroy(() -> {
            s.viewport(null);
            s.pending().source = NO_SOURCE;
            s.pending().destination = NO_DESTINATION;
        });
    }

    private record Viewport(Surface surface) implements WpViewport.Requests {
        @Override
        public void setSource(WpViewport self, double x, double y, double width, double height) {
            requireSurface(self);
            boolean none = x == -1 && y == -1 && width == -1 && height == -1;
            if (!none && (x < 0 || y < 0 || width <= 0 || height <= 0)) throw self.error(WpViewport.ERROR_BAD_VALUE, "a source of " + width + " by " + height + " at " + x + ", " + y);
            surface.pending().source = none ? NO_SOURCE : new double[] {x, y, width, height};
        }

        @Override
        public void setDestination(WpViewport self, int width, int height) {
            requireSurface(self);
            boolean none = width == -1 && height == -1;
            if (!none && (width <= 0 || height <= 0)) throw self.error(WpViewport.ERROR_BAD_VALUE, "a destination of " + width + " by " + height);
            surface.pending().destination = none ? NO_DESTINATION : new int[] {width, height};
        }

        private void requireSurface(WpViewport self) {
            if (surface.isDestroyed()) throw self.error(WpViewport.ERROR_NO_SURFACE, "the surface is gone");
        }
    }
}
