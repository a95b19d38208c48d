package weft.compositor.protocol;

import weft.wayland.server.Client;
import weft.wayland.server.Display;

/** The serials of the latest input events and whom they were sent to: what a client may refer to when it asks for a grab. */
final class SerialLog {
    private static final int KEPT = 64;
    private final Display display;
    private final int[] serials = new int[KEPT];
    private final Client[] clients = new Client[KEPT];
    private int next;

    SerialLog(Display display) {
        this.display = display;
    }

    /** A serial for an input event to a client. */
    int issue(Client client) {
        int serial = display.nextSerial();
        serials[next] = serial;
        clients[next] = client;
        next = (next + 1) % KEPT;
        return serial;
    }

    boolean wasSentTo(Client client, int serial) {
        for (int i = 0; i < KEPT; i++) if (serials[i] == serial && clients[i] == client) return true;
        return false;
    }

    void forget(Client client) {
        for (int i = 0; i < KEPT; i++) if (clients[i] == client) clients[i] = null;
    }
}
