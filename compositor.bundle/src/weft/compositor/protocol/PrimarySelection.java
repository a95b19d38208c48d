package weft.compositor.protocol;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import weft.os.Fd;
import weft.wayland.protocol.server.WlSeat;
import weft.wayland.protocol.server.ZwpPrimarySelectionDeviceManagerV1;
import weft.wayland.protocol.server.ZwpPrimarySelectionDeviceV1;
import weft.wayland.protocol.server.ZwpPrimarySelectionOfferV1;
import weft.wayland.protocol.server.ZwpPrimarySelectionSourceV1;
import weft.wayland.server.Client;
import weft.wayland.server.Display;

/** {@code zwp_primary_selection_device_manager_v1}: what was selected last, for the middle button to insert. */
final class PrimarySelection implements ZwpPrimarySelectionDeviceManagerV1.Requests, ZwpPrimarySelectionDeviceV1.Requests {
    private static final int MOST_TYPES = 256;
    private final Globals globals;
    private final List<ZwpPrimarySelectionDeviceV1> devices = new ArrayList<>();
    private final Selection selection = new Selection();

    PrimarySelection(Display display, Globals globals) {
        this.globals = globals;
        display.addGlobal(ZwpPrimarySelectionDeviceManagerV1.TYPE, 1, m -> m.setRequests(this));
        selection.onChange(this::tell);
    }

    private record Source(ZwpPrimarySelectionSourceV1 resource, Set<String> types) implements ZwpPrimarySelectionSourceV1.Requests, SelectionSource {
        @Override
        public void send(String type, Fd fd) {
            resource.sendSend(type, fd);
        }

        @Override
        public void cancelled() {
            resource.sendCancelled();
        }

        @Override
        public void offer(ZwpPrimarySelectionSourceV1 self, String mimeType) {
            if (types.size() < MOST_TYPES) types.add(mimeType);
        }
    }

    /** The client has got the keyboard: it may see the selection. */
    void keyboardEntered(Client client) {
        for (var d : devices) if (d.client() == client) offerSelection(d);
    }

    @Override
    public void createSource(ZwpPrimarySelectionDeviceManagerV1 self, ZwpPrimarySelectionSourceV1 id) {
        var source = new Source(id, new LinkedHashSet<>());
        id.setUserData(source);
        id.setRequests(source);
        id.onDestroy(() -> selection.gone(source));
    }

    @Override
    public void getDevice(ZwpPrimarySelectionDeviceManagerV1 self, ZwpPrimarySelectionDeviceV1 id, WlSeat seat) {
        devices.add(id);
        id.setRequests(this);
        id.onDestroy(() -> devices.remove(id));
        if (globals.seat().hasKeyboard(id.client())) offerSelection(id);
    }

    @Override
    public void setSelection(ZwpPrimarySelectionDeviceV1 self, ZwpPrimarySelectionSourceV1 source, int serial) {
        if (globals.seat().maySelect(self.client(), serial)) selection.set(source == null ? null : source.userData(Source.class));
        else if (source != null) source.sendCancelled();
    }

    Selection selection() {
        return selection;
    }

    private void tell() {
        var focus = globals.seat().keyboard().focus();
        if (focus != null) keyboardEntered(focus.client());
    }

    private void offerSelection(ZwpPrimarySelectionDeviceV1 d) {
        var source = selection.source();
        var offer = source == null ? null : d.sendDataOffer();
        if (offer == null) {
            d.sendSelection(null);
            return;
        }
        offer.setRequests((ZwpPrimarySelectionOfferV1 self, String type, Fd fd) -> {
            try (fd) {
                if (source.types().contains(type)) source.send(type, fd);
            }
        });
        for (var type : source.types()) offer.sendOffer(type);
        d.sendSelection(offer);
    }
}
