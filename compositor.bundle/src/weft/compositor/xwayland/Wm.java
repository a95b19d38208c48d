package weft.compositor.xwayland;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import weft.compositor.protocol.Globals;
import weft.compositor.protocol.Selection;
import weft.compositor.protocol.XSurfaces;
import weft.compositor.scene.Rect;
import weft.compositor.shell.Workspace;
import weft.compositor.window.FrameLayout;
import weft.compositor.xwayland.wire.Event;
import weft.compositor.xwayland.wire.Packet;
import weft.compositor.xwayland.wire.Setup;
import weft.compositor.xwayland.wire.XConnection;
import weft.os.EventLoop;
import weft.os.Fd;
import weft.os.OsException;

/**
 * The window manager of one X server, a client of it (ICCCM 4, EWMH): it lets windows be shown, tells the server where the
 * desktop has them and which has the keyboard, and tells the desktop what programs ask for. One thread: the loop's.
 */
final class Wm implements XConnection.Listener, AutoCloseable {
    private static final int MOST_WINDOWS = 2048, MOST_SHOWN = 256, MOST_MAPPING = 8, LEAST_FRAMED = 32;
    private final EventLoop loop;
    private final Globals globals;
    private final int serverPid;
    private final Consumer<String> onLost;
    private final XConnection connection;
    private final Requests requests;
    private final Map<Integer, XWindow> windows = new LinkedHashMap<>();
    /** Windows that had the keyboard, the latest first. */
    private final List<Managed> recent = new ArrayList<>();
    private Root root;
    private ClientMessages messages;
    private Selections selections;
    /** Windows that may be shown, and have not been told so. */
    private final Deque<XWindow> granted = new ArrayDeque<>();
    private int mapping;
    private boolean changed;

    /** @param socket the connection that the server was given for its window manager, from now on this object's */
    Wm(EventLoop loop, Globals globals, Fd socket, int serverPid, Consumer<String> onLost) throws OsException {
        this.loop = loop;
        this.globals = globals;
        this.serverPid = serverPid;
        this.onLost = onLost;
        connection = new XConnection(loop, socket, this);
        requests = new Requests(connection);
        connection.flush();
    }

    EventLoop loop() {
        return loop;
    }

    Requests requests() {
        return requests;
    }

    Workspace workspace() {
        return globals.workspace();
    }

    XSurfaces surfaces() {
        return globals.xSurfaces();
    }

    /** The X server's process. */
    int serverPid() {
        return serverPid;
    }

    Collection<XWindow> windows() {
        return windows.values();
    }

    XWindow window(int id) {
        return windows.get(id);
    }

    /** A window's window of the workspace, or null. */
    Managed managed(int id) {
        var w = windows.get(id);
        return w == null ? null : w.managed();
    }

    /** Something is to be told to the server before the loop waits. */
    void changed() {
        changed = true;
    }

    @Override
    public void connected(Setup setup) {
        root = new Root(this, setup.root());
        messages = new ClientMessages(this, root);
        requests.learnAtoms(root::begin);
    }

    @Override
    public void lost(String why) {
        onLost.accept(why);
    }

    /** To be called before the loop waits: tells the server what is different, and sends all that is buffered. */
    void settle() {
        if (changed && root != null && root.hasBegun()) {
            changed = false;
            var focused = focused();
            if (focused != null && (recent.isEmpty() || recent.getFirst() != focused)) {
                recent.remove(focused);
                recent.addFirst(focused);
            }
            for (var w : windows.values()) if (w.managed() != null) w.managed().settle();
            root.settle(focused);
            if (focused != null) selections.keyboardCame();
        }
        connection.flush();
    }

    /** The window that has the keyboard, or null. */
    Managed focused() {
        var focused = workspace().desktop().focused();
        var view = focused == null ? null : workspace().view(focused);
        return view != null && view.client() instanceof Managed m && windows.get(m.window().id()) == m.window() ? m : null;
    }

    /** The server has made a surface. */
    void surfaceMade(int id) {
        for (var w : windows.values()) w.surfaceMade(id);
    }

    @Override
    public void event(Packet e) {
        switch (e.type()) {
            case Event.CREATE_NOTIFY -> created(e);
            case Event.DESTROY_NOTIFY -> forget(e.i32(8));
            case Event.REPARENT_NOTIFY -> reparented(e);
            case Event.MAP_REQUEST -> mapRequested(windows.get(e.i32(8)));
            case Event.MAP_NOTIFY -> mapped(windows.get(e.i32(8)), e.u8(12) != 0);
            case Event.UNMAP_NOTIFY -> unmapped(windows.get(e.i32(8)));
            case Event.CONFIGURE_NOTIFY -> configured(windows.get(e.i32(8)), e);
            case Event.CONFIGURE_REQUEST -> configureRequested(windows.get(e.i32(8)), e);
            case Event.PROPERTY_NOTIFY -> {
                propertyChanged(windows.get(e.i32(4)), e.i32(8));
                if (selections != null) selections.take(e);
            }
            case Event.FOCUS_IN -> root.focusMoved(e, focused());
            case Event.CLIENT_MESSAGE -> messages.take(e);
            default -> {
                if (selections != null) selections.take(e);
            }
        }
    }

    void beginSelections(int[] fixes) {
        selections = new Selections(this, fixes);
    }

    Selection clipboard() {
        return globals.clipboard();
    }

    Selection primarySelection() {
        return globals.primarySelection();
    }

    /** Whether another window may be shown: as many as somebody could use. */
    boolean hasRoom() {
        int shown = 0;
        for (var w : windows.values()) if (w.takesRoom()) shown++;
        return shown < MOST_SHOWN;
    }

    private void created(Packet e) {
        if (e.i32(4) == root.id()) add(e.i32(8), e.u8(22) != 0).at(e.i16(12), e.i16(14), e.u16(16), e.u16(18));
    }

    // Beyond a number that nobody needs, further ones are not looked at, and so never shown.
    private XWindow add(int id, boolean overrideRedirect) {
        var w = new XWindow(this, id);
        w.overrideRedirect(overrideRedirect);
        if (windows.size() >= MOST_WINDOWS) return w;
        windows.put(id, w);
        requests.select(id, Event.MASK_PROPERTY | Event.MASK_FOCUS);
        return w;
    }

    private void forget(int id) {
        var w = windows.get(id);
        if (w == null) return;
        w.unmapped();
        windows.remove(id);
        changed = true;
    }

    private void reparented(Packet e) {
        if (e.i32(12) != root.id()) forget(e.i32(8));
        else if (!windows.containsKey(e.i32(8))) add(e.i32(8), e.u8(20) != 0);
    }

    private void mapRequested(XWindow w) {
        if (w == null || w.isGranted() || !hasRoom()) return;
        w.grant();
        granted.add(w);
        mapNext();
    }

    // A few at a time: an X server that has more to send than a socket takes at once gives up.
    private void mapNext() {
        while (mapping < MOST_MAPPING && !granted.isEmpty()) {
            var w = granted.poll();
            if (windows.get(w.id()) != w) continue;
            mapping++;
            map(w);
            requests.sync(() -> {
                mapping--;
                mapNext();
            });
        }
    }

    private void map(XWindow w) {
        requests.set(w.id(), Atom.WM_STATE, Atom.WM_STATE, 1, Requests.NONE);
        requests.set(w.id(), Atom._NET_FRAME_EXTENTS, Atom.CARDINAL, FrameLayout.BORDER, FrameLayout.BORDER, FrameLayout.TOP, FrameLayout.BORDER);
        requests.map(w.id());
    }

    private void mapped(XWindow w, boolean overrideRedirect) {
        if (w == null) return;
        w.overrideRedirect(overrideRedirect);
        w.mapped();
    }

    private void unmapped(XWindow w) {
        if (w == null) return;
        w.unmapped();
        if (w.isOverrideRedirect()) return;
        requests.remove(w.id(), Atom.WM_STATE);
        requests.remove(w.id(), Atom._NET_WM_STATE);
    }

    private void configured(XWindow w, Packet e) {
        // Others are where they were put: what comes back late is out of date.
        if (w != null && w.isOverrideRedirect()) w.at(e.i16(16), e.i16(18), e.u16(20), e.u16(22));
    }

    private void configureRequested(XWindow w, Packet e) {
        if (w == null) return;
        int mask = e.u16(26);
        int x = (mask & 1) != 0 ? e.i16(16) : w.x(), y = (mask & 2) != 0 ? e.i16(18) : w.y();
        int width = (mask & 4) != 0 ? e.u16(20) : w.width(), height = (mask & 8) != 0 ? e.u16(22) : w.height();
        if (w.managed() != null) w.managed().asked(width, height);
        else w.configure(x, y, width, height);
    }

    private void propertyChanged(XWindow w, int property) {
        if (w != null && w.properties().isKnown()) w.properties().changed(property);
    }

    /** Hands on the process that a window is of, if the server tells. */
    void processOf(XWindow w, Consumer<Integer> pid) {
        root.processOf(w.id(), pid);
    }

    /** Sends a window's program a message of WM_PROTOCOLS. */
    void protocol(XWindow w, Atom protocol) {
        requests.message(w.id(), w.id(), 0, Atom.WM_PROTOCOLS, requests.number(protocol), Requests.CURRENT_TIME, w.id());
    }

    /** A window has come: those that waited for it to belong to may be shown. */
    void appeared() {
        changed = true;
    }

    /** A window of the workspace is gone: what belonged to it belongs to another, if there is one. */
    void vanished(Managed m) {
        recent.remove(m);
        changed = true;
        for (var w : List.copyOf(windows.values())) if (w.shown() instanceof Unmanaged u && u.parent() == m) w.orphaned();
    }

    /** What a window that places itself belongs to: what it says, else what its program has used last, else what the user works in; null: none of these. */
    Managed parentOf(XWindow w) {
        var named = managed(w.properties().transientFor());
        if (named != null) return named;
        int client = connection.setup().client(w.id());
        var focused = focused();
        if (focused != null && connection.setup().client(focused.window().id()) == client) return focused;
        for (var m : recent) if (connection.setup().client(m.window().id()) == client) return m;
        for (var o : windows.values()) if (o.managed() != null && connection.setup().client(o.id()) == client) return o.managed();
        return focused;
    }

    /** Whether a window that places itself and belongs to none is shown: it gets a bar then. Many are helpers, tiny or beside the screen. */
    boolean isWorthABar(XWindow w) {
        if (w.width() < LEAST_FRAMED || w.height() < LEAST_FRAMED) return false;
        var place = new Rect(w.x(), w.y(), w.width(), w.height());
        return !place.intersection(workspace().desktop().outputAt(w.x() + w.width() / 2.0, w.y() + w.height() / 2.0)).isEmpty();
    }

    @Override
    public void close() {
        connection.close();
        if (selections != null) selections.close();
        for (var w : List.copyOf(windows.values())) w.unmapped();
        windows.clear();
    }
}
