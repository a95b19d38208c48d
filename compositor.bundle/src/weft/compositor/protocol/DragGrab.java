package weft.compositor.protocol;

import weft.compositor.window.Part;
import weft.wayland.protocol.server.WlDataDevice;
import weft.wayland.server.Client;

/**
 * Something is dragged until the last button is let go: surfaces under the pointer are offered it, and the one it is
 * let go on gets it. Without a source, only surfaces of the client itself hear of it.
 */
final class DragGrab implements PointerGrab {
    private final Globals globals;
    private final DataDevices devices;
    private final Client client;
    private final DataSource source;
    private final DragIcon icon;
    private Surface target;
    private WlDataDevice device;
    private DataOffer offer;
    private boolean ended;

    DragGrab(Globals globals, DataDevices devices, Client client, DataSource source, DragIcon icon) {
        this.globals = globals;
        this.devices = devices;
        this.client = client;
        this.source = source;
        this.icon = icon;
        pointer().focus(null);
        if (source != null) source.resource().onDestroy(this::abort);
        if (icon != null) icon.show((int) pointer().x(), (int) pointer().y());
        refocus();
    }

    @Override
    public void motion(double x, double y) {
        if (icon != null) icon.moveTo((int) x, (int) y);
        if (!enter(under()) && device != null) device.sendMotion(globals.seat().time(), pointer().localX(target), pointer().localY(target));
    }

    @Override
    public void refocus() {
        if (!ended) enter(under());
    }

    @Override
    public void button(int button, boolean pressed) {
        if (!pointer().pressed().isEmpty()) return;
        boolean taken = device != null && !target.isDestroyed() && (source == null || offer != null && offer.isAccepted());
        if (taken) drop();
        else if (source != null) source.resource().sendCancelled();
        if (!taken) leave();
        end();
    }

    @Override
    public boolean takesAxis() {
        return true;
    }

    @Override
    public void cancel() {
        abort();
    }

    /** The user has thought better of it. */
    void abort() {
        if (ended) return;
        leave();
        if (source != null) source.resource().sendCancelled();
        end();
    }

    private void drop() {
        if (offer != null) offer.drop();
        device.sendDrop();
        if (source != null) source.resource().sendDndDropPerformed();
        // Otherwise the client hears the end of it by its offer.
        if (source == null) device.sendLeave();
    }

    private void end() {
        ended = true;
        if (icon != null) icon.hide();
        pointer().ungrab(this);
    }

    /** Moves the drag to another surface; returns whether it was another. */
    private boolean enter(Surface surface) {
        if (surface == target) return false;
        leave();
        target = surface;
        if (surface == null) return true;
        for (var d : devices.devices(surface.client())) {
            device = d;
            if (source != null) offer = new DataOffer(d, source, source);
            int serial = globals.seat().serials().issue(surface.client());
            d.sendEnter(serial, surface.resource(), pointer().localX(surface), pointer().localY(surface), offer == null ? null : offer.resource());
            break;
        }
        return true;
    }

    private void leave() {
        if (device != null) device.sendLeave();
        if (offer != null) offer.leave();
        target = null;
        device = null;
        offer = null;
    }

    private Surface under() {
        var hit = globals.workspace().desktop().at(pointer().x(), pointer().y());
        if (hit == null || hit.part() != Part.CONTENT) return null;
        var s = globals.surfaces().get(globals.workspace().view(hit.window()).surfaceAt(pointer().x(), pointer().y()));
        return source == null && s != null && s.client() != client ? null : s;
    }

    private SeatPointer pointer() {
        return globals.seat().pointer();
    }
}
