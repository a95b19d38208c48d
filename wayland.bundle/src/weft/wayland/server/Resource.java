package weft.wayland.server;

import java.util.ArrayList;
import java.util.List;
import weft.wayland.wire.ArgumentReader;
import weft.wayland.wire.ArgumentWriter;
import weft.wayland.wire.WireInterface;
import weft.wayland.wire.WireObject;

/**
 * An object that a client holds. Subclasses are generated, one an interface: their {@code Requests} are what the client
 * may ask, their {@code sendXxx} methods are the events. A resource without {@code Requests} is inert: its requests are
 * checked and dropped, what they make is inert too, its destructors work. Events to a destroyed resource, or newer than
 * its version, are dropped.
 */
public abstract class Resource extends WireObject {
    /** In place of an id: the next of the server's own. */
    protected static final int ALLOCATE = -1;
    private final Client client;
    private final int id;
    private boolean destroyed;
    private Object userData;
    private List<Runnable> destroyListeners = List.of();

    /** @param id the client's choice, {@link #ALLOCATE}, or {@link #NO_ID} */
    protected Resource(WireInterface type, Client client, int version, int id) {
        super(type, version);
        this.client = client;
        destroyed = id == NO_ID;
        this.id = destroyed ? NO_ID : client.register(this, id);
    }

    public final Client client() {
        return client;
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

    /** Runs when the resource is destroyed, by whatever cause; in the order added. */
    public final void onDestroy(Runnable listener) {
        if (destroyListeners.isEmpty()) destroyListeners = new ArrayList<>(2);
        destroyListeners.add(listener);
    }

    /**
     * Destroys the resource and tells the client that its id is free. Requests already on their way to it would then
     * end the client: where the protocol gives no destructor, make a resource inert instead.
     */
    public final void destroy() {
        if (destroyed) return;
        destroyed = true;
        var listeners = destroyListeners;
        destroyListeners = List.of();
        try {
            for (int i = 0; i < listeners.size(); i++) listeners.get(i).run();
        } finally {
            client.unregister(this);
        }
    }

    /** For a handler to throw: ends the client with an error on this object. */
    public final ProtocolError error(int code, String message) {
        return new ProtocolError(this, code, message);
    }

    /** Ends the client with an error on this object, outside of a handler. */
    public final void postError(int code, String message) {
        client.postError(this, code, message);
    }

    /** Decodes a request and calls its handler. */
    protected abstract void dispatch(int opcode, ArgumentReader reader);

    /** Begins an event; null if it is to be dropped. */
    protected final ArgumentWriter event(int opcode, int since) {
        return canSend(since) ? client.begin(id, opcode) : null;
    }

    /** Begins an event that makes an object; null if it is to be dropped. */
    protected final ArgumentWriter makingEvent(int opcode, int since) {
        return canSend(since) && client.hasRoom() ? client.begin(id, opcode) : null;
    }

    private boolean canSend(int since) {
        return !destroyed && version() >= since && client.isReachable();
    }
}
