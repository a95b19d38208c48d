package weft.compositor.protocol;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import weft.os.Fd;
import weft.wayland.protocol.server.ExtDataControlDeviceV1;
import weft.wayland.protocol.server.ExtDataControlManagerV1;
import weft.wayland.protocol.server.ExtDataControlOfferV1;
import weft.wayland.protocol.server.ExtDataControlSourceV1;
import weft.wayland.protocol.server.WlSeat;
import weft.wayland.server.Client;
import weft.wayland.server.Display;

/** {@code ext_data_control_manager_v1}, for privileged clients: both clipboards without having the keyboard, as their keepers need. */
final class ExtClipboards implements ExtDataControlManagerV1.Requests, ExtDataControlDeviceV1.Requests {
    private static final int MOST_TYPES = 256;
    private final Selection clipboard, primary;
    private final List<ExtDataControlDeviceV1> devices = new ArrayList<>();

    ExtClipboards(Display display, Selection clipboard, Selection primary) {
        this.clipboard = clipboard;
        this.primary = primary;
        display.addGlobal(ExtDataControlManagerV1.TYPE, 1, Client::isPrivileged, m -> m.setRequests(this));
        clipboard.onChange(() -> devices.forEach(this::tellClipboard));
        primary.onChange(() -> devices.forEach(this::tellPrimary));
    }

    @Override
    public void createDataSource(ExtDataControlManagerV1 self, ExtDataControlSourceV1 id) {
        var source = new Source(id);
        id.setUserData(source);
        id.setRequests(source);
        id.onDestroy(() -> {
            clipboard.gone(source);
            primary.gone(source);
        });
    }

    @Override
    public void getDataDevice(ExtDataControlManagerV1 self, ExtDataControlDeviceV1 id, WlSeat seat) {
        id.setRequests(this);
        devices.add(id);
        id.onDestroy(() -> devices.remove(id));
        tellClipboard(id);
        tellPrimary(id);
    }

    @Override
    public void setSelection(ExtDataControlDeviceV1 self, ExtDataControlSourceV1 source) {
        clipboard.set(used(self, source));
    }

    @Override
    public void setPrimarySelection(ExtDataControlDeviceV1 self, ExtDataControlSourceV1 source) {
        primary.set(used(self, source));
    }

    private static Source used(ExtDataControlDeviceV1 self, ExtDataControlSourceV1 source) {
        if (source == null) return null;
        var s = source.userData(Source.class);
        if (s.used) throw self.error(ExtDataControlDeviceV1.ERROR_USED_SOURCE, source + " was used before");
        s.used = true;
        return s;
    }

    private void tellClipboard(ExtDataControlDeviceV1 d) {
        d.sendSelection(offer(d, clipboard.source()));
    }

    private void tellPrimary(ExtDataControlDeviceV1 d) {
        d.sendPrimarySelection(offer(d, primary.source()));
    }

    private static ExtDataControlOfferV1 offer(ExtDataControlDeviceV1 d, SelectionSource source) {
        var offer = source == null ? null : d.sendDataOffer();
        if (offer == null) return null;
        offer.setRequests((ExtDataControlOfferV1 self, String type, Fd fd) -> {
            try (fd) {
                if (source.types().contains(type)) source.send(type, fd);
            }
        });
        for (var type : source.types()) offer.sendOffer(type);
        return offer;
    }

    private static final class Source implements ExtDataControlSourceV1.Requests, SelectionSource {
        private final ExtDataControlSourceV1 resource;
        private final Set<String> types = new LinkedHashSet<>();
        private boolean used;

        Source(ExtDataControlSourceV1 resource) {
            this.resource = resource;
        }

        @Override
        public void offer(ExtDataControlSourceV1 self, String mimeType) {
            if (used) throw self.error(ExtDataControlSourceV1.ERROR_INVALID_OFFER, "the source is in use already");
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
