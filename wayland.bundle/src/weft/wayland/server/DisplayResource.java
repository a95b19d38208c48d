package weft.wayland.server;

import weft.wayland.wire.ArgumentReader;
import weft.wayland.wire.MessageSpec;
import weft.wayland.wire.WireInterface;

/** {@code wl_display}, object 1 of every client. */
final class DisplayResource extends Resource {
    private static final int SYNC = 0;
    private static final int EVENT_DONE = 0, EVENT_DELETE_ID = 1;
    private static final WireInterface INTERFACE = new WireInterface("wl_display", 1,
            new MessageSpec[] {new MessageSpec("sync", 1, "n"), new MessageSpec("get_registry", 1, "n")},
            new MessageSpec[] {new MessageSpec("error", 1, "ous"), new MessageSpec("delete_id", 1, "u")});

    DisplayResource(Client client) {
        super(INTERFACE, client, 1, 1);
    }

    @Override
    protected void dispatch(int opcode, ArgumentReader reader) {
        int id = reader.newId();
        reader.end();
        if (opcode == SYNC) sync(id);
        else new RegistryResource(client(), id).advertiseAll();
    }

    // The callback lives for this one event: no resource is made for it.
    private void sync(int callback) {
        client().reserveId(callback);
        var out = client().begin(callback, EVENT_DONE);
        out.int32(client().display().nextSerial());
        out.end();
        out = client().begin(id(), EVENT_DELETE_ID);
        out.int32(callback);
        out.end();
    }
}
