package weft.wayland.client;

/** The compositor ended the connection with {@code wl_display.error}: this client broke the protocol. */
public final class CompositorError extends ConnectionLost {
    private static final long serialVersionUID = 1;
    private final int objectId;
    private final int code;

    CompositorError(int objectId, int code, String message) {
        super(message);
        this.objectId = objectId;
        this.code = code;
    }

    /** The object it is about; 1 is the display. */
    public int objectId() {
        return objectId;
    }

    /** A value of that object's {@code error} enum. */
    public int code() {
        return code;
    }
}
