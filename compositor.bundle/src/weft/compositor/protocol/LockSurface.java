package weft.compositor.protocol;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import weft.compositor.shell.WindowClient;
import weft.compositor.shell.WindowView;
import weft.compositor.window.LayerRules;
import weft.compositor.window.Role;
import weft.compositor.window.Window;
import weft.wayland.protocol.server.ExtSessionLockSurfaceV1;

/** {@code ext_session_lock_surface_v1}: all that an output shows of a locked session, as large as its output. */
final class LockSurface implements ExtSessionLockSurfaceV1.Requests, SurfaceRole, WindowClient {
    private static final int ALL_EDGES = 15, MOST_UNACKNOWLEDGED = 256;
    private final Globals globals;
    private final ExtSessionLockSurfaceV1 resource;
    private final Surface surface;
    private final Output output;
    private final Deque<Integer> sent = new ArrayDeque<>();
    private final Runnable sendConfigure = this::sendConfigure;
    private WindowView view;
    private boolean acknowledged, mapped, gone;

    LockSurface(Globals globals, ExtSessionLockSurfaceV1 resource, Surface surface, Output output) {
        this.output = output;
        this.globals = globals;
        this.resource = resource;
        this.surface = surface;
    }

    void begin() {
        view = globals.workspace().create(Role.LAYER, surface.node(), this, List.of());
        resource.setRequests(this);
        resource.onDestroy(this::end);
        var rules = new LayerRules(LayerRules.LOCK, ALL_EDGES, -1, 0, 0, 0, 0, 0, 0, LayerRules.Keyboard.EXCLUSIVE);
        globals.workspace().desktop().layer(view.window(), rules, output == null ? null : output.area());
        globals.configures().add(sendConfigure);
    }

    boolean isOn(Output o) {
        return !gone && output == o;
    }

    boolean isGone() {
        return gone;
    }

    @Override
    public String kind() {
        return "ext_session_lock_surface_v1";
    }

    @Override
    public void beforeCommit(boolean attachesBuffer) {
        if (!acknowledged) throw resource.error(ExtSessionLockSurfaceV1.ERROR_COMMIT_BEFORE_FIRST_ACK, "a commit before the first configure was acknowledged");
        if (!attachesBuffer && !surface.hasBuffer()) throw resource.error(ExtSessionLockSurfaceV1.ERROR_NULL_BUFFER, "a lock without content");
    }

    @Override
    public void committed() {
        int width = surface.node().width(), height = surface.node().height();
        if (!surface.hasContent()) throw resource.error(ExtSessionLockSurfaceV1.ERROR_NULL_BUFFER, "a lock without content");
        if (!mapped) {
            mapped = true;
            globals.workspace().map(view, width, height);
        } else {
            globals.workspace().desktop().resized(view.window(), width, height);
        }
    }

    @Override
    public void surfaceDestroyed() {
        end();
    }

    @Override
    public void configure(Window w, boolean isActivated) {
        globals.configures().add(sendConfigure);
    }

    // Nobody but its own client ends a lock.
    @Override
    public void close() {}

    @Override
    public int pid() {
        return resource.client().peer().pid();
    }

    private void sendConfigure() {
        if (gone || sent.size() >= MOST_UNACKNOWLEDGED) return;
        int serial = globals.display().nextSerial();
        sent.add(serial);
        resource.sendConfigure(serial, view.window().wantedWidth(), view.window().wantedHeight());
    }

    @Override
    public void ackConfigure(ExtSessionLockSurfaceV1 self, int serial) {
        if (!sent.contains(serial)) throw self.error(ExtSessionLockSurfaceV1.ERROR_INVALID_SERIAL, "no configure with serial " + Integer.toUnsignedString(serial));
        while (sent.poll() != serial) {}
        acknowledged = true;
    }

    private void end() {
        if (gone) return;
        gone = true;
        if (mapped) globals.workspace().unmap(view);
        globals.workspace().remove(view);
        globals.configures().remove(sendConfigure);
        surface.unassign();
    }
}
