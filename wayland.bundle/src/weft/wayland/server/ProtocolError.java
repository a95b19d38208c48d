package weft.wayland.server;

/**
 * Thrown by the handler of a request: the client broke the protocol of an object. It is told so, and disconnected.
 * Without a stack trace: clients can cause it at will. Made by {@link Resource#error}.
 */
public final class ProtocolError extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final transient Resource resource;
    private final int code;

    ProtocolError(Resource resource, int code, String message) {
        super(message, null, false, false);
        this.resource = resource;
        this.code = code;
    }

    public Resource resource() {
        return resource;
    }

    /** A value of the resource's {@code error} enum. */
    public int code() {
        return code;
    }
}
