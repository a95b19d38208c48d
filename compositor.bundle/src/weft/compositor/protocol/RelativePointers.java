package weft.compositor.protocol;

import java.util.ArrayList;
import java.util.List;
import weft.wayland.protocol.server.WlPointer;
import weft.wayland.protocol.server.ZwpRelativePointerManagerV1;
import weft.wayland.protocol.server.ZwpRelativePointerV1;
import weft.wayland.server.Client;
import weft.wayland.server.Display;

/** {@code zwp_relative_pointer_manager_v1}: how far the pointer was moved, also where it cannot move on. */
final class RelativePointers implements ZwpRelativePointerManagerV1.Requests {
    private final List<ZwpRelativePointerV1> resources = new ArrayList<>();

    RelativePointers(Display display) {
        display.addGlobal(ZwpRelativePointerManagerV1.TYPE, 1, m -> m.setRequests(this));
    }

    @Override
    public void getRelativePointer(ZwpRelativePointerManagerV1 self, ZwpRelativePointerV1 id, WlPointer pointer) {
        id.setRequests(new ZwpRelativePointerV1.Requests() {});
        resources.add(id);
        id.onDestroy(() -> resources.remove(id));
    }

    /** Tells a client; returns whether it listens. */
    boolean send(Client client, long nanoTime, double dx, double dy, double rawX, double rawY) {
        boolean heard = false;
        long micros = nanoTime / 1000;
        for (var r : resources) {
            if (r.client() != client) continue;
            r.sendRelativeMotion((int) (micros >>> 32), (int) micros, dx, dy, rawX, rawY);
            heard = true;
        }
        return heard;
    }
}
