package weft.appd;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import weft.api.SessionId;
import weft.api.message.Connection.Role;
import weft.codec.Envelope;
import weft.platform.test.PuppetStage;

/**
 * A puppet that answers as a runtime does, on a thread of its own: it reports, takes its app, reports again when its
 * connection drops, and ends when it is asked to if it {@link #obeys}. What it says of being ready is the test's.
 */
final class Actor {
    private final PuppetStage.Strings strings;
    private final Path gateway;
    /** The sessions that it was given; a second one is a failure. */
    final List<SessionId> sessions = new CopyOnWriteArrayList<>();
    volatile boolean obeys = true;
    private volatile boolean dropped;

    Actor(PuppetStage.Strings strings, Path gateway) {
        this.strings = strings;
        this.gateway = gateway;
        Thread.ofPlatform().daemon().name("actor").start(this::live);
    }

    private void live() {
        try {
            do speak();
            while (dropped);
        } catch (Exception e) {
            // Its process has ended.
        }
    }

    private void speak() throws Exception {
        PuppetStage.Line line;
        synchronized (this) {
            line = strings.hello(Role.runtime, gateway);
            dropped = false;
        }
        try {
            while (true) heard(line.read());
        } catch (IOException e) {
            // Its connection was dropped, or it has ended.
        }
    }

    private void heard(Envelope message) throws IOException {
        switch (message.type()) {
            case "ASSIGN" -> sessions.add(new SessionId((String) message.body().get("session")));
            case "SHUTDOWN" -> {
                if (obeys) lastOrder("exit 0");
            }
            default -> { }
        }
    }

    synchronized void drop() {
        if (dropped) return;
        dropped = true;
        order("disconnect runtime");
    }

    /** Its process may be gone already; nothing is said then. */
    synchronized void order(String order) {
        try {
            strings.order(order);
        } catch (IOException e) {
            // It has ended meanwhile.
        }
    }

    synchronized void lastOrder(String order) {
        try {
            strings.lastOrder(order);
        } catch (IOException e) {
            // It has ended meanwhile.
        }
    }
}
