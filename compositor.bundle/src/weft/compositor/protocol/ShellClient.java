package weft.compositor.protocol;

import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.Set;
import weft.os.EventLoop;
import weft.os.OsException;
import weft.wayland.protocol.server.WlSurface;
import weft.wayland.protocol.server.XdgPositioner;
import weft.wayland.protocol.server.XdgSurface;
import weft.wayland.protocol.server.XdgWmBase;

/**
 * One client's {@code xdg_wm_base}. When the user wants one of its windows closed, the client is pinged; one that does
 * not answer in time has it said on its bars, and is disconnected when the user insists.
 */
final class ShellClient implements XdgWmBase.Requests {
    private static final long PATIENCE_NANOS = 3_000_000_000L;
    private final XdgShell shell;
    private final XdgWmBase resource;
    private final Set<XdgSurface> surfaces = new HashSet<>();
    private EventLoop.Timer patience;
    private int pingSerial;
    private boolean waiting, unresponsive;

    ShellClient(XdgShell shell, XdgWmBase resource) {
        this.shell = shell;
        this.resource = resource;
        resource.onDestroy(() -> {
            if (patience != null) patience.close();
        });
    }

    XdgWmBase resource() {
        return resource;
    }

    XdgShell shell() {
        return shell;
    }

    /** The user wants a window closed; returns whether to ask the client, which else is gone after this. */
    boolean mayAskToClose() {
        if (unresponsive) {
            // Not from within the desktop's own work.
            shell.globals().display().post(resource.client()::destroy);
            return false;
        }
        if (!waiting) ping();
        return true;
    }

    private void ping() {
        waiting = true;
        pingSerial = shell.globals().display().nextSerial();
        resource.sendPing(pingSerial);
        try {
            if (patience == null) patience = shell.globals().display().loop().timer(() -> respond(false));
            patience.startAfter(PATIENCE_NANOS);
        } catch (OsException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void respond(boolean responds) {
        unresponsive = !responds;
        for (var s : surfaces) {
            if (ShellSurface.of(s).content() instanceof Toplevel t) shell.globals().workspace().setNote(t.view(), responds ? "" : "not responding");
        }
    }

    @Override
    public void destroy(XdgWmBase self) {
        if (!surfaces.isEmpty()) throw self.error(XdgWmBase.ERROR_DEFUNCT_SURFACES, "surfaces are left");
    }

    @Override
    public void createPositioner(XdgWmBase self, XdgPositioner id) {
        new Positioner(id);
    }

    @Override
    public void getXdgSurface(XdgWmBase self, XdgSurface id, WlSurface surface) {
        var s = Surface.of(surface);
        if (s.isTakenFor(Toplevel.KIND) && s.isTakenFor(PopupSurface.KIND)) throw self.error(XdgWmBase.ERROR_ROLE, surface + " has another role");
        if (s.hasBuffer()) throw self.error(XdgWmBase.ERROR_INVALID_SURFACE_STATE, surface + " has a buffer already");
        surfaces.add(id);
        id.onDestroy(() -> surfaces.remove(id));
        new ShellSurface(this, id, s);
    }

    @Override
    public void pong(XdgWmBase self, int serial) {
        if (!waiting || serial != pingSerial) return;
        waiting = false;
        patience.stop();
        if (unresponsive) respond(true);
    }
}
