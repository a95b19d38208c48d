package weft.wayland.wire;

import java.util.function.Consumer;

/** The objects of a connection by id: those that the client made from 1 on, those of the server from 0xff000000 on. */
public final class ObjectMap {
    private static final int FIRST_SERVER_ID = 0xff000000;
    private final IdRange clients;
    private final IdRange servers;
    private final boolean server;

    /** @param server whether this side is the server, whose own ids are the upper ones */
    public ObjectMap(boolean server, Limits limits) {
        this.server = server;
        clients = new IdRange(1, limits.objects());
        servers = new IdRange(FIRST_SERVER_ID, limits.objects());
    }

    boolean isServer() {
        return server;
    }

    /** The object, or null where there is none. */
    public WireObject get(int id) {
        return id > 0 ? clients.get(id) : id == 0 ? null : servers.get(id);
    }

    /** Gives an object of this side the next free id. */
    public int allocate(WireObject object) {
        return own().allocate(object);
    }

    /** Whether {@link #allocate} would succeed. */
    public boolean hasRoom() {
        return own().hasRoom();
    }

    /** Files an object under the id that the peer chose. */
    public void put(int id, WireObject object) {
        checkNew(id);
        peer().put(id, object);
    }

    /** Files an object of the peer's and forgets it at once: only its id counts from now on. */
    public void touch(int id) {
        put(id, null);
    }

    /** Refuses an id that the peer may not give to a new object now. */
    void checkNew(int id) {
        boolean inRange = server ? id > 0 : id < 0;
        if (!inRange || !(peer().accepts(id) || reusable(id))) throw MalformedMessage.object("invalid new id " + Integer.toUnsignedString(id));
        if (peer().full() && peer().end() == id) throw new MalformedMessage(MalformedMessage.NO_MEMORY, "too many objects");
    }

    // A client keeps what the server made after destroying it, until the server uses the id again.
    private boolean reusable(int id) {
        if (server) return false;
        WireObject old = peer().get(id);
        return old != null && old.isDestroyed();
    }

    /** Forgets an object; an id of this side may then be used again. */
    public void remove(int id) {
        IdRange range = id > 0 ? clients : servers;
        if (range.get(id) != null) range.remove(id, range == own());
    }

    /** Visits every object in the order of ids, the client's first; visitors may remove objects. */
    public void forEach(Consumer<WireObject> visitor) {
        for (int id = 1; id < clients.end(); id++) if (clients.get(id) != null) visitor.accept(clients.get(id));
        for (int id = FIRST_SERVER_ID; id < servers.end(); id++) if (servers.get(id) != null) visitor.accept(servers.get(id));
    }

    private IdRange own() {
        return server ? servers : clients;
    }

    private IdRange peer() {
        return server ? clients : servers;
    }
}
