package weft.os;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Tells the service manager how this process is doing (sd_notify(3)): {@code READY=1}, {@code STOPPING=1},
 * {@code STATUS=…}. Without {@code NOTIFY_SOCKET} in the environment nothing happens; a manager that does not listen
 * is no reason to fail.
 */
public final class Notify {
    private final String address;

    private Notify(String address) {
        this.address = address;
    }

    public static Notify of(Map<String, String> environment) {
        String address = environment.getOrDefault("NOTIFY_SOCKET", "");
        return new Notify(address.startsWith("/") || address.startsWith("@") ? address : null);
    }

    public void send(String state) {
        if (address == null) return;
        byte[] bytes = state.getBytes(StandardCharsets.UTF_8);
        try (Fd socket = UnixSocket.datagram(address)) {
            socket.write(bytes, 0, bytes.length);
        } catch (IOException e) {
            System.getLogger("weft.os").log(System.Logger.Level.DEBUG, "the service manager does not listen: {0}", e.getMessage());
        }
    }
}
