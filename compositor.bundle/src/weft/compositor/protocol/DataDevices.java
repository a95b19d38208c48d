package weft.compositor.protocol;

import java.util.ArrayList;
import java.util.List;
import weft.wayland.protocol.server.WlDataDevice;
import weft.wayland.protocol.server.WlDataDeviceManager;
import weft.wayland.protocol.server.WlDataSource;
import weft.wayland.protocol.server.WlSeat;
import weft.wayland.protocol.server.WlSurface;
import weft.wayland.server.Client;
import weft.wayland.server.Display;

/** {@code wl_data_device_manager}: the clipboard, and dragging. Only the client that has the keyboard sees the clipboard. */
final class DataDevices implements WlDataDeviceManager.Requests {
    private final Globals globals;
    private final List<WlDataDevice> devices = new ArrayList<>();
    private final Selection selection = new Selection();

    DataDevices(Display display, Globals globals) {
        this.globals = globals;
        display.addGlobal(WlDataDeviceManager.TYPE, 3, m -> m.setRequests(this));
        selection.onChange(this::tell);
    }

    Selection selection() {
        return selection;
    }

    private void tell() {
        var focus = globals.seat().keyboard().focus();
        if (focus != null) keyboardEntered(focus.client());
    }

    /** The client has got the keyboard: it may see the clipboard. */
    void keyboardEntered(Client client) {
        for (var d : devices) if (d.client() == client) offerSelection(d);
    }

    /** The devices of a client, through which it hears of drags. */
    List<WlDataDevice> devices(Client client) {
        return devices.stream().filter(d -> d.client() == client).toList();
    }

    @Override
    public void createDataSource(WlDataDeviceManager self, WlDataSource id) {
        var source = new DataSource(id);
        id.onDestroy(() -> selection.gone(source));
    }

    @Override
    public void getDataDevice(WlDataDeviceManager self, WlDataDevice id, WlSeat seat) {
        devices.add(id);
        id.onDestroy(() -> devices.remove(id));
        id.setRequests(new Device());
        if (globals.seat().hasKeyboard(id.client())) offerSelection(id);
    }

    private final class Device implements WlDataDevice.Requests {
        @Override
        public void setSelection(WlDataDevice self, WlDataSource source, int serial) {
            var s = source == null ? null : DataSource.of(source);
            if (s != null && (s.isForDragging() || !s.use())) throw source.error(WlDataSource.ERROR_INVALID_SOURCE, "the source was used, or is for dragging");
            if (globals.seat().maySelect(self.client(), serial)) selection.set(s);
            else if (s != null) source.sendCancelled();
        }

        @Override
        public void startDrag(WlDataDevice self, WlDataSource source, WlSurface origin, WlSurface icon, int serial) {
            var s = source == null ? null : DataSource.of(source);
            if (s != null && !s.use()) throw source.error(WlDataSource.ERROR_INVALID_SOURCE, "the source was used before");
            var role = icon == null ? null : new DragIcon(globals, Surface.of(icon));
            if (role != null && !Surface.of(icon).assign(role)) throw self.error(WlDataDevice.ERROR_ROLE, icon + " has another role");
            if (globals.seat().holds(self.client(), serial)) globals.seat().pointer().grab(new DragGrab(globals, DataDevices.this, self.client(), s, role));
            else if (s != null) source.sendCancelled();
        }
    }

    private void offerSelection(WlDataDevice d) {
        d.sendSelection(selection.source() == null ? null : new DataOffer(d, selection.source(), null).resource());
    }
}
