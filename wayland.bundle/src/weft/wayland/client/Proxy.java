package weft.wayland.client;

import weft.wayland.wire.ArgumentReader;
import weft.wayland.wire.ArgumentWriter;
import weft.wayland.wire.WireInterface;
import weft.wayland.wire.WireObject;

/**
 * An object of the compositor's, as a client holds it. Subclasses are generated, one an interface: their methods are the
 * requests, their {@code Events} are what the compositor tells. Events to a destroyed proxy are dropped, and so are
 * requests once the compositor is gone.
 */
public abstract class Proxy extends WireObject {
    /** In place of an id: the next of the client's own. */
    protected static final int ALLOCATE = -1;
    private final Connection connection;
    private final int id;
    private boolean destroyed;
    private Object userData;

    /** @param id the compositor's choice (above 0xff000000), {@link #ALLOCATE}, or {@link #NO_ID} */
    protected Proxy(WireInterface type, Connection connection, int version, int id) {
        super(type, version);
        this.connection = connection;
        destroyed = id == NO_ID;
        this.id = destroyed ? NO_ID : connection.register(this, id);
    }

    public final Connection connection() {
        return connection;
    }

    @Override
    public final int id() {
        return id;
    }

    @Override
    public final boolean isDestroyed() {
        return destroyed;
    }

    /** What {@link #setUserData} left, or null. */
    public final <T> T userData(Class<T> type) {
        return type.cast(userData);
    }

    public final void setUserData(Object data) {
        userData = data;
    }

    /** Decodes an event and calls its listener. */
    protected abstract void dispatch(int opcode, ArgumentReader reader);

    /**
     * Begins a request.
     *
     * @throws IllegalStateException if the proxy is destroyed, or of a version without this request
     */
    protected final ArgumentWriter request(int opcode, int since) {
        if (destroyed) throw new IllegalStateException(this + " is destroyed");
        if (version() < since) throw new IllegalStateException(this + ": " + type().request(opcode).name() + " needs version " + since + ", bound is " + version());
        return connection.begin(id, opcode);
    }

    /** Ends the proxy's life after its destructor; the compositor then frees its id. */
    protected final void markDestroyed() {
        destroyed = true;
        connection.destroyed(id);
    }

    /** Gives up what an event made that nobody listens to. */
    protected static void abandon(Proxy made) {
        made.destroyed = true;
    }
}
