package weft.wayland.client;

import java.io.IOException;

/** The compositor is gone, or has ended the connection. */
public class ConnectionLost extends IOException {
    private static final long serialVersionUID = 1;

    ConnectionLost(String message) {
        super(message);
    }
}
