package weft.shell.engine.window;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import weft.os.Epoll;
import weft.os.Errno;
import weft.os.EventLoop;
import weft.os.Fd;
import weft.os.OsException;
import weft.wayland.protocol.client.WlDataDevice;
import weft.wayland.protocol.client.WlDataDeviceManager;
import weft.wayland.protocol.client.WlDataOffer;
import weft.wayland.protocol.client.WlDataSource;
import weft.wayland.protocol.client.WlSeat;

/** The session's clipboard as text, by wl_data_device: seen while one of our windows has the keyboard. For the loop's thread. */
public final class Clipboard {
    public static final int MAX_BYTES = 1 << 20;
    private static final long LIMIT_NANOS = 2_000_000_000L;
    private static final List<String> TYPES = List.of("text/plain;charset=utf-8", "text/plain", "UTF8_STRING");
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
                // The other side may read slowly, or not at all.
                Thread.startVirtualThread(() -> give(fd, text));
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

    private static void give(Fd fd, String text) {
        try (fd) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            fd.write(bytes, 0, bytes.length);
        } catch (IOException e) {
            // The other side had enough.
        }
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
        try {
            Fd[] pipe = Fd.pipe();
            try (Fd theirs = pipe[1]) {
                offer.receive(type.get(), theirs);
            }
            new Reading(pipe[0].nonBlocking(), done);
        } catch (OsException e) {
            done.accept(Optional.empty());
        }
    }

    /** What comes through a pipe: bounded in size and time. */
    private final class Reading {
        private final Fd fd;
        private final Consumer<Optional<String>> done;
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final byte[] part = new byte[1 << 16];
        private final EventLoop.Source ready;
        private final EventLoop.Timer limit;

        Reading(Fd fd, Consumer<Optional<String>> done) throws OsException {
            this.fd = fd;
            this.done = done;
            limit = loop.timer(() -> end(Optional.empty()));
            limit.startAfter(LIMIT_NANOS);
            ready = loop.add(fd.number(), Epoll.IN, events -> more());
        }

        private void more() {
            try {
                for (int n; (n = fd.read(part, 0, part.length)) > 0; bytes.write(part, 0, n))
                    if (bytes.size() + n > MAX_BYTES) throw new IOException("too much");
                end(Optional.of(bytes.toString(StandardCharsets.UTF_8)));
            } catch (OsException e) {
                if (e.errno() != Errno.EAGAIN) end(Optional.empty());
            } catch (IOException e) {
                end(Optional.empty());
            }
        }

        private void end(Optional<String> text) {
            ready.close();
            limit.close();
            fd.close();
            done.accept(text);
        }
    }
}
