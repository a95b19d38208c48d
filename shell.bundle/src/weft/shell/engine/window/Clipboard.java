package weft.shell.engine.window;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import weft.os.EventLoop;
import weft.os.Fd;
import weft.wayland.protocol.client.WlDataDevice;
import weft.wayland.protocol.client.WlDataDeviceManager;
import weft.wayland.protocol.client.WlDataOffer;
import weft.wayland.protocol.client.WlDataSource;
import weft.wayland.protocol.client.WlSeat;

/** The session's clipboard as text, by wl_data_device: seen while one of our windows has the keyboard. For the loop's thread. */
public final class Clipboard {
    public static final int MAX_BYTES = PipedText.MAX_BYTES;
    private static final List<String> TYPES = PipedText.TYPES;
    private final EventLoop loop;
    private WlDataDeviceManager manager;
    private WlDataDevice device;
    private WlDataOffer offer;

    Clipboard(EventLoop loop) {
        this.loop = loop;
    }

    void connected(WlDataDeviceManager boundManager, WlSeat seat) {
        manager = boundManager;
        device = manager.getDataDevice(seat);
        device.setEvents(new WlDataDevice.Events() {
            @Override
            public void dataOffer(WlDataDevice self, WlDataOffer id) {
                var types = new HashSet<String>();
                id.setUserData(types);
                id.setEvents(new WlDataOffer.Events() {
                    @Override
                    public void offer(WlDataOffer o, String mimeType) {
                        if (types.size() < TYPES.size() && TYPES.contains(mimeType)) types.add(mimeType);
                    }
                });
            }

            @Override
            public void selection(WlDataDevice self, WlDataOffer id) {
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

    /** Puts text on it. @return false if there is no compositor at the moment */
    public boolean write(String text) {
        if (device == null) return false;
        var fresh = manager.createDataSource();
        for (String type : TYPES) fresh.offer(type);
        fresh.setEvents(new WlDataSource.Events() {
            @Override
            public void send(WlDataSource self, String mimeType, Fd fd) {
                PipedText.give(fd, text);
            }

            @Override
            public void cancelled(WlDataSource self) {
                self.destroy();
            }
        });
        // The session's own client needs no input event for this.
        device.setSelection(fresh, 0);
        return true;
    }

    /** Reads it; the callback gets its text, empty text if it holds none, or nothing if it could not be read. */
    @SuppressWarnings("unchecked")
    public void read(Consumer<Optional<String>> done) {
        var types = offer == null ? Set.<String>of() : (Set<String>) offer.userData(Set.class);
        var type = TYPES.stream().filter(types::contains).findFirst();
        if (type.isEmpty()) {
            done.accept(Optional.of(""));
            return;
        }
        PipedText.take(loop, fd -> offer.receive(type.get(), fd), done);
    }
}
