package weft.shell.engine.window;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import weft.os.EventLoop;
import weft.os.Fd;
import weft.wayland.protocol.client.WlSeat;
import weft.wayland.protocol.client.ZwpPrimarySelectionDeviceManagerV1;
import weft.wayland.protocol.client.ZwpPrimarySelectionDeviceV1;
import weft.wayland.protocol.client.ZwpPrimarySelectionOfferV1;
import weft.wayland.protocol.client.ZwpPrimarySelectionSourceV1;

/** What was selected last in the session, as text, by zwp_primary_selection_v1: seen while one of our windows has the keyboard. For the loop's thread. */
public final class PrimarySelection {
    private final EventLoop loop;
    private ZwpPrimarySelectionDeviceManagerV1 manager;
    private ZwpPrimarySelectionDeviceV1 device;
    private ZwpPrimarySelectionOfferV1 offer;

    PrimarySelection(EventLoop loop) {
        this.loop = loop;
    }

    void connected(ZwpPrimarySelectionDeviceManagerV1 boundManager, WlSeat seat) {
        manager = boundManager;
        device = manager.getDevice(seat);
        device.setEvents(new ZwpPrimarySelectionDeviceV1.Events() {
            @Override
            public void dataOffer(ZwpPrimarySelectionDeviceV1 self, ZwpPrimarySelectionOfferV1 id) {
                var types = new HashSet<String>();
                id.setUserData(types);
                id.setEvents((o, type) -> {
                    if (types.size() < PipedText.TYPES.size() && PipedText.TYPES.contains(type)) types.add(type);
                });
            }

            @Override
            public void selection(ZwpPrimarySelectionDeviceV1 self, ZwpPrimarySelectionOfferV1 id) {
                if (offer != null && offer != id) offer.destroy();
                offer = id;
            }
        });
    }

    void lost() {
        manager = null;
        device = null;
        offer = null;
    }

    /** Offers text as what is selected; without a compositor nothing happens. */
    public void offer(String text) {
        if (device == null) return;
        var source = manager.createSource();
        for (String type : PipedText.TYPES) source.offer(type);
        source.setEvents(new ZwpPrimarySelectionSourceV1.Events() {
            @Override
            public void send(ZwpPrimarySelectionSourceV1 self, String mimeType, Fd fd) {
                PipedText.give(fd, text);
            }

            @Override
            public void cancelled(ZwpPrimarySelectionSourceV1 self) {
                self.destroy();
            }
        });
        // The session's own client needs no input event for this.
        device.setSelection(source, 0);
    }

    /** Reads it; the callback gets its text, empty text if it holds none, or nothing if it could not be read. */
    @SuppressWarnings("unchecked")
    public void read(Consumer<Optional<String>> done) {
        var types = offer == null ? Set.<String>of() : (Set<String>) offer.userData(Set.class);
        var type = PipedText.TYPES.stream().filter(types::contains).findFirst();
        if (type.isEmpty()) done.accept(Optional.of(""));
        else PipedText.take(loop, fd -> offer.receive(type.get(), fd), done);
    }
}
