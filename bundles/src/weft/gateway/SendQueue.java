package weft.gateway;

import java.io.IOException;
import java.util.ArrayDeque;
import weft.os.Epoll;
import weft.os.Fd;
import weft.os.UnixSocket;

/**
 * What a connection has yet to send. Sending never waits: what the socket does not take at once is kept, up to a bound,
 * and goes out when the reader has caught up. Safe from any thread.
 */
final class SendQueue {
    /** Room for one frame of the largest size beside small ones. */
    static final int MAX_BYTES = 8 << 20, MAX_MESSAGES = 1024;
    private static final Fd[] NONE = {};
    private final Fd socket;
    private final Poller poller;
    private final Runnable broken;
    private final ArrayDeque<Part> parts = new ArrayDeque<>();
    private long bytes;
    private boolean closed;

    private static final class Part {
        final byte[] bytes;
        Fd[] descriptors;
        int sent;

        Part(byte[] bytes, Fd[] descriptors) {
            this.bytes = bytes;
            this.descriptors = descriptors;
        }
    }

    /** @param broken told, on any thread, that the socket failed */
    SendQueue(Fd socket, Poller poller, Runnable broken) {
        this.socket = socket;
        this.poller = poller;
        this.broken = broken;
    }

    /** Takes a message; the descriptors stay the caller's. Returns false, and takes nothing, if the reader is too far behind. */
    synchronized boolean offer(byte[] message, Fd... descriptors) throws IOException {
        if (closed) return true;
        if (parts.size() >= MAX_MESSAGES || bytes + message.length > MAX_BYTES) return false;
        boolean idle = parts.isEmpty();
        parts.add(new Part(message, copies(descriptors)));
        bytes += message.length;
        if (idle && !drain()) poller.post(() -> poller.watch(socket.number(), Epoll.OUT, this::flush));
        return true;
    }

    // On the poller's thread, when the socket takes bytes again.
    private synchronized void flush() {
        try {
            if (closed || drain()) poller.unwatch(socket.number());
        } catch (IOException e) {
            poller.unwatch(socket.number());
            broken.run();
        }
    }

    // Returns whether everything went out.
    private boolean drain() throws IOException {
        while (!parts.isEmpty()) {
            Part part = parts.peek();
            int n = UnixSocket.trySend(socket, part.bytes, part.sent, part.bytes.length - part.sent, part.descriptors);
            if (n == 0) return false;
            release(part);
            part.sent += n;
            bytes -= n;
            if (part.sent == part.bytes.length) parts.remove();
        }
        return true;
    }

    private static Fd[] copies(Fd[] descriptors) throws IOException {
        if (descriptors.length == 0) return NONE;
        var copies = new Fd[descriptors.length];
        for (int i = 0; i < copies.length; i++) copies[i] = descriptors[i].duplicate();
        return copies;
    }

    private static void release(Part part) {
        for (Fd fd : part.descriptors) fd.close();
        part.descriptors = NONE;
    }

    /** Nothing is sent any more; what was not sent is dropped. Before the socket is closed. */
    synchronized void close() {
        closed = true;
        parts.forEach(SendQueue::release);
        parts.clear();
    }
}
