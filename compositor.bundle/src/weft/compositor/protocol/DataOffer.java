package weft.compositor.protocol;

import weft.os.Fd;
import weft.wayland.protocol.server.WlDataDevice;
import weft.wayland.protocol.server.WlDataOffer;

/** {@code wl_data_offer}: what another client offers, as one client sees it; of the clipboard, or being dragged. */
final class DataOffer implements WlDataOffer.Requests {
    private static final int ALL_ACTIONS = 7;
    private final WlDataOffer resource;
    private final SelectionSource source;
    /** The source if it is being dragged, else null. */
    private final DataSource dragged;
    private boolean accepted, dropped, finished;
    private int wanted, preferred, action = -1;

    /** Makes the offer known to a client; its first event. */
    DataOffer(WlDataDevice device, SelectionSource source, DataSource dragged) {
        this.source = source;
        this.dragged = dragged;
        resource = device.sendDataOffer();
        resource.setRequests(this);
        resource.onDestroy(this::abandoned);
        for (var type : source.types()) resource.sendOffer(type);
        if (dragged != null) resource.sendSourceActions(dragged.actions());
    }

    WlDataOffer resource() {
        return resource;
    }

    /** Whether a drop would be taken: a type was accepted and an action agreed on. */
    boolean isAccepted() {
        return accepted && (resource.version() < 3 || action > 0);
    }

    /** The user has let go over the client. */
    void drop() {
        dropped = true;
    }

    /** Another surface has the drag now: what the client still says does not count. */
    void leave() {
        if (!dropped) finished = true;
    }

    @Override
    public void accept(WlDataOffer self, int serial, String mimeType) {
        if (dragged == null || finished) return;
        accepted = mimeType != null && source.types().contains(mimeType);
        dragged.resource().sendTarget(mimeType);
    }

    @Override
    public void receive(WlDataOffer self, String mimeType, Fd fd) {
        try (fd) {
            if (source.types().contains(mimeType)) source.send(mimeType, fd);
        }
    }

    @Override
    public void finish(WlDataOffer self) {
        if (dragged == null || !dropped || !isAccepted() || finished) throw self.error(WlDataOffer.ERROR_INVALID_FINISH, "nothing was dropped");
        finished = true;
        dragged.resource().sendDndFinished();
    }

    @Override
    public void setActions(WlDataOffer self, int dndActions, int preferredAction) {
        if (dragged == null) throw self.error(WlDataOffer.ERROR_INVALID_OFFER, "it is not being dragged");
        if ((dndActions & ~ALL_ACTIONS) != 0) throw self.error(WlDataOffer.ERROR_INVALID_ACTION_MASK, "actions " + dndActions);
        boolean one = Integer.bitCount(preferredAction) <= 1 && (preferredAction & ~dndActions) == 0;
        if (!one) throw self.error(WlDataOffer.ERROR_INVALID_ACTION, "preferred action " + preferredAction);
        if (finished) return;
        wanted = dndActions;
        preferred = preferredAction;
        agree();
    }

    /** Chooses the preferred action if both sides allow it, else the first that both do. */
    private void agree() {
        int both = wanted & dragged.actions();
        int chosen = (both & preferred) != 0 ? preferred : Integer.lowestOneBit(both);
        if (chosen == action) return;
        action = chosen;
        resource.sendAction(action);
        dragged.resource().sendAction(action);
    }

    private void abandoned() {
        if (dragged == null || !dropped || finished) return;
        finished = true;
        // A client that knows no finish has taken what it wanted.
        if (resource.version() < 3) dragged.resource().sendDndFinished();
        else dragged.resource().sendCancelled();
    }
}
