package weft.wayland.server;

import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import weft.os.Epoll;
import weft.os.EventLoop;
import weft.os.Fd;
import weft.os.OsException;
import weft.os.UnixSocket;
import weft.wayland.wire.ArgumentReader;
import weft.wayland.wire.ArgumentWriter;
import weft.wayland.wire.MalformedMessage;
import weft.wayland.wire.ObjectMap;
import weft.wayland.wire.Transport;

/**
 * A connected client. Whatever it does wrong ends this client alone: it gets {@code wl_display.error}, then its
 * resources are destroyed in the order of their ids, and the connection is closed.
 */
public final class Client {
    private static final int DISPLAY_ID = 1, EVENT_ERROR = 0, EVENT_DELETE_ID = 1;
    private static final int MAX_REASON = 1024;
    private final Display display;
    private final boolean privileged;
    private final UnixSocket.Peer peer;
    private final Transport transport;
    private final ObjectMap objects;
    private final EventLoop.Source source;
    private final List<Runnable> destroyListeners = new ArrayList<>();
    final List<RegistryResource> registries = new ArrayList<>();
    private boolean failed;
    private boolean destroyed;
    private Object userData;

    Client(Display display, Fd socket, boolean privileged) throws OsException {
        this.display = display;
        this.privileged = privileged;
        peer = UnixSocket.peer(socket);
        objects = new ObjectMap(true, display.limits());
        transport = new Transport(socket, objects, display.limits(), () -> display.outputAdded(this));
        try {
            source = display.loop().add(transport.number(), Epoll.IN, this::ready);
        } catch (OsException e) {
            transport.close();
            throw e;
        }
        new DisplayResource(this);
    }

    public Display display() {
        return display;
    }

    /** Whether it came through a privileged socket. */
    public boolean isPrivileged() {
        return privileged;
    }

    /** Process, user and group, as the kernel saw them when it connected. */
    public UnixSocket.Peer peer() {
        return peer;
    }

    public boolean isDestroyed() {
        return destroyed;
    }

    /** The resource of that id, or null. */
    public Resource resource(int id) {
        return (Resource) objects.get(id);
    }

    public <T> T userData(Class<T> type) {
        return type.cast(userData);
    }

    public void setUserData(Object data) {
        userData = data;
    }

    /** Runs when the client is gone, after its resources were destroyed. */
    public void onDestroy(Runnable listener) {
        destroyListeners.add(listener);
    }

    /** Tells the client what it did wrong and ends it after the current request. Only the first error counts. */
    public void postError(Resource resource, int code, String message) {
        fail(resource.id(), code, resource.isDestroyed() ? message : resource + ": " + message);
    }

    /** Passes on every message of this client as a line of text; null ends that. Works from {@link Display#onConnect} on. */
    public void trace(Consumer<String> trace) {
        transport.trace(trace);
    }

    /** Sends what is buffered now, rather than before the display waits next. */
    public void flush() {
        if (destroyed) return;
        transport.flush();
        if (transport.failure() != null) end(transport.failure());
        else watch();
    }

    /** Disconnects the client and destroys its resources. */
    public void destroy() {
        if (destroyed) return;
        destroyed = true;
        source.close();
        objects.forEach(o -> guarded(((Resource) o)::destroy));
        transport.close();
        display.removed(this);
        for (var listener : List.copyOf(destroyListeners)) guarded(listener);
    }

    // A listener that fails must not keep the rest of the client alive.
    private void guarded(Runnable destruction) {
        try {
            destruction.run();
        } catch (RuntimeException e) {
            log().log(Level.ERROR, "while " + this + " ends", e);
        }
    }

    @Override
    public String toString() {
        return "client of process " + peer.pid();
    }

    int register(Resource resource, int id) {
        if (id == Resource.ALLOCATE) return objects.allocate(resource);
        objects.put(id, resource);
        return id;
    }

    /** Checks the id of an object that lives only within its request. */
    void reserveId(int id) {
        objects.touch(id);
    }

    void unregister(Resource resource) {
        objects.remove(resource.id());
        if (resource.id() > 0 && isReachable()) {
            var out = begin(DISPLAY_ID, EVENT_DELETE_ID);
            out.int32(resource.id());
            out.end();
        }
    }

    /** Whether the server can make another object here; if not, the client has piled up too many, and ends. */
    boolean hasRoom() {
        if (objects.hasRoom()) return true;
        fail(DISPLAY_ID, MalformedMessage.NO_MEMORY, "too many objects of the server are left undestroyed");
        return false;
    }

    boolean isReachable() {
        return !failed && !destroyed;
    }

    ArgumentWriter begin(int id, int opcode) {
        assert display.isOwnThread() : "event sent from another thread";
        return transport.writer().begin(id, opcode);
    }

    private void ready(int events) {
        if ((events & Epoll.OUT) != 0) flush();
        if (destroyed) return;
        if ((events & Epoll.IN) != 0) receive();
        else if ((events & (Epoll.HUP | Epoll.ERR)) != 0) destroy();
    }

    private void receive() {
        try {
            if (!transport.receive()) {
                destroy();
                return;
            }
            while (isReachable() && transport.next()) request(transport.reader());
        } catch (MalformedMessage e) {
            fail(DISPLAY_ID, e.code(), e.getMessage());
        }
        if (failed && !destroyed) {
            transport.flush();
            destroy();
        }
    }

    private void request(ArgumentReader reader) {
        var resource = (Resource) objects.get(reader.objectId());
        if (resource == null) {
            fail(DISPLAY_ID, MalformedMessage.INVALID_OBJECT, "invalid object " + Integer.toUnsignedString(reader.objectId()));
            return;
        }
        int opcode = reader.opcode();
        var type = resource.type();
        if (opcode >= type.requestCount() || type.request(opcode).since() > resource.version()) {
            fail(DISPLAY_ID, MalformedMessage.INVALID_METHOD, "invalid method " + opcode + ", object " + resource + " of version " + resource.version());
            return;
        }
        try {
            resource.dispatch(opcode, reader);
        } catch (MalformedMessage e) {
            reader.closeTaken();
            fail(DISPLAY_ID, e.code(), e.getMessage() + ", " + resource + "." + type.request(opcode).name());
        } catch (ProtocolError e) {
            reader.closeTaken();
            e.resource().postError(e.code(), e.getMessage());
        } catch (Throwable t) {
            reader.closeTaken();
            log().log(Level.ERROR, resource + "." + type.request(opcode).name() + " of " + this, t);
            fail(DISPLAY_ID, MalformedMessage.IMPLEMENTATION, "internal error in " + resource + "." + type.request(opcode).name());
        }
    }

    private void fail(int objectId, int code, String message) {
        if (!isReachable()) return;
        var out = begin(DISPLAY_ID, EVENT_ERROR);
        out.int32(objectId);
        out.int32(code);
        out.string(message.length() > MAX_REASON ? message.substring(0, MAX_REASON) : message);
        out.end();
        failed = true;
        log().log(Level.INFO, "{0} ends: {1}", this, message);
    }

    /** Called before the display waits. */
    void settle() {
        flush();
        if (failed) destroy();
    }

    private void end(String why) {
        log().log(Level.INFO, "{0} ends: {1}", this, why);
        destroy();
    }

    private void watch() {
        try {
            source.interest(transport.isBlocked() ? Epoll.IN | Epoll.OUT : Epoll.IN);
        } catch (OsException e) {
            end(e.getMessage());
        }
    }

    // Not a constant: most compositors never log, and a first logger takes a tenth of their start.
    private static System.Logger log() {
        return System.getLogger("weft.wayland");
    }
}
