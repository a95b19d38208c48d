package weft.runtime.link;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import weft.api.ErrorCode;
import weft.api.WeftException;
import weft.api.message.AppMessage;
import weft.api.message.Connection;
import weft.api.message.Lifecycle;
import weft.codec.Envelope;
import weft.codec.Frames;
import weft.codec.Json;
import weft.os.Fd;
import weft.runtime.guest.GuestLog;
import weft.runtime.guest.Outbox;

/**
 * The connection to the gateway. One thread reads ({@link #run}); the guest's thread sends. A message to the page is kept
 * until the gateway has confirmed it, and sent again over the next connection if this one is lost before: around a
 * restart of the platform a page may see the same message twice, but none is missing.
 */
public final class GatewayLink implements Outbox {
    private static final int MAX_PENDING = 256, MAX_PENDING_BYTES = 4 << 20;
    private final Knock knock;
    private final GuestLog log;
    private final Receiver receiver;
    private final Deque<Pending> pending = new ArrayDeque<>();
    private int pendingBytes;
    private long requests = 1;
    /** Held while frames are written, so that they keep their order; never while waiting for the gateway's answers. */
    private final Object sending = new Object();
    private volatile Knock.Open open;
    private Knock.Open only;

    private record Pending(Envelope envelope, int bytes) {}

    /** What the gateway says; called on the reading thread. */
    public interface Receiver {
        /** The module, and what was compiled of it ahead, are the receiver's to close; null if none was sent. */
        void assigned(Lifecycle.Assign assign, Fd module, Fd compiled);

        /** A message from the page; {@code false} if there is no room for it. */
        boolean message(byte[] json);

        void shutdown(int graceMs);

        /** What was passed of the app's own files is to be closed when this returns. */
        void closePassed();

        /** The platform is back after it was away. */
        void reconnected();
    }

    public GatewayLink(Path socket, String token, GuestLog log, Receiver receiver) {
        this.knock = new Knock(socket, Connection.Role.runtime, token);
        this.log = log;
        this.receiver = receiver;
    }

    /** Connects now; later it could not, so {@link #run} returns when this connection ends. Returns its descriptor. */
    public int connectOnce() throws IOException {
        try {
            only = knock.once();
            return only.socket().number();
        } catch (Knock.Refused e) {
            throw new IOException(e.getMessage());
        }
    }

    /** Connects and reads for ever, connecting anew whenever the connection ends. Returns, with the reason, if the gateway refuses. */
    public String run() {
        for (boolean again = false; ; ) {
            try {
                if (only != null && again) return "the platform has gone, and the sandbox lets it not connect again";
                Knock.Open connection = only != null ? only : knock.once();
                resend(connection);
                if (again) {
                    log.own("connected to the platform again");
                    receiver.reconnected();
                }
                again = true;
                read(connection);
            } catch (Knock.Refused e) {
                return e.getMessage();
            } catch (IOException e) {
                // Nobody there, or no longer: knock again.
            } catch (WeftException e) {
                log.own("the gateway's message cannot be understood: " + e.getMessage());
            }
            lost();
        }
    }

    private void lost() {
        synchronized (sending) {
            if (open != null) open.close();
            open = null;
        }
    }

    private void read(Knock.Open connection) throws IOException {
        for (;;) {
            Frames.Frame frame = connection.frames().read();
            try {
                handle(connection, frame);
            } catch (WeftException e) {
                frame.fds().forEach(Fd::close);
                if (frame.envelope().id() > 0) connection.frames().write(Envelope.failure(frame.envelope().id(), e));
            }
        }
    }

    private void handle(Knock.Open connection, Frames.Frame frame) throws IOException {
        Envelope envelope = frame.envelope();
        if (envelope.re() > 0) {
            confirmed(envelope);
            return;
        }
        switch (envelope.message()) {
            case Lifecycle.Assign assign -> {
                List<Fd> fds = new ArrayList<>(frame.fds());
                receiver.assigned(assign, fds.isEmpty() ? null : fds.removeFirst(), fds.isEmpty() ? null : fds.removeFirst());
                fds.forEach(Fd::close);
            }
            case AppMessage.IpcMessage m -> {
                if (!receiver.message(Json.write(m.data())))
                    throw new WeftException(ErrorCode.UNAVAILABLE, "The app does not take its messages: too many are waiting.");
            }
            case Connection.Ping _ -> { }
            case Lifecycle.ClosePassed _ -> receiver.closePassed();
            case Lifecycle.Shutdown s -> receiver.shutdown(s.graceMs());
            default -> throw new WeftException(ErrorCode.INVALID, envelope.type() + " is nothing that an app runtime does");
        }
        if (envelope.id() > 0) connection.frames().write(Envelope.reply(envelope.id(), new Connection.Ok()));
    }

    private void confirmed(Envelope answer) {
        synchronized (pending) {
            pending.removeIf(p -> {
                boolean done = p.envelope.id() == answer.re();
                if (done) pendingBytes -= p.bytes;
                return done;
            });
        }
        try {
            answer.answer();
        } catch (WeftException e) {
            log.own("a message of the app did not arrive: " + e.getMessage());
        }
    }

    @Override
    public boolean send(Object data) {
        synchronized (sending) {
            int bytes = Json.write(data).length;
            Envelope envelope;
            synchronized (pending) {
                if (pending.size() >= MAX_PENDING || pendingBytes + bytes > MAX_PENDING_BYTES) return false;
                envelope = Envelope.request(++requests, new AppMessage.IpcForward(data));
                pending.add(new Pending(envelope, bytes));
                pendingBytes += bytes;
            }
            write(envelope);
            return true;
        }
    }

    @Override
    public void progress(int percent) {
        synchronized (sending) {
            write(Envelope.event(new Lifecycle.Progress(percent)));
        }
    }

    private void write(Envelope envelope) {
        Knock.Open connection = open;
        if (connection == null) return;
        try {
            connection.frames().write(envelope);
        } catch (IOException e) {
            // The reading thread sees the end of the connection as well, and what is pending is sent again.
        }
    }

    private void resend(Knock.Open connection) throws IOException {
        synchronized (sending) {
            List<Pending> waiting;
            synchronized (pending) {
                waiting = List.copyOf(pending);
            }
            for (Pending p : waiting) connection.frames().write(p.envelope);
            open = connection;
        }
    }
}
