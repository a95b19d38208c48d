package weft.shell.engine.link;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import weft.api.WeftException;
import weft.api.message.Connection;
import weft.codec.Envelope;
import weft.codec.Frames;
import weft.os.Fd;
import weft.os.UnixSocket;

/**
 * The connection to the gateway, kept for ever: when the platform goes, it is made again with growing pauses (50 ms to
 * 1 s). One thread reads and one writes; what cannot be sent is refused at once, never kept.
 */
public final class GatewayLink {
    /** What happens on the connection; in the reading thread, {@link #unsent} in the writing one. */
    public interface Listener {
        /** The gateway has welcomed us. */
        void connected();

        /** The connection is gone: nothing asked before will be answered. */
        void disconnected();

        void received(Envelope envelope);

        /** An envelope that was accepted cannot be sent after all. */
        void unsent(Envelope envelope, WeftException why);
    }

    private static final int QUEUE = 1024;
    private static final long FIRST_PAUSE_MS = 50, LONGEST_PAUSE_MS = 1000;
    private final Path socket;
    private final String token;
    private final Listener listener;
    private final BlockingQueue<Envelope> queue = new ArrayBlockingQueue<>(QUEUE);
    private volatile Frames frames;

    public GatewayLink(Path socket, String token, Listener listener) {
        this.socket = socket;
        this.token = token;
        this.listener = listener;
    }

    public void start() {
        Thread.ofPlatform().name("gateway-reader").daemon().start(this::keepConnected);
        Thread.ofPlatform().name("gateway-writer").daemon().start(this::write);
    }

    /** Sends an envelope soon. Returns false if there is no connection, or it does not keep up. From any thread. */
    public boolean send(Envelope envelope) {
        return frames != null && queue.offer(envelope);
    }

    private void keepConnected() {
        long pause = FIRST_PAUSE_MS;
        while (true) {
            boolean welcomed = false;
            try (Fd fd = UnixSocket.connect(socket)) {
                welcomed = converse(fd);
            } catch (IOException | WeftException e) {
                // No gateway yet, or no longer: it comes back on the same socket.
            }
            pause = welcomed ? FIRST_PAUSE_MS : Math.min(LONGEST_PAUSE_MS, 2 * pause);
            try {
                Thread.sleep(pause);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    /** Reads until the end; returns whether the gateway had welcomed us. */
    private boolean converse(Fd fd) throws IOException {
        var connection = new Frames(fd);
        connection.write(Envelope.request(1, new Connection.Hello(Connection.Role.engine, Optional.of(token))));
        if (!(connection.read().envelope().answer() instanceof Connection.Welcome)) return false;
        queue.clear();
        frames = connection;
        listener.connected();
        try {
            while (true) {
                var frame = connection.read();
                frame.fds().forEach(Fd::close);
                listener.received(frame.envelope());
            }
        } catch (IOException | WeftException e) {
            return true;
        } finally {
            frames = null;
            // A writer that is blocked in this connection ends with it.
            UnixSocket.shutdown(fd);
            listener.disconnected();
        }
    }

    private void write() {
        while (true) {
            try {
                var envelope = queue.take();
                var connection = frames;
                if (connection != null) write(connection, envelope);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private void write(Frames connection, Envelope envelope) {
        try {
            connection.write(envelope);
        } catch (WeftException e) {
            listener.unsent(envelope, e);
        } catch (IOException | IllegalStateException e) {
            // The reader sees the same end and tells it.
        }
    }
}
