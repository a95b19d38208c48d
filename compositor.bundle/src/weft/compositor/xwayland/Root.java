package weft.compositor.xwayland;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import weft.compositor.xwayland.wire.Event;
import weft.compositor.xwayland.wire.Opcode;
import weft.compositor.xwayland.wire.Packet;

/**
 * The root window of the X server: what the window manager tells everybody by its properties, the order of windows, and
 * which has the keyboard.
 */
final class Root {
    private static final int COMPOSITE_MANUAL = 1, XFIXES_VERSION = 6, END_WITHOUT_OTHERS = 1;
    private static final int FOCUS_NORMAL = 0, FOCUS_WHILE_GRABBED = 3, FOCUS_BY_POINTER = 5;
    private static final List<Atom> SUPPORTED = List.of(Atom._NET_SUPPORTING_WM_CHECK, Atom._NET_CLIENT_LIST, Atom._NET_CLIENT_LIST_STACKING, Atom._NET_ACTIVE_WINDOW,
            Atom._NET_CLOSE_WINDOW, Atom._NET_WM_NAME, Atom._NET_WM_PING, Atom._NET_WM_MOVERESIZE, Atom._NET_FRAME_EXTENTS, Atom._NET_REQUEST_FRAME_EXTENTS, Atom._NET_WM_STATE,
            Atom._NET_WM_STATE_MAXIMIZED_VERT, Atom._NET_WM_STATE_MAXIMIZED_HORZ, Atom._NET_WM_STATE_FULLSCREEN, Atom._NET_WM_STATE_HIDDEN, Atom._NET_WM_STATE_FOCUSED);
    private final Wm wm;
    private final Requests requests;
    private final int id;
    private int composite, resources, focused = -1;
    private int[] fixes;
    private boolean begun;
    private List<Integer> clients = List.of(), stacking = List.of();

    Root(Wm wm, int id) {
        this.wm = wm;
        this.id = id;
        requests = wm.requests();
        requests.extension("Composite", e -> composite = e == null ? 0 : e[0]);
        requests.extension("XFIXES", e -> fixes = e);
        requests.extension("X-Resource", e -> resources = e == null ? 0 : e[0]);
    }

    int id() {
        return id;
    }

    /** Becomes the window manager; the server lets other programs in from then on. */
    void begin() {
        if (composite == 0 || fixes == null) throw new IllegalArgumentException("the X server lacks Composite or XFIXES");
        var connection = requests.connection();
        // Windows are drawn apart from each other, and shown by us.
        connection.request(composite, Opcode.COMPOSITE_REDIRECT_SUBWINDOWS).i32(id).u8(COMPOSITE_MANUAL).end();
        connection.request(fixes[0], Opcode.XFIXES_QUERY_VERSION).i32s(XFIXES_VERSION, 0).end();
        connection.onReply(p -> { });
        // The server may end while only the window manager is left.
        connection.request(fixes[0], Opcode.XFIXES_SET_CLIENT_DISCONNECT_MODE).i32(END_WITHOUT_OTHERS).end();
        requests.select(id, Event.MASK_SUBSTRUCTURE | Event.MASK_SUBSTRUCTURE_REDIRECT | Event.MASK_PROPERTY);
        requests.useArrow(id);
        int check = requests.createHidden(0);
        requests.set(check, Atom._NET_WM_NAME, "WEFT OS");
        requests.set(check, Atom._NET_SUPPORTING_WM_CHECK, Atom.WINDOW, check);
        requests.set(id, Atom._NET_SUPPORTING_WM_CHECK, Atom.WINDOW, check);
        requests.set(id, Atom._NET_SUPPORTED, Atom.ATOM, SUPPORTED.stream().mapToInt(requests::number).toArray());
        wm.beginSelections(fixes);
        requests.own(Atom._NET_WM_CM_S0, check, Requests.CURRENT_TIME);
        // The last: with this, the server begins to listen.
        requests.own(Atom.WM_S0, check, Requests.CURRENT_TIME);
        begun = true;
        wm.changed();
    }

    boolean hasBegun() {
        return begun;
    }

    void processOf(int window, Consumer<Integer> pid) {
        if (resources != 0) requests.processOf(window, resources, pid);
    }

    /** Tells what is different of the keyboard, the order of windows and their list. */
    void settle(Managed hasKeyboard) {
        int now = hasKeyboard == null ? Requests.NONE : hasKeyboard.window().id();
        if (now != focused) {
            focused = now;
            giveKeyboard(hasKeyboard);
            requests.set(id, Atom._NET_ACTIVE_WINDOW, Atom.WINDOW, now);
        }
        tellClients();
        restack();
    }

    private void giveKeyboard(Managed to) {
        if (to == null) requests.focus(Requests.NONE);
        else to.focus();
    }

    /** A window has got the keyboard on the server: one that took it by itself gives it back, for it would read what is typed elsewhere. */
    void focusMoved(Packet e, Managed hasKeyboard) {
        int mode = e.u8(8);
        if (mode != FOCUS_NORMAL && mode != FOCUS_WHILE_GRABBED || e.u8(1) >= FOCUS_BY_POINTER) return;
        int ours = hasKeyboard == null ? Requests.NONE : hasKeyboard.window().id();
        if (e.i32(4) != ours) giveKeyboard(hasKeyboard);
    }

    private void tellClients() {
        var now = wm.windows().stream().filter(w -> w.managed() != null).map(XWindow::id).toList();
        if (now.equals(clients)) return;
        clients = now;
        requests.set(id, Atom._NET_CLIENT_LIST, Atom.WINDOW, ints(now));
    }

    /** The server finds what is under the pointer by its own order: that of the desktop, below all what cannot be seen. */
    private void restack() {
        var seen = new LinkedHashSet<Integer>();
        for (var w : wm.workspace().desktop().stacking()) {
            if (w.isVisible() && wm.workspace().view(w).client() instanceof Managed m) seen.add(m.window().id());
        }
        var hidden = clients.stream().filter(c -> !seen.contains(c));
        var now = Stream.concat(hidden, seen.stream()).toList();
        if (now.equals(stacking)) return;
        stacking = now;
        for (int i = 0; i < now.size(); i++) requests.stack(now.get(i), i == 0 ? Requests.NONE : now.get(i - 1));
        requests.set(id, Atom._NET_CLIENT_LIST_STACKING, Atom.WINDOW, ints(now));
    }

    private static int[] ints(List<Integer> numbers) {
        return numbers.stream().mapToInt(i -> i).toArray();
    }
}
