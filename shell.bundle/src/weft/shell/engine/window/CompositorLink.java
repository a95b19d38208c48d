package weft.shell.engine.window;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import weft.api.Badge;
import weft.os.EventLoop;
import weft.os.OsException;
import weft.os.UnixSocket;
import weft.wayland.client.Connection;
import weft.wayland.client.ConnectionLost;
import weft.wayland.client.Registry;
import weft.wayland.protocol.client.WlCompositor;
import weft.wayland.protocol.client.WlDataDeviceManager;
import weft.wayland.protocol.client.WlSeat;
import weft.wayland.protocol.client.WlShm;
import weft.wayland.protocol.client.WpCursorShapeManagerV1;
import weft.wayland.protocol.client.WlSurface;
import weft.wayland.protocol.client.XdgActivationTokenV1;
import weft.wayland.protocol.client.XdgActivationV1;
import weft.wayland.protocol.client.ZweftForeignWindowV1;
import weft.wayland.protocol.client.ZweftShellManagerV1;
import weft.wayland.protocol.client.ZwpPrimarySelectionDeviceManagerV1;

/**
 * The connection to the compositor, kept for ever: when it breaks, it is made again with growing pauses (50 ms to 1 s), and
 * every window with it. For the loop's thread.
 */
public final class CompositorLink {
    private static final long FIRST_PAUSE = 50_000_000L, LONGEST_PAUSE = 1_000_000_000L;
    private static final int COMPOSITOR_VERSION = 4, SEAT_VERSION = 8, DATA_VERSION = 3;
    private final EventLoop loop;
    private final Path socket;
    private final OutputListener output;
    private final EventLoop.Timer retry;
    private final Set<ShellWindow> windows = new LinkedHashSet<>();
    private final Seat seat;
    private final ForeignWindows foreign;
    private final Workspaces workspaces;
    private long pause = FIRST_PAUSE;
    private Connection connection;
    private Globals globals;
    private OptionalInt theme = OptionalInt.empty();

    /** Told the size of the output that the system page is for, in the desktop's coordinates, when it is known and when it changes. */
    @FunctionalInterface
    public interface OutputListener {
        void size(int width, int height);
    }

    record Globals(WlCompositor compositor, WlShm shm, ZweftShellManagerV1 manager, XdgActivationV1 activation) {}

    /** @param onChange called when {@link #foreignWindows} or {@link #workspaces} have changed */
    public CompositorLink(EventLoop loop, Path socket, OutputListener output, Runnable onChange) throws OsException {
        this.loop = loop;
        this.socket = socket;
        this.output = output;
        this.seat = new Seat(loop);
        foreign = new ForeignWindows(onChange);
        workspaces = new Workspaces(onChange);
        retry = loop.timer(this::connect);
    }

    /** Connects, now or as soon as it can. */
    public void connect() {
        try {
            connection = new Connection(UnixSocket.connect(socket), loop);
            connection.onLost(this::lost);
            connection.sync(this::connected);
        } catch (IOException e) {
            connection = null;
            retryLater();
        }
    }

    private void retryLater() {
        retry.startAfter(pause);
        pause = Math.min(LONGEST_PAUSE, 2 * pause);
    }

    private void connected() {
        pause = FIRST_PAUSE;
        var registry = connection.registry();
        if (registry.find(ZweftShellManagerV1.INTERFACE.name()).isEmpty()) {
            System.err.println("the compositor at " + socket + " does not offer " + ZweftShellManagerV1.INTERFACE.name());
            return;
        }
        var activation = registry.find(XdgActivationV1.INTERFACE.name()).map(g -> registry.bind(g, XdgActivationV1.TYPE, 1)).orElse(null);
        globals = new Globals(registry.bind(WlCompositor.TYPE, COMPOSITOR_VERSION), registry.bind(WlShm.TYPE, WlShm.VERSION),
                registry.bind(ZweftShellManagerV1.TYPE, ZweftShellManagerV1.VERSION), activation);
        workspaces.connected(globals.manager());
        globals.manager().setEvents(new ZweftShellManagerV1.Events() {
            @Override
            public void foreignWindow(ZweftShellManagerV1 self, ZweftForeignWindowV1 window) {
                foreign.add(window);
            }

            @Override
            public void workspaces(ZweftShellManagerV1 self, int shown, byte[] windows) {
                workspaces.told(shown, windows);
            }
        });
        tellTheme();
        new Outputs(registry, output);
        registry.find(WlSeat.INTERFACE.name()).ifPresent(g -> bind(registry, registry.bind(g, WlSeat.TYPE, SEAT_VERSION)));
        for (var w : List.copyOf(windows)) w.connected(globals);
    }

    private void bind(Registry registry, WlSeat bound) {
        seat.connected(bound, registry.find(WpCursorShapeManagerV1.INTERFACE.name()).map(g -> registry.bind(g, WpCursorShapeManagerV1.TYPE, 1)).orElse(null));
        registry.find(WlDataDeviceManager.INTERFACE.name()).ifPresent(g -> seat.clipboard().connected(registry.bind(g, WlDataDeviceManager.TYPE, DATA_VERSION), bound));
        registry.find(ZwpPrimarySelectionDeviceManagerV1.INTERFACE.name()).ifPresent(g -> seat.primary().connected(registry.bind(g, ZwpPrimarySelectionDeviceManagerV1.TYPE, 1), bound));
    }

    /** Calls back when the compositor has dealt with everything asked so far; never, if it is lost before. */
    public void whenDone(Runnable action) {
        if (globals != null) connection.sync(action);
    }

    /** The windows of other programs. */
    public ForeignWindows foreignWindows() {
        return foreign;
    }

    public Workspaces workspaces() {
        return workspaces;
    }

    /** The session's clipboard. */
    public Clipboard clipboard() {
        return seat.clipboard();
    }

    /** What was selected last. */
    public PrimarySelection primarySelection() {
        return seat.primary();
    }

    private void lost(ConnectionLost why) {
        System.err.println("compositor lost: " + why.getMessage());
        var old = connection;
        connection = null;
        globals = null;
        seat.lost();
        foreign.lost();
        workspaces.lost();
        for (var w : List.copyOf(windows)) w.lost();
        loop.post(old::close);
        retryLater();
    }

    /** The look of what the compositor draws; told again to a compositor that comes back. */
    public void setTheme(boolean dark) {
        theme = OptionalInt.of(dark ? ZweftShellManagerV1.THEME_DARK : ZweftShellManagerV1.THEME_LIGHT);
        tellTheme();
    }

    private void tellTheme() {
        if (globals != null && globals.manager().version() >= 2) theme.ifPresent(globals.manager()::setTheme);
    }

    /** Makes a window; it appears with its first frame, whenever the compositor is there. */
    public ShellWindow open(WindowContent content, String appId, WindowRole role, String title, List<Badge> badges, int x, int y, int width, int height) {
        try {
            var window = new ShellWindow(this, loop, content, appId, role, title, badges);
            window.place(x, y, width, height);
            windows.add(window);
            if (globals != null) window.connected(globals);
            return window;
        } catch (OsException e) {
            throw new UncheckedIOException(e);
        }
    }

    void remove(ShellWindow window) {
        windows.remove(window);
        seat.forget(window);
    }

    /** Asks for the keyboard focus (xdg_activation_v1); without the protocol nothing happens. */
    void activate(WlSurface surface) {
        if (globals == null || globals.activation() == null) return;
        var token = globals.activation().getActivationToken();
        token.setSurface(surface);
        token.setEvents(new XdgActivationTokenV1.Events() {
            @Override
            public void done(XdgActivationTokenV1 self, String text) {
                if (!surface.isDestroyed() && globals != null) globals.activation().activate(text, surface);
                self.destroy();
            }
        });
        token.commit();
    }

    /** The cursor over the page that shows in a window, if the pointer is there ({@code cef_cursor_type_t}). */
    public void cursor(WindowContent content, int type) {
        seat.cursor(content, type);
    }
}
