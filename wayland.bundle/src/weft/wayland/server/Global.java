package weft.wayland.server;

import java.util.function.Consumer;
import java.util.function.Predicate;
import weft.wayland.wire.WireInterface;

/** An object that clients can bind through their registries. */
public final class Global<R extends Resource> {
    private final Display display;
    private final int name;
    private final ResourceType<R> resourceType;
    private final int version;
    private final Predicate<Client> visible;
    private final Consumer<R> bind;
    private boolean removed;

    Global(Display display, int name, ResourceType<R> resourceType, int version, Predicate<Client> visible, Consumer<R> bind) {
        if (version < 1 || version > resourceType.wire().version()) throw new IllegalArgumentException(resourceType.wire() + ": no version " + version);
        this.display = display;
        this.name = name;
        this.resourceType = resourceType;
        this.version = version;
        this.visible = visible;
        this.bind = bind;
    }

    public int name() {
        return name;
    }

    public WireInterface type() {
        return resourceType.wire();
    }

    /** The highest version that clients may bind. */
    public int version() {
        return version;
    }

    /** Withdraws the global. A client that binds it before it knows gets an inert object. */
    public void remove() {
        if (removed) return;
        removed = true;
        display.withdraw(this);
    }

    boolean isOffered(Client client) {
        return !removed && visible.test(client);
    }

    boolean mayBind(Client client) {
        return visible.test(client);
    }

    void bind(Client client, int wanted, int id) {
        R resource = resourceType.factory().create(client, wanted, id);
        if (!removed) bind.accept(resource);
    }
}
