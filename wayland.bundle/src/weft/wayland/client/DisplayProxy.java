package weft.wayland.client;

import weft.wayland.wire.ArgumentReader;
import weft.wayland.wire.MessageSpec;
import weft.wayland.wire.WireInterface;

/** {@code wl_display}, object 1 of every connection. */
final class DisplayProxy extends Proxy {
    private static final int SYNC = 0, GET_REGISTRY = 1;
    private static final int EVENT_ERROR = 0;
    private static final WireInterface INTERFACE = new WireInterface("wl_display", 1,
            new MessageSpec[] {new MessageSpec("sync", 1, "n"), new MessageSpec("get_registry", 1, "n")},
            new MessageSpec[] {new MessageSpec("error", 1, "uus"), new MessageSpec("delete_id", 1, "u")});

    DisplayProxy(Connection connection) {
        super(INTERFACE, connection, 1, ALLOCATE);
    }

    void sync(Runnable action) {
        var out = request(SYNC, 1);
        out.newId();
        out.end(new SyncCallback(connection(), action));
    }

    Registry getRegistry() {
        var out = request(GET_REGISTRY, 1);
        out.newId();
        var registry = new Registry(connection());
        out.end(registry);
        return registry;
    }

    @Override
    protected void dispatch(int opcode, ArgumentReader reader) {
        int object = reader.int32();
        if (opcode == EVENT_ERROR) {
            int code = reader.int32();
            String message = reader.string();
            reader.end();
            connection().lose(new CompositorError(object, code, message));
        } else {
            reader.end();
            connection().idFreed(object);
        }
    }
}
