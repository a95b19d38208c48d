package weft.compositor.backend.nested;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import weft.compositor.backend.Backend;
import weft.compositor.backend.BackendOutput;
import weft.compositor.backend.NoOutputException;
import weft.compositor.input.InputListener;
import weft.compositor.output.OutputIdentity;
import weft.compositor.output.OutputMode;
import weft.compositor.render.Frame;
import weft.compositor.scene.Region;
import weft.os.EventLoop;
import weft.os.OsException;
import weft.os.UnixSocket;
import weft.wayland.client.CompositorError;
import weft.wayland.client.Connection;
import weft.wayland.client.ConnectionLost;
import weft.wayland.protocol.client.WlCallback;
import weft.wayland.protocol.client.WlCompositor;
import weft.wayland.protocol.client.WlOutput;
import weft.wayland.protocol.client.WlShm;
import weft.wayland.protocol.client.WlSurface;
import weft.wayland.protocol.client.XdgSurface;
import weft.wayland.protocol.client.XdgToplevel;
import weft.wayland.protocol.client.XdgWmBase;
import weft.wayland.protocol.client.ZxdgDecorationManagerV1;
import weft.wayland.protocol.client.ZxdgToplevelDecorationV1;

/**
 * An output that is a window of another Wayland session. Its size is the window's, its clock the parent's frame
 * callbacks: while the parent does not show the window, nothing is drawn. Closing the window, or the parent's end, ends
 * the output.
 */
public final class NestedBackend implements Backend, XdgToplevel.Events {
    private static final int ANSWER_MS = 10_000, LEAST_SIDE = 64, MOST_SIDE = 16384, DEFAULT_REFRESH = 60_000;
    private final Connection parent;
    private final WlSurface surface;
    private final XdgSurface window;
    private final XdgToplevel toplevel;
    private final ParentBuffers buffers;
    private int width, height, askedWidth, askedHeight;
    private int refresh = DEFAULT_REFRESH;
    private boolean configured;
    private final Output output = new Output();
    /** What the parent answers when it wants the next frame, or null. */
    private WlCallback waiting;
    private Listener listener;

    /**
     * Opens a window in the session of a socket.
     *
     * @throws NoOutputException if nobody is there, or it cannot show windows
     */
    public static NestedBackend open(EventLoop loop, Path socket, int width, int height) throws IOException {
        try {
            return new NestedBackend(new Connection(UnixSocket.connect(socket), loop), width, height);
        } catch (ConnectionLost | OsException e) {
            throw new NoOutputException("The Wayland session at " + socket + " cannot be used: " + e.getMessage() + ".", e);
        }
    }

    /**
     * Opens a window over a connection, which is then the backend's. Returns when the parent has configured it.
     *
     * @param width the size that the window should have, unless the parent chooses
     */
    public NestedBackend(Connection parent, int width, int height) throws IOException {
        this.parent = parent;
        this.width = width;
        this.height = height;
        try {
            parent.roundtrip(ANSWER_MS);
            surface = bind(WlCompositor.TYPE, 4).createSurface();
            buffers = new ParentBuffers(bind(WlShm.TYPE, 1));
            var shell = bind(XdgWmBase.TYPE, XdgWmBase.VERSION);
            shell.setEvents(XdgWmBase::pong);
            window = shell.getXdgSurface(surface);
            toplevel = window.getToplevel();
            describe();
            surface.commit();
            awaitConfigure();
        } catch (IOException e) {
            parent.close();
            throw e;
        }
    }

    private <P extends weft.wayland.client.Proxy> P bind(weft.wayland.client.ProxyType<P> type, int version) throws NoOutputException {
        String name = type.wire().name();
        if (parent.registry().find(name).isEmpty()) throw new NoOutputException("The Wayland session shows no windows: it has no " + name + ".");
        return parent.registry().bind(type, version);
    }

    private void describe() {
        window.setEvents(this::configure);
        toplevel.setEvents(this);
        toplevel.setTitle("WEFT OS");
        toplevel.setAppId("org.weft.compositor");
        toplevel.setMinSize(LEAST_SIDE, LEAST_SIDE);
        var registry = parent.registry();
        if (registry.find(ZxdgDecorationManagerV1.TYPE.wire().name()).isPresent()) {
            registry.bind(ZxdgDecorationManagerV1.TYPE, 1).getToplevelDecoration(toplevel).setMode(ZxdgToplevelDecorationV1.MODE_SERVER_SIDE);
        }
        if (registry.find(WlOutput.TYPE.wire().name()).isPresent()) {
            registry.bind(WlOutput.TYPE, 2).setEvents(new WlOutput.Events() {
                @Override
                public void mode(WlOutput self, int flags, int w, int h, int millihertz) {
                    if ((flags & WlOutput.MODE_CURRENT) != 0 && millihertz > 0) refresh = Math.clamp(millihertz, 1_000, 1_000_000);
                }
            });
        }
    }

    private void awaitConfigure() throws IOException {
        long deadline = System.nanoTime() + ANSWER_MS * 1_000_000L;
        while (!configured) {
            long left = (deadline - System.nanoTime()) / 1_000_000;
            if (left <= 0) throw new NoOutputException("The Wayland session does not answer: it gave the window no size within " + ANSWER_MS / 1000 + " seconds.");
            parent.dispatch((int) left);
        }
        // The output's mode came with the first answers, or comes now.
        parent.roundtrip(ANSWER_MS);
    }

    @Override
    public List<? extends BackendOutput> outputs() {
        return List.of(output);
    }

    @Override
    public void start(Listener newListener, InputListener input) {
        listener = newListener;
        parent.onLost(this::lost);
        new ParentSeat(parent.registry(), input);
    }

    /** The window. */
    private final class Output implements BackendOutput {
        private final OutputIdentity identity = new OutputIdentity("WEFT-1", "", "", "");

        @Override
        public OutputIdentity identity() {
            return identity;
        }

        @Override
        public OutputMode mode() {
            return new OutputMode(width, height, refresh);
        }

        @Override
        public List<OutputMode> modes() {
            return List.of(mode());
        }

        // The parent decides.
        @Override
        public boolean setMode(OutputMode mode) {
            return mode.fits(mode());
        }

        @Override
        public int millimetresWide() {
            return 0;
        }

        @Override
        public int millimetresHigh() {
            return 0;
        }

        @Override
        public void present(Frame frame, Region damage) {
            surface.attach(buffers.draw(frame.read(), damage), 0, 0);
            for (int i = 0; i < damage.count(); i++) {
                int x = damage.left(i), y = damage.top(i), w = damage.right(i) - x, h = damage.bottom(i) - y;
                if (surface.version() >= 4) surface.damageBuffer(x, y, w, h);
                else surface.damage(x, y, w, h);
            }
            if (waiting != null) waiting.setEvents((callback, time) -> { });
            waiting = surface.frame();
            waiting.setEvents((callback, time) -> {
                waiting = null;
                listener.vblank(this, System.nanoTime());
            });
            surface.commit();
        }

        // The window shows its last frame for as long.
        @Override
        public void power(boolean on) {
            if (waiting != null) waiting.setEvents((callback, time) -> { });
            waiting = null;
        }
    }

    /** The size that the next {@code xdg_surface.configure} is about; 0 leaves it to us. */
    @Override
    public void configure(XdgToplevel self, int newWidth, int newHeight, byte[] states) {
        askedWidth = newWidth;
        askedHeight = newHeight;
    }

    @Override
    public void configureBounds(XdgToplevel self, int mostWidth, int mostHeight) {
        if (configured) return;
        if (mostWidth > 0) width = side(Math.min(width, mostWidth));
        if (mostHeight > 0) height = side(Math.min(height, mostHeight));
    }

    private void configure(XdgSurface self, int serial) {
        self.ackConfigure(serial);
        configured = true;
        int w = askedWidth > 0 ? side(askedWidth) : width, h = askedHeight > 0 ? side(askedHeight) : height;
        if (w == width && h == height) return;
        width = w;
        height = h;
        if (listener != null) listener.modeChanged(output);
    }

    private static int side(int pixels) {
        return Math.clamp(pixels, LEAST_SIDE, MOST_SIDE);
    }

    @Override
    public void close(XdgToplevel self) {
        if (listener != null) listener.closed("the window was closed");
    }

    private void lost(ConnectionLost why) {
        // What the parent takes for a mistake of ours concerns this window alone: the session itself is there.
        if (why instanceof CompositorError) listener.failed("the Wayland session that shows the window refused it: " + why.getMessage());
        else listener.closed("the Wayland session that showed the window is gone (" + why.getMessage() + ")");
    }

    @Override
    public void close() {
        buffers.close();
        parent.close();
    }
}
