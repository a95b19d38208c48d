package weft.compositor.xwayland;

import java.io.UncheckedIOException;
import java.util.function.Consumer;
import weft.os.EventLoop;
import weft.os.OsException;

/**
 * Asks a window's program whether it is alive when the window should close ({@code _NET_WM_PING}). One that does not answer in
 * time has it said on its bar, and is ended when the user insists. Programs that do not know the question are never said so.
 */
final class Ping {
    private static final long PATIENCE_NANOS = 3_000_000_000L;
    private final Wm wm;
    private final XWindow window;
    private final Consumer<Boolean> responds;
    private EventLoop.Timer patience;
    private boolean waiting, unresponsive;

    Ping(Wm wm, XWindow window, Consumer<Boolean> responds) {
        this.wm = wm;
        this.window = window;
        this.responds = responds;
    }

    /** The user wants the window closed; returns whether to ask its program, which else is ended by this. */
    boolean mayAskToClose() {
        if (unresponsive) {
            wm.requests().kill(window.id());
            return false;
        }
        if (!waiting && window.properties().speaks(Atom._NET_WM_PING)) ask();
        return true;
    }

    private void ask() {
        waiting = true;
        wm.protocol(window, Atom._NET_WM_PING);
        try {
            if (patience == null) patience = wm.loop().timer(() -> tell(false));
            patience.startAfter(PATIENCE_NANOS);
        } catch (OsException e) {
            throw new UncheckedIOException(e);
        }
    }

    void answered() {
        if (!waiting) return;
        waiting = false;
        patience.stop();
        if (unresponsive) tell(true);
    }

    private void tell(boolean alive) {
        unresponsive = !alive;
        responds.accept(alive);
    }

    void close() {
        if (patience != null) patience.close();
    }
}
