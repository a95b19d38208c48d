package weft.wayland.client;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import weft.wayland.wire.ArgumentReader;
import weft.wayland.wire.MessageSpec;
import weft.wayland.wire.WireInterface;

/** The globals that the compositor offers. Complete after the first {@link Connection#roundtrip}, and kept up to date. */
public final class Registry extends Proxy {
    private static final int BIND = 0;
    private static final int EVENT_GLOBAL = 0;
    private static final WireInterface INTERFACE = new WireInterface("wl_registry", 1,
            new MessageSpec[] {new MessageSpec("bind", 1, "usun")},
            new MessageSpec[] {new MessageSpec("global", 1, "usu"), new MessageSpec("global_remove", 1, "u")});
    private final Map<Integer, Global> globals = new LinkedHashMap<>();
    private final List<Consumer<Global>> addListeners = new ArrayList<>();
    private final List<Consumer<Global>> removeListeners = new ArrayList<>();

    Registry(Connection connection) {
        super(INTERFACE, connection, 1, ALLOCATE);
    }

    /** A global: its number, interface and highest version. */
    public record Global(int name, String type, int version) {}

    public Collection<Global> globals() {
        return List.copyOf(globals.values());
    }

    /** The first global of an interface, if there is one. */
    public Optional<Global> find(String type) {
        return globals.values().stream().filter(g -> g.type().equals(type)).findFirst();
    }

    /** Calls back for each global there is, and each that comes. */
    public void onGlobal(Consumer<Global> listener) {
        globals().forEach(listener);
        addListeners.add(listener);
    }

    public void onRemove(Consumer<Global> listener) {
        removeListeners.add(listener);
    }

    /**
     * Binds the first global of a type, with the highest version that both sides know, up to {@code maxVersion}. Set the
     * listener of what is returned at once: its first events come with the next dispatch.
     *
     * @throws IllegalStateException if the compositor does not offer it
     */
    public <P extends Proxy> P bind(ProxyType<P> type, int maxVersion) {
        var global = find(type.wire().name()).orElseThrow(() -> new IllegalStateException("the compositor has no " + type.wire().name()));
        return bind(global, type, maxVersion);
    }

    /** Binds a certain global, such as one of several outputs. */
    public <P extends Proxy> P bind(Global global, ProxyType<P> type, int maxVersion) {
        int version = Math.min(global.version(), Math.min(maxVersion, type.wire().version()));
        var out = request(BIND, 1);
        out.int32(global.name());
        out.string(type.wire().name());
        out.int32(version);
        out.newId();
        P proxy = type.factory().create(connection(), version, ALLOCATE);
        out.end(proxy);
        return proxy;
    }

    @Override
    protected void dispatch(int opcode, ArgumentReader reader) {
        int name = reader.int32();
        if (opcode == EVENT_GLOBAL) {
            var global = new Global(name, reader.string(), reader.int32());
            reader.end();
            globals.put(name, global);
            List.copyOf(addListeners).forEach(l -> l.accept(global));
        } else {
            reader.end();
            Global global = globals.remove(name);
            if (global != null) List.copyOf(removeListeners).forEach(l -> l.accept(global));
        }
    }
}
