package weft.compositor.protocol;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import weft.os.Fd;
import weft.wayland.protocol.server.WlSeat;
import weft.wayland.protocol.server.ZwlrDataControlDeviceV1;
import weft.wayland.protocol.server.ZwlrDataControlManagerV1;
import weft.wayland.protocol.server.ZwlrDataControlOfferV1;
import weft.wayland.protocol.server.ZwlrDataControlSourceV1;
import weft.wayland.server.Client;
import weft.wayland.server.Display;

/** {@code zwlr_data_control_manager_v1}, for privileged clients: both clipboards without having the keyboard, as their keepers need. */
final class DataControl implements ZwlrDataControlManagerV1.Requests, ZwlrDataControlDeviceV1.Requests {
    private static final int MOST_TYPES = 256;
    private final Selection clipboard, primary;
    private final List<ZwlrDataControlDeviceV1> devices = new ArrayList<>();

    DataControl(Display display, Selection clipboard, Selection primary) {
        this.clipboard = clipboard;
        this.primary = primary;
        display.addGlobal(ZwlrDataControlManagerV1.TYPE, 2, Client::isPrivileged, m -> m.setRequests(this));
        clipboard.onChange(() -> devices.forEach(this::tellClipboard));
        primary.onChange(() -> devices.forEach(this::tellPrimary));
    }

    @Override
    public void createDataSource(ZwlrDataControlManagerV1 self, ZwlrDataControlSourceV1 id) {
        var source = new Source(id);
        id.setUserData(source);
        id.setRequests(source);
        id.onDestroy(() -> {
            clipboard.gone(source);
            primary.gone(source);
        });
    }

    @Override
    public void getDataDevice(ZwlrDataControlManagerV1 self, ZwlrDataControlDeviceV1 id, WlSeat seat) {
        id.setRequests(this);
        devices.add(id);
        id.onDestroy(() -> devices.remove(id));
        tellClipboard(id);
        if (id.version() >= 2) tellPrimary(id);
    }

    @Override
    public void setSelection(ZwlrDataControlDeviceV1 self, ZwlrDataControlSourceV1 source) {
        clipboard.set(used(self, source));
    }

    @Override
    public void setPrimarySelection(ZwlrDataControlDeviceV1 self, ZwlrDataControlSourceV1 source) {
        primary.set(used(self, source));
    }

    private static Source used(ZwlrDataControlDeviceV1 self, ZwlrDataControlSourceV1 source) {
        if (source == null) return null;
        var s = source.userData(Source.class);
        if (s.used) throw self.error(ZwlrDataControlDeviceV1.ERROR_USED_SOURCE, source + " was used before");
        s.used = true;
        return s;
    }

    private void tellClipboard(ZwlrDataControlDeviceV1 d) {
        d.sendSelection(offer(d, clipboard.source()));
    }

    private void tellPrimary(ZwlrDataControlDeviceV1 d) {
        if (d.version() >= 2) d.sendPrimarySelection(offer(d, primary.source()));
    }

    private static ZwlrDataControlOfferV1 offer(ZwlrDataControlDeviceV1 d, SelectionSource source) {
        var offer = source == null ? null : d.sendDataOffer();
        if (offer == null) return null;
        offer.setRequests((ZwlrDataControlOfferV1 self, String type, Fd fd) -> {
            try (fd) {
                if (source.types().contains(type)) source.send(type, fd);
            }
        });
        for (var type : source.types()) offer.sendOffer(type);
        return offer;
    }

    private static final class Source implements ZwlrDataControlSourceV1.Requests, SelectionSource {
        private final ZwlrDataControlSourceV1 resource;
        private final Set<String> types = new LinkedHashSet<>();
        private boolean used;

        Source(ZwlrDataControlSourceV1 resource) {
            this.resource = resource;
        }

        @Override
        public void offer(ZwlrDataControlSourceV1 self, String mimeType) {
            if (used) throw self.error(ZwlrDataControlSourceV1.ERROR_INVALID_OFFER, "the source is in use already");
            if (types.size() < MOST_TYPES) types.add(mimeType);
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
    }
}
