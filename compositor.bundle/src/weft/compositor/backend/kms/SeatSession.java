package weft.compositor.backend.kms;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import weft.compositor.backend.NoOutputException;
import weft.ffi.LibSeat;
import weft.ffi.Libc;
import weft.os.Epoll;
import weft.os.EventLoop;
import weft.os.OsException;

/**
 * Our place on the seat: lends devices, and says when another session is in the foreground. In the loop's thread.
 * libseat calls back in the middle of a dispatch; what follows from it is done after that.
 */
final class SeatSession implements LibSeat.Listener, AutoCloseable {
    private static final int START_SECONDS = 10;
    private final long handle;
    private final EventLoop.Source source;
    private final Map<Integer, Integer> devices = new HashMap<>();
    private final Queue<Boolean> changes = new ArrayDeque<>();
    private Listener listener;
    private boolean active;

    /** What the session's owner hears. */
    interface Listener {
        /** The session is in the foreground again. */
        void activated();

        /** It leaves the foreground: the devices are taken away when this returns. */
        void deactivated();

        /** The seat itself is gone. */
        void lost();
    }

    /** @throws NoOutputException if there is no seat, or another session keeps the foreground */
    SeatSession(EventLoop loop) throws NoOutputException, OsException {
        handle = LibSeat.open(this);
        if (handle == 0) throw new NoOutputException("There is no seat to show the desktop on: neither logind (with polkitd) nor seatd lends its devices.");
        for (int i = 0; i < START_SECONDS && changes.isEmpty(); i++) LibSeat.dispatch(handle, 1000);
        if (!Boolean.TRUE.equals(changes.poll())) throw new NoOutputException("The seat does not bring this session to the foreground.");
        active = true;
        source = loop.add(LibSeat.descriptor(handle), Epoll.IN, events -> dispatch());
    }

    void listen(Listener newListener) {
        listener = newListener;
    }

    boolean isActive() {
        return active;
    }

    String seat() {
        return LibSeat.name(handle);
    }

    /** The descriptor of an opened device, or {@code -errno}. To be given to {@link #closeDevice}. */
    int openDevice(String path) {
        var device = LibSeat.openDevice(handle, path);
        if (device == null) return -13; // EACCES
        devices.put(device.fd(), device.id());
        return device.fd();
    }

    void closeDevice(int fd) {
        var id = devices.remove(fd);
        if (id != null) LibSeat.closeDevice(handle, id);
        Libc.close(fd);
    }

    /** Asks for the session of another virtual terminal. */
    void switchTo(int terminal) {
        LibSeat.switchSession(handle, terminal);
    }

    @Override
    public void enabled() {
        changes.add(true);
    }

    @Override
    public void disabled() {
        changes.add(false);
    }

    private void dispatch() {
        if (!LibSeat.dispatch(handle, 0)) {
            source.close();
            listener.lost();
            return;
        }
        for (Boolean now; (now = changes.poll()) != null; ) {
            active = now;
            if (active) {
                listener.activated();
            } else {
                listener.deactivated();
                LibSeat.disable(handle);
            }
        }
    }

    @Override
    public void close() {
        source.close();
        LibSeat.close(handle);
    }
}
