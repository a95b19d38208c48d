package weft.compositor.backend.nested;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import weft.compositor.backend.Backend;
import weft.compositor.backend.BackendOutput;
import weft.compositor.backend.NoOutputException;
import weft.compositor.input.InputListener;
import weft.compositor.output.OutputIdentity;
import weft.compositor.output.OutputMode;
import weft.compositor.output.OutputWords;
import weft.os.EventLoop;
import weft.os.OsException;
import weft.os.UnixSocket;
import weft.wayland.client.CompositorError;
import weft.wayland.client.Connection;
import weft.wayland.client.ConnectionLost;
import weft.wayland.protocol.client.WlSurface;

/**
 * Outputs that are windows of another Wayland session, {@code WEFT-1} and so on. Each has its window's size, and the parent's frame callbacks as its clock: while
 * the parent does not show a window, nothing is drawn for it. Closing a window unplugs its output; closing the last one, or the parent's end, ends the session.
 */
public final class NestedBackend implements Backend {
    private static final int ANSWER_MS = 10_000;
    private final Connection parent;
    private final ParentGlobals globals;
    private final List<ParentWindow> windows = new ArrayList<>();
    private Listener listener;
    private ParentSeat seat;

    /**
     * A window that is wanted.
     *
     * @param size in the parent's measure, unless the parent chooses
     * @param wish how its output is to be shown, over what is remembered; its scale comes on top of the parent's. Null: no wish
     */
    public record Wanted(OutputMode size, OutputWords.Short wish) {}

    /**
     * Opens windows in the session of a socket.
     *
     * @throws NoOutputException if nobody is there, or it cannot show windows
     */
    public static NestedBackend open(EventLoop loop, Path socket, List<Wanted> wanted) throws IOException {
        try {
            return new NestedBackend(new Connection(UnixSocket.connect(socket), loop), wanted);
        } catch (ConnectionLost | OsException e) {
            throw new NoOutputException("The Wayland session at " + socket + " cannot be used: " + e.getMessage() + ".", e);
        }
    }

    /**
     * Opens windows over a connection, which is then the backend's. Returns when the parent has configured them all.
     *
     * @param wanted at least one
     */
    public NestedBackend(Connection parent, List<Wanted> wanted) throws IOException {
        this.parent = parent;
        try {
            parent.roundtrip(ANSWER_MS);
            globals = new ParentGlobals(parent.registry());
            // What the parent's outputs are decides on scale and rate.
            parent.roundtrip(ANSWER_MS);
            for (var w : wanted) windows.add(new ParentWindow(this, globals, new OutputIdentity("WEFT-" + (windows.size() + 1), "", "", ""), w.size(), w.wish()));
            if (windows.size() > 1) windows.forEach(ParentWindow::tellApart);
            awaitConfigured();
            line();
        } catch (IOException e) {
            parent.close();
            throw e;
        }
    }

    private void awaitConfigured() throws IOException {
        long deadline = System.nanoTime() + ANSWER_MS * 1_000_000L;
        while (!windows.stream().allMatch(ParentWindow::isConfigured)) {
            long left = (deadline - System.nanoTime()) / 1_000_000;
            if (left <= 0) throw new NoOutputException("The Wayland session does not answer: it gave a window no size within " + ANSWER_MS / 1000 + " seconds.");
            parent.dispatch((int) left);
        }
    }

    /** Each stands right of those before, where nothing else was said. */
    private void line() {
        int right = 0;
        for (var w : windows) {
            w.standsAt(right);
            if (w.wish() != null) right = Math.max(right, w.wish().area().right());
        }
    }

    @Override
    public List<? extends BackendOutput> outputs() {
        return List.copyOf(windows);
    }

    @Override
    public void start(Listener newListener, InputListener input) {
        listener = newListener;
        parent.onLost(this::lost);
        globals.outputs().onChange(() -> List.copyOf(windows).forEach(ParentWindow::follow));
        seat = new ParentSeat(parent.registry(), input, this::place);
    }

    private ParentPlaces.Place place(WlSurface surface, double x, double y) {
        for (var w : windows) if (w.surface() == surface) return w.place(x, y);
        return null;
    }

    /** The parent wants the next frame of a window. */
    void seen(ParentWindow window) {
        listener.vblank(window, System.nanoTime());
    }

    /** A window has another mode or scale. */
    void changed(ParentWindow window) {
        if (listener != null) listener.modeChanged(window);
    }

    /** The parent's user has closed a window. */
    void closed(ParentWindow window) {
        if (listener == null) return;
        if (windows.size() == 1) {
            listener.closed("the window was closed");
            return;
        }
        if (!windows.remove(window)) return;
        listener.disconnected(window);
        seat.forget(window.surface());
        window.close();
    }

    private void lost(ConnectionLost why) {
        // What the parent takes for a mistake of ours concerns our windows alone: the session itself is there.
        if (why instanceof CompositorError) listener.failed("the Wayland session that shows the window refused it: " + why.getMessage());
        else listener.closed("the Wayland session that showed the window is gone (" + why.getMessage() + ")");
    }

    @Override
    public void close() {
        windows.forEach(ParentWindow::close);
        parent.close();
    }
}
