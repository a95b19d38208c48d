package weft.wayland.client;

import weft.wayland.wire.ArgumentReader;
import weft.wayland.wire.MessageSpec;
import weft.wayland.wire.WireInterface;

/** The {@code wl_callback} of {@code wl_display.sync}. */
final class SyncCallback extends Proxy {
    private static final WireInterface INTERFACE =
            new WireInterface("wl_callback", 1, new MessageSpec[0], new MessageSpec[] {new MessageSpec("done", 1, "u")});
    private final Runnable action;

    SyncCallback(Connection connection, Runnable action) {
        super(INTERFACE, connection, 1, ALLOCATE);
        this.action = action;
    }

    @Override
    protected void dispatch(int opcode, ArgumentReader reader) {
        reader.int32();
        reader.end();
        markDestroyed();
        action.run();
    }
}
