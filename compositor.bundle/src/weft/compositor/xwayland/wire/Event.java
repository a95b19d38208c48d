package weft.compositor.xwayland.wire;

/** The numbers of events of the core protocol, and the masks by which they are asked for (X11 protocol, appendix B). */
public final class Event {
    public static final int FOCUS_IN = 9, CREATE_NOTIFY = 16, DESTROY_NOTIFY = 17, UNMAP_NOTIFY = 18, MAP_NOTIFY = 19, MAP_REQUEST = 20, REPARENT_NOTIFY = 21,
            CONFIGURE_NOTIFY = 22, CONFIGURE_REQUEST = 23, PROPERTY_NOTIFY = 28, SELECTION_CLEAR = 29, SELECTION_REQUEST = 30, SELECTION_NOTIFY = 31, CLIENT_MESSAGE = 33;
    public static final int MASK_STRUCTURE = 1 << 17, MASK_SUBSTRUCTURE = 1 << 19, MASK_SUBSTRUCTURE_REDIRECT = 1 << 20, MASK_FOCUS = 1 << 21, MASK_PROPERTY = 1 << 22;

    private Event() {}
}
