package weft.wayland.wire;

/** An object of a connection: a resource in the server, a proxy in the client. */
public abstract class WireObject {
    /** In place of an id: the object is born destroyed and has none. */
    public static final int NO_ID = 0;
    private final WireInterface type;
    private final int version;

    protected WireObject(WireInterface type, int version) {
        this.type = type;
        this.version = version;
    }

    public final WireInterface type() {
        return type;
    }

    /** The version it was bound with, or that of the object which made it. */
    public final int version() {
        return version;
    }

    /** Its number on the connection: below 0xff000000 if the client made it, {@link #NO_ID} if it never had one. */
    public abstract int id();

    public abstract boolean isDestroyed();

    @Override
    public final String toString() {
        return type.name() + "#" + Integer.toUnsignedString(id());
    }
}
