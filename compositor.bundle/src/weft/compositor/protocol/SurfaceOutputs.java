package weft.compositor.protocol;

import java.util.ArrayList;
import java.util.List;
import weft.compositor.render.Scale;
import weft.compositor.scene.Rect;
import weft.wayland.protocol.server.WlOutput;
import weft.wayland.protocol.server.WpFractionalScaleV1;

/** The outputs that a surface is on, of which its client is told: wl_surface.enter and leave, and the scale to draw in. */
final class SurfaceOutputs {
    private final Globals globals;
    private final Surface surface;
    private List<Output> on = new ArrayList<>(), next = new ArrayList<>();
    private WpFractionalScaleV1 fractional;
    private int sentScale, sentWhole;

    SurfaceOutputs(Globals globals, Surface surface) {
        this.globals = globals;
        this.surface = surface;
    }

    /** Tells the client in which scale to draw, from now on; null: no longer. */
    void tellScale(WpFractionalScaleV1 resource) {
        fractional = resource;
        sentScale = 0;
        sendScale();
    }

    boolean tellsScale() {
        return fractional != null;
    }

    /** Finds out where the surface is now. One that is merely hidden stays where it was. */
    void update() {
        var host = surface.node().host();
        if (host != null && !host.isShown()) {
            sendScale();
            return;
        }
        next.clear();
        var place = host == null ? Rect.EMPTY : surface.placeOnDesktop();
        for (var o : globals.outputs().all()) if (o.area().overlap(place) > 0) next.add(o);
        for (var o : on) if (!next.contains(o)) for (var r : o.of(surface.client())) surface.resource().sendLeave(r);
        for (var o : next) if (!on.contains(o)) for (var r : o.of(surface.client())) surface.resource().sendEnter(r);
        var before = on;
        on = next;
        next = before;
        sendScale();
    }

    /** Its client has bound an output, which its surface may be on already. */
    void bound(Output output, WlOutput bound) {
        if (bound.client() == surface.client() && on.contains(output)) surface.resource().sendEnter(bound);
    }

    // The finest of all: what is drawn too large is still sharp on the others. Nothing is to be turned: the output does that.
    private void sendScale() {
        int whole = 0;
        for (var o : on) if (!o.isRemoved()) whole = Math.max(whole, o.wholeScale());
        if (whole != 0 && whole != sentWhole) {
            surface.resource().sendPreferredBufferScale(whole);
            if (sentWhole == 0) surface.resource().sendPreferredBufferTransform(WlOutput.TRANSFORM_NORMAL);
            sentWhole = whole;
        }
        if (fractional == null) return;
        int scale = 0;
        for (var o : on) if (!o.isRemoved()) scale = Math.max(scale, o.scale());
        if (scale == 0) scale = globals.activeScale();
        if (scale == sentScale) return;
        sentScale = scale;
        fractional.sendPreferredScale(scale == 0 ? Scale.ONE : scale);
    }
}
