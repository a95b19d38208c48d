package weft.compositor.protocol;

import java.util.LinkedHashSet;
import java.util.Set;
import weft.os.Fd;
import weft.wayland.protocol.server.WlDataSource;

/** {@code wl_data_source}: what a client offers to others, by copying or dragging. */
final class DataSource implements WlDataSource.Requests, SelectionSource {
    private static final int MOST_TYPES = 256, ALL_ACTIONS = 7;
    private final WlDataSource resource;
    private final Set<String> types = new LinkedHashSet<>();
    private int actions;
    private boolean used;

    DataSource(WlDataSource resource) {
        this.resource = resource;
        resource.setUserData(this);
        resource.setRequests(this);
    }

    static DataSource of(WlDataSource resource) {
        return resource.userData(DataSource.class);
    }

    WlDataSource resource() {
        return resource;
    }

    @Override
    public Set<String> types() {
        return types;
    }

    @Override
    public void send(String type, Fd fd) {
        resource.sendSend(type, fd);
    }

    @Override
    public void cancelled() {
        resource.sendCancelled();
    }

    /** The actions that its client allows on dragging; {@code copy} for clients that know of none. */
    int actions() {
        return resource.version() >= 3 ? actions : 1;
    }

    /** Marks it as used; returns false if it was before. */
    boolean use() {
        boolean first = !used;
        used = true;
        return first;
    }

    /** Whether {@code set_actions} was called, which makes it one for dragging. */
    boolean isForDragging() {
        return actions != 0;
    }

    @Override
    public void offer(WlDataSource self, String mimeType) {
        if (types.size() < MOST_TYPES) types.add(mimeType);
    }

    @Override
    public void setActions(WlDataSource self, int dndActions) {
        if ((dndActions & ~ALL_ACTIONS) != 0) throw self.error(WlDataSource.ERROR_INVALID_ACTION_MASK, "actions " + dndActions);
        if (used) throw self.error(WlDataSource.ERROR_INVALID_SOURCE, "the source is in use already");
        actions = dndActions;
    }
}
