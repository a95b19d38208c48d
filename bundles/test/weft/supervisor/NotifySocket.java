package weft.supervisor;

import java.io.IOException;
import weft.os.Fd;
import weft.os.UnixSocket;

/** A service manager's end of the notification socket (sd_notify(3)). */
final class NotifySocket implements AutoCloseable {
    private final Fd socket;

    private NotifySocket(Fd socket) {
        this.socket = socket;
    }

    /** @param address a path, or {@code @NAME} */
    static NotifySocket at(String address) throws IOException {
        return new NotifySocket(UnixSocket.receiver(address));
    }

    /** Waits for the next message. */
    String next() throws IOException {
        byte[] bytes = new byte[256];
        return new String(bytes, 0, socket.read(bytes, 0, bytes.length));
    }

    @Override
    public void close() {
        socket.close();
    }
}
