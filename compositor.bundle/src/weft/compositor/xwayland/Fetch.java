package weft.compositor.xwayland;

import java.io.IOException;
import weft.os.Epoll;
import weft.os.EventLoop;
import weft.os.Fd;

/**
 * Content of an X program on its way to a Wayland client: piece by piece, the next one asked for when the one before is
 * written; by increments (ICCCM 2.7.2) where its owner does so. Given up after ten seconds without progress.
 */
final class Fetch implements AutoCloseable {
    private static final int PIECE = 1 << 16;
    private static final long PATIENCE_NANOS = 10_000_000_000L;
    private final EventLoop loop;
    private final Requests requests;
    private final int window;
    private final Fd to;
    private final Runnable onEnd;
    private final EventLoop.Timer patience;
    /** While the reader is behind; else nobody is to be woken by its end. */
    private EventLoop.Source writable;
    private byte[] piece = {};
    private int written, offset, left;
    private boolean incremental, asked, more, closed;

    /** @param to from now on this object's */
    Fetch(Wm wm, int window, Fd to, Runnable onEnd) throws IOException {
        loop = wm.loop();
        requests = wm.requests();
        this.window = window;
        this.to = to.nonBlocking();
        this.onEnd = onEnd;
        patience = loop.timer(this::close);
        patience.startAfter(PATIENCE_NANOS);
    }

    /** The owner has answered. */
    void answered(boolean has) {
        if (!has) close();
        else if (!asked) ask(0);
    }

    /** The owner has put more into the property. */
    void more() {
        if (!incremental) return;
        if (asked || written < piece.length || left > 0) more = true;
        else ask(0);
    }

    private void ask(int from) {
        asked = true;
        more = false;
        offset = from;
        requests.property(window, requests.number(Atom.WEFT_SELECTION), from, PIECE, true, this::took);
    }

    private void took(Property p) {
        if (closed) return;
        asked = false;
        if (p == null || p.type() == 0) {
            close();
            return;
        }
        patience.startAfter(PATIENCE_NANOS);
        if (!incremental && p.type() == requests.number(Atom.INCR)) {
            incremental = true;
            return;
        }
        piece = p.bytes();
        written = 0;
        left = p.left();
        if (piece.length == 0) close();
        else write();
    }

    private void write() {
        try {
            while (written < piece.length) {
                int n = to.tryWrite(piece, written, piece.length - written);
                if (n == 0) {
                    if (writable == null) writable = loop.add(to.number(), Epoll.OUT, events -> write());
                    return;
                }
                written += n;
                patience.startAfter(PATIENCE_NANOS);
            }
            stopWaiting();
        } catch (IOException e) {
            // Who wanted it is gone.
            close();
            return;
        }
        if (asked) return;
        if (left > 0) ask(offset + piece.length);
        else if (!incremental) close();
        else if (more) ask(0);
    }

    private void stopWaiting() {
        if (writable != null) writable.close();
        writable = null;
    }

    @Override
    public void close() {
        if (closed) return;
        closed = true;
        patience.close();
        stopWaiting();
        to.close();
        onEnd.run();
    }
}
