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
    // Of messages that went out, told when the lock is free: whoever hears may send, over a queue whose owner sends over this one.
    private ArrayDeque<Fate> fates = new ArrayDeque<>();
    private long bytes;
    private boolean closed;

    /** Hears, on any thread that holds no lock of the queue, whether a message went out; must not block. */
    interface Fate {
        Fate UNHEARD = sent -> { };

        void decided(boolean sent);
    }

    private static final class Part {
        final byte[] bytes;
        final Fate fate;
        // The caller's, until they have to be kept.
        Fd[] descriptors;
        boolean kept;
        int sent;

        Part(byte[] bytes, Fate fate, Fd[] descriptors) {
            this.bytes = bytes;
            this.fate = fate;
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
    boolean offer(byte[] message, Fd... descriptors) throws IOException {
        return offer(message, Fate.UNHEARD, descriptors);
    }

    /** The same; and tells once, perhaps before it returns, what became of a message that was taken. */
    boolean offer(byte[] message, Fate fate, Fd... descriptors) throws IOException {
        boolean taken, late;
        synchronized (this) {
            late = closed;
            taken = late || take(new Part(message, fate, descriptors));
        }
        if (late) fate.decided(false);
        tell();
        return taken;
    }

    // Most goes out at once, with the caller's own descriptors.
    private boolean take(Part part) throws IOException {
        if (parts.size() >= MAX_MESSAGES || bytes + part.bytes.length > MAX_BYTES) return false;
        boolean idle = parts.isEmpty();
        parts.add(part);
        bytes += part.bytes.length;
        if (idle && drain()) return true;
        keep(part);
        if (idle) poller.post(() -> poller.watch(socket.number(), Epoll.OUT, this::flush));
        return true;
    }

    // On the poller's thread, when the socket takes bytes again.
    private void flush() {
        try {
            synchronized (this) {
                if (closed || drain()) poller.unwatch(socket.number());
            }
        } catch (IOException e) {
            poller.unwatch(socket.number());
            broken.run();
        }
        tell();
    }

    private void tell() {
        ArrayDeque<Fate> sent;
        synchronized (this) {
            if (fates.isEmpty()) return;
            sent = fates;
            fates = new ArrayDeque<>();
        }
        sent.forEach(f -> f.decided(true));
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
            if (part.sent < part.bytes.length) continue;
            parts.remove();
            if (part.fate != Fate.UNHEARD) fates.add(part.fate);
        }
        return true;
    }

    private static void keep(Part part) throws IOException {
        if (part.descriptors.length == 0) return;
        Fd[] given = part.descriptors;
        part.descriptors = NONE;
        var copies = new Fd[given.length];
        for (int i = 0; i < copies.length; i++) copies[i] = given[i].duplicate();
        part.descriptors = copies;
        part.kept = true;
    }

    private static void release(Part part) {
        if (part.kept) for (Fd fd : part.descriptors) fd.close();
        part.descriptors = NONE;
    }

    /** Nothing is sent any more; what was not sent is dropped. Before the socket is closed. */
    void close() {
        ArrayDeque<Part> lost;
        synchronized (this) {
            closed = true;
            parts.forEach(SendQueue::release);
            lost = new ArrayDeque<>(parts);
            parts.clear();
        }
        tell();
        lost.forEach(p -> p.fate.decided(false));
    }
}
