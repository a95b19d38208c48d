package weft.compositor.xwayland;

import java.io.IOException;
import java.util.function.Consumer;
import weft.compositor.xwayland.wire.Event;
import weft.os.Epoll;
import weft.os.EventLoop;
import weft.os.Fd;

/**
 * Content of a Wayland client on its way to an X program: in one piece if it fits, else by increments (ICCCM 2.7.2), the next
 * read when the one before was taken. Given up after ten seconds without progress.
 */
final class Delivery implements AutoCloseable {
    private static final int PIECE = 1 << 16;
    private static final long PATIENCE_NANOS = 10_000_000_000L;
    private final Wm wm;
    private final Requests requests;
    private final int window, property, type;
    private final Fd from;
    private final Consumer<Boolean> answer;
    private final Runnable onEnd;
    private final EventLoop.Timer patience;
    private final byte[] piece = new byte[PIECE];
    /** While there is room; else nobody is to be woken by what comes, or by its end. */
    private EventLoop.Source readable;
    private int filled;
    private boolean ended, incremental, untaken, answered, closed;

    /**
     * @param from what the client writes into; from now on this object's
     * @param answer tells the program that it may look, or that there is nothing; once
     */
    Delivery(Wm wm, int window, int property, int type, Fd from, Consumer<Boolean> answer, Runnable onEnd) throws IOException {
        this.wm = wm;
        requests = wm.requests();
        this.window = window;
        this.property = property;
        this.type = type;
        this.from = from.nonBlocking();
        this.answer = answer;
        this.onEnd = onEnd;
        patience = wm.loop().timer(this::close);
        patience.startAfter(PATIENCE_NANOS);
        resume();
    }

    private void read() {
        try {
            int n = from.read(piece, filled, PIECE - filled);
            filled += n;
            ended = n == 0;
            if (ended || filled == PIECE) {
                stopReading();
                pass();
            }
        } catch (IOException e) {
            close();
        }
    }

    /** The program has taken the piece before. */
    void taken() {
        if (!untaken) return;
        untaken = false;
        patience.startAfter(PATIENCE_NANOS);
        if (ended || filled == PIECE) pass();
    }

    private void pass() {
        if (untaken) return;
        if (!incremental && !ended) {
            incremental = true;
            untaken = true;
            if (wm.window(window) == null) requests.select(window, Event.MASK_PROPERTY);
            requests.setNumbers(window, property, requests.number(Atom.INCR), PIECE);
            answer(true);
            return;
        }
        int length = filled;
        requests.setBytes(window, property, type, piece, length);
        filled = 0;
        if (!incremental) answer(true);
        // Nothing is what ends it.
        if (!incremental || length == 0) {
            close();
            return;
        }
        untaken = true;
        resume();
    }

    private void resume() {
        try {
            if (!ended && readable == null) readable = wm.loop().add(from.number(), Epoll.IN, events -> read());
        } catch (IOException e) {
            close();
        }
    }

    private void stopReading() {
        if (readable != null) readable.close();
        readable = null;
    }

    private void answer(boolean ok) {
        if (!answered) answer.accept(ok);
        answered = true;
    }

    @Override
    public void close() {
        if (closed) return;
        closed = true;
        answer(false);
        if (incremental && wm.window(window) == null) requests.select(window, 0);
        patience.close();
        stopReading();
        from.close();
        onEnd.run();
    }
}
