package weft.compositor.xwayland;

import weft.compositor.window.Desktop;
import weft.compositor.window.Edge;
import weft.compositor.window.FrameLayout;
import weft.compositor.window.Placement;
import weft.compositor.window.Window;
import weft.compositor.xwayland.wire.Packet;

/** What programs, and the server itself, tell the window manager by message (ICCCM 4.1.4, EWMH). */
final class ClientMessages {
    private static final int DATA = 12, ICONIC = 3, REMOVE = 0, ADD = 1, MOVE = 8;
    /** The edges by their numbers in _NET_WM_MOVERESIZE: clockwise from the top left. */
    private static final int[] EDGES = {Edge.TOP | Edge.LEFT, Edge.TOP, Edge.TOP | Edge.RIGHT, Edge.RIGHT, Edge.BOTTOM | Edge.RIGHT, Edge.BOTTOM, Edge.BOTTOM | Edge.LEFT, Edge.LEFT};
    private final Wm wm;
    private final Root root;

    ClientMessages(Wm wm, Root root) {
        this.wm = wm;
        this.root = root;
    }

    void take(Packet e) {
        var type = wm.requests().atom(e.i32(8));
        if (type == null || e.u8(1) != 32) return;
        if (type == Atom.WL_SURFACE_ID) {
            // From the server alone: a program's would pair windows with surfaces of others.
            var w = wm.window(e.i32(4));
            if (w != null && !e.isSent()) w.surfaceNamed(data(e, 0));
            return;
        }
        if (type == Atom.WM_PROTOCOLS) {
            pong(e);
            return;
        }
        if (type == Atom._NET_REQUEST_FRAME_EXTENTS) {
            wm.requests().set(e.i32(4), Atom._NET_FRAME_EXTENTS, Atom.CARDINAL, FrameLayout.BORDER, FrameLayout.BORDER, FrameLayout.TOP, FrameLayout.BORDER);
            return;
        }
        var m = wm.managed(e.i32(4));
        if (m != null) take(type, m, e);
    }

    private void take(Atom type, Managed m, Packet e) {
        var w = m.view().window();
        switch (type) {
            // Programs do not take the keyboard from those of another kind.
            case _NET_ACTIVE_WINDOW -> {
                if (wm.focused() != null) desktop().activate(w);
            }
            case _NET_CLOSE_WINDOW -> desktop().requestClose(w);
            case WM_CHANGE_STATE -> {
                if (data(e, 0) == ICONIC) desktop().minimize(w);
            }
            case _NET_WM_STATE -> {
                change(w, data(e, 0), wm.requests().atom(data(e, 1)), wm.requests().atom(data(e, 2)));
                m.configure(w, false);
            }
            case _NET_WM_MOVERESIZE -> moveResize(m, data(e, 2));
            default -> { }
        }
    }

    private void change(Window w, int action, Atom one, Atom other) {
        boolean both = one == Atom._NET_WM_STATE_MAXIMIZED_VERT && other == Atom._NET_WM_STATE_MAXIMIZED_HORZ || one == Atom._NET_WM_STATE_MAXIMIZED_HORZ && other == Atom._NET_WM_STATE_MAXIMIZED_VERT;
        if (both) desktop().setMaximized(w, wanted(action, w.isMaximized()));
        if (one == Atom._NET_WM_STATE_FULLSCREEN || other == Atom._NET_WM_STATE_FULLSCREEN) desktop().setFullscreen(w, wanted(action, w.placement() == Placement.FULLSCREEN));
        if (one == Atom._NET_WM_STATE_HIDDEN && action == ADD) desktop().minimize(w);
    }

    private static boolean wanted(int action, boolean now) {
        return action == ADD || action != REMOVE && !now;
    }

    private void moveResize(Managed m, int direction) {
        if (direction == MOVE) wm.surfaces().startMove(m.view());
        else if (direction >= 0 && direction < EDGES.length) wm.surfaces().startResize(m.view(), EDGES[direction]);
    }

    private void pong(Packet e) {
        if (e.i32(4) != root.id() || wm.requests().atom(data(e, 0)) != Atom._NET_WM_PING) return;
        var m = wm.managed(data(e, 2));
        if (m != null) m.ping().answered();
    }

    private static int data(Packet e, int i) {
        return e.i32(DATA + 4 * i);
    }

    private Desktop desktop() {
        return wm.workspace().desktop();
    }
}
