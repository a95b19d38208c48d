package weft.compositor.protocol;

import weft.wayland.protocol.server.XdgToplevel;
import weft.wayland.protocol.server.ZxdgDecorationManagerV1;
import weft.wayland.protocol.server.ZxdgToplevelDecorationV1;
import weft.wayland.server.Display;

/** {@code zxdg_decoration_manager_v1}: the system draws the bar of every window, whatever its client would prefer. */
final class Decorations implements ZxdgDecorationManagerV1.Requests {
    Decorations(Display display) {
        display.addGlobal(ZxdgDecorationManagerV1.TYPE, 1, d -> d.setRequests(this));
    }

    @Override
    public void getToplevelDecoration(ZxdgDecorationManagerV1 self, ZxdgToplevelDecorationV1 id, XdgToplevel toplevel) {
        var t = Toplevel.of(toplevel);
        if (t.decoration() != null) throw id.error(ZxdgToplevelDecorationV1.ERROR_ALREADY_CONSTRUCTED, toplevel + " has a decoration");
        if (t.surface().surface().hasBuffer()) throw id.error(ZxdgToplevelDecorationV1.ERROR_UNCONFIGURED_BUFFER, "a buffer is attached already");
        t.decoration(id);
        id.setRequests(new ServerSide(t));
        id.onDestroy(() -> t.decoration(null));
        answer(id, t);
    }

    private static void answer(ZxdgToplevelDecorationV1 decoration, Toplevel t) {
        decoration.sendConfigure(ZxdgToplevelDecorationV1.MODE_SERVER_SIDE);
        t.configureAgain();
    }

    private record ServerSide(Toplevel toplevel) implements ZxdgToplevelDecorationV1.Requests {
        @Override
        public void setMode(ZxdgToplevelDecorationV1 self, int mode) {
            answer(self, toplevel);
        }

        @Override
        public void unsetMode(ZxdgToplevelDecorationV1 self) {
            answer(self, toplevel);
        }
    }
}
