package weft.wayland.wire;

/** The peer broke the wire format. {@link #code} is a {@code wl_display.error} code. Without a stack trace: peers can cause it at will. */
public final class MalformedMessage extends RuntimeException {
    private static final long serialVersionUID = 1;
    /** Codes of the enum {@code wl_display.error}. */
    public static final int INVALID_OBJECT = 0, INVALID_METHOD = 1, NO_MEMORY = 2, IMPLEMENTATION = 3;
    private final int code;

    public MalformedMessage(int code, String message) {
        super(message, null, false, false);
        this.code = code;
    }

    public int code() {
        return code;
    }

    static MalformedMessage object(String message) {
        return new MalformedMessage(INVALID_OBJECT, message);
    }

    static MalformedMessage method(String message) {
        return new MalformedMessage(INVALID_METHOD, message);
    }
}
