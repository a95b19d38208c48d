package weft.compositor.xwayland.wire;

/** The numbers of requests of the core protocol (X11 protocol, appendix B), and of the extensions' that are used here. */
public final class Opcode {
    public static final int CREATE_WINDOW = 1, CHANGE_WINDOW_ATTRIBUTES = 2, DESTROY_WINDOW = 4, MAP_WINDOW = 8, CONFIGURE_WINDOW = 12, INTERN_ATOM = 16,
            GET_ATOM_NAME = 17, CHANGE_PROPERTY = 18, DELETE_PROPERTY = 19, GET_PROPERTY = 20, SET_SELECTION_OWNER = 22, CONVERT_SELECTION = 24,
            SEND_EVENT = 25, SET_INPUT_FOCUS = 42, GET_INPUT_FOCUS = 43, OPEN_FONT = 45, CREATE_GLYPH_CURSOR = 94, QUERY_EXTENSION = 98, KILL_CLIENT = 113;
    public static final int COMPOSITE_REDIRECT_SUBWINDOWS = 2, XFIXES_QUERY_VERSION = 0, XFIXES_SELECT_SELECTION_INPUT = 2, XFIXES_SET_CLIENT_DISCONNECT_MODE = 33,
            RES_QUERY_CLIENT_IDS = 4;

    private Opcode() {}
}
