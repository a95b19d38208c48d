package weft.compositor.xwayland;

/** The names that X programs and the window manager have in common: those of ICCCM, EWMH and Xwayland. */
enum Atom {
    PRIMARY(1), ATOM(4), CARDINAL(6), INTEGER(19), STRING(31), WINDOW(33), WM_HINTS(35), WM_NAME(39), WM_NORMAL_HINTS(40), WM_CLASS(67), WM_TRANSIENT_FOR(68),
    WM_S0, WM_PROTOCOLS, WM_DELETE_WINDOW, WM_TAKE_FOCUS, WM_STATE, WM_CHANGE_STATE, UTF8_STRING, WL_SURFACE_ID,
    CLIPBOARD, TARGETS, TIMESTAMP, TEXT, INCR, WEFT_SELECTION,
    _NET_SUPPORTED, _NET_SUPPORTING_WM_CHECK, _NET_WM_CM_S0, _NET_CLIENT_LIST, _NET_CLIENT_LIST_STACKING, _NET_ACTIVE_WINDOW, _NET_CLOSE_WINDOW, _NET_WM_NAME,
    _NET_WM_PING, _NET_WM_MOVERESIZE, _NET_FRAME_EXTENTS, _NET_REQUEST_FRAME_EXTENTS,
    _NET_WM_STATE, _NET_WM_STATE_MAXIMIZED_VERT, _NET_WM_STATE_MAXIMIZED_HORZ, _NET_WM_STATE_FULLSCREEN, _NET_WM_STATE_HIDDEN, _NET_WM_STATE_FOCUSED;

    /** Its number where every server has the same, else 0. */
    final int predefined;

    Atom() {
        this(0);
    }

    Atom(int predefined) {
        this.predefined = predefined;
    }
}
