package weft.wayland.server;

import weft.wayland.wire.ArgumentReader;
import weft.wayland.wire.MalformedMessage;
import weft.wayland.wire.MessageSpec;
import weft.wayland.wire.WireInterface;

/** {@code wl_registry}: the globals that its client may see. */
final class RegistryResource extends Resource {
    private static final int EVENT_GLOBAL = 0, EVENT_GLOBAL_REMOVE = 1;
    private static final WireInterface INTERFACE = new WireInterface("wl_registry", 1,
            new MessageSpec[] {new MessageSpec("bind", 1, "usun")},
            new MessageSpec[] {new MessageSpec("global", 1, "usu"), new MessageSpec("global_remove", 1, "u")});

    RegistryResource(Client client, int id) {
        super(INTERFACE, client, 1, id);
        client.registries.add(this);
    }

    void advertiseAll() {
        for (Global<?> global : client().display().globals()) advertise(global);
    }

    void advertise(Global<?> global) {
        if (!global.isOffered(client())) return;
        var out = event(EVENT_GLOBAL, 1);
        if (out == null) return;
        out.int32(global.name());
        out.string(global.type().name());
        out.int32(global.version());
        out.end();
    }

    void withdraw(int name) {
        var out = event(EVENT_GLOBAL_REMOVE, 1);
        if (out == null) return;
        out.int32(name);
        out.end();
    }

    @Override
    protected void dispatch(int opcode, ArgumentReader reader) {
        int name = reader.int32();
        String type = reader.string();
        int version = reader.int32();
        int id = reader.newId();
        reader.end();
        Global<?> global = client().display().global(name);
        if (global == null || !global.mayBind(client()) || !global.type().name().equals(type)) {
            throw error(MalformedMessage.INVALID_OBJECT, "invalid global " + type + " (" + name + ")");
        }
        if (version < 1 || version > global.version()) {
            throw error(MalformedMessage.INVALID_OBJECT, "invalid version for global " + type + " (" + name + "): have "
                    + global.version() + ", wanted " + version);
        }
        global.bind(client(), version, id);
    }
}
