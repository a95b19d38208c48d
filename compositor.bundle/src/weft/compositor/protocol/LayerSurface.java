package weft.compositor.protocol;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import weft.compositor.scene.Rect;
import weft.compositor.shell.WindowClient;
import weft.compositor.shell.WindowView;
import weft.compositor.window.LayerRules;
import weft.compositor.window.LayerRules.Keyboard;
import weft.compositor.window.Role;
import weft.compositor.window.Window;
import weft.wayland.protocol.server.XdgPopup;
import weft.wayland.protocol.server.ZwlrLayerSurfaceV1;

/** {@code zwlr_layer_surface_v1}: a part of the desktop. Its rules take effect with its surface's commit. */
final class LayerSurface implements ZwlrLayerSurfaceV1.Requests, SurfaceRole, WindowClient, PopupParent {
    private static final int MOST_UNACKNOWLEDGED = 256, MOST_NAME = 256, ALL_EDGES = 15;
    private final Globals globals;
    private final ZwlrLayerSurfaceV1 resource;
    private final Surface surface;
    /** The one that it asked for, or null. */
    private final Output output;
    private final boolean strict;
    private final Deque<Integer> sent = new ArrayDeque<>();
    private final Runnable sendConfigure = this::sendConfigure;
    private LayerRules pending, applied;
    private WindowView view;
    private boolean started, acknowledged, mapped, gone;

    LayerSurface(Globals globals, ZwlrLayerSurfaceV1 resource, Surface surface, Output output, int layer, boolean strict) {
        this.globals = globals;
        this.resource = resource;
        this.surface = surface;
        this.output = output;
        this.strict = strict;
        pending = new LayerRules(layer, 0, 0, 0, 0, 0, 0, 0, 0, Keyboard.NONE);
    }

    void begin(String namespace) {
        view = globals.workspace().create(Role.LAYER, surface.node(), this, List.of());
        globals.workspace().setAppId(view, namespace.length() > MOST_NAME ? namespace.substring(0, MOST_NAME) : namespace);
        resource.setUserData(this);
        resource.setRequests(this);
        resource.onDestroy(this::end);
    }

    @Override
    public String kind() {
        return "zwlr_layer_surface_v1";
    }

    @Override
    public WindowView view() {
        return view;
    }

    @Override
    public PopupSurface asPopup() {
        return null;
    }

    @Override
    public Rect geometry() {
        return new Rect(0, 0, surface.node().width(), surface.node().height());
    }

    @Override
    public boolean isMapped() {
        return mapped;
    }

    @Override
    public void beforeCommit(boolean attachesBuffer) {
        if (attachesBuffer && strict && !acknowledged) throw resource.error(ZwlrLayerSurfaceV1.ERROR_INVALID_SURFACE_STATE, "a buffer before the first configure was acknowledged");
        if (!pending.isComplete()) throw resource.error(ZwlrLayerSurfaceV1.ERROR_INVALID_SIZE, "a length of 0 needs both edges");
    }

    @Override
    public void committed() {
        boolean changed = !pending.equals(applied), first = !started;
        applied = pending;
        started = true;
        if (changed) globals.workspace().desktop().layer(view.window(), applied, output == null || output.isRemoved() ? null : output.area());
        if (changed || first) globals.configures().add(sendConfigure);
        int width = surface.node().width(), height = surface.node().height();
        if (surface.hasContent() && !mapped) {
            mapped = true;
            globals.workspace().map(view, width, height);
        } else if (!surface.hasContent() && mapped) {
            unmap();
            started = acknowledged = false;
            sent.clear();
        } else if (mapped) {
            globals.workspace().desktop().resized(view.window(), width, height);
        }
    }

    @Override
    public void surfaceDestroyed() {
        end();
    }

    @Override
    public void configure(Window w, boolean isActivated) {
        if (started) globals.configures().add(sendConfigure);
    }

    @Override
    public void close() {
        resource.sendClosed();
        end();
        resource.setRequests(null);
    }

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
    public void setSize(ZwlrLayerSurfaceV1 self, int width, int height) {
        if (width < 0 || height < 0) throw self.error(ZwlrLayerSurfaceV1.ERROR_INVALID_SIZE, "a size of " + Integer.toUnsignedString(width) + " by " + Integer.toUnsignedString(height));
        pending = pending.withSize(width, height);
    }

    @Override
    public void setAnchor(ZwlrLayerSurfaceV1 self, int anchor) {
        if ((anchor & ~ALL_EDGES) != 0) throw self.error(ZwlrLayerSurfaceV1.ERROR_INVALID_ANCHOR, "anchor " + anchor);
        pending = pending.withAnchor(anchor);
    }

    @Override
    public void setExclusiveZone(ZwlrLayerSurfaceV1 self, int zone) {
        pending = pending.withZone(Math.max(-1, zone));
    }

    @Override
    public void setMargin(ZwlrLayerSurfaceV1 self, int top, int right, int bottom, int left) {
        pending = pending.withMargins(top, right, bottom, left);
    }

    @Override
    public void setKeyboardInteractivity(ZwlrLayerSurfaceV1 self, int interactivity) {
        boolean onDemand = self.version() >= 4 && interactivity == ZwlrLayerSurfaceV1.KEYBOARD_INTERACTIVITY_ON_DEMAND;
        if (self.version() >= 4 && (interactivity < 0 || interactivity > ZwlrLayerSurfaceV1.KEYBOARD_INTERACTIVITY_ON_DEMAND)) {
            throw self.error(ZwlrLayerSurfaceV1.ERROR_INVALID_KEYBOARD_INTERACTIVITY, "keyboard interactivity " + interactivity);
        }
        var keyboard = onDemand ? Keyboard.ON_DEMAND : interactivity == 0 ? Keyboard.NONE : Keyboard.EXCLUSIVE;
        pending = pending.withKeyboard(keyboard);
    }

    @Override
    public void setLayer(ZwlrLayerSurfaceV1 self, int layer) {
        if (layer < LayerRules.BACKGROUND || layer > LayerRules.OVERLAY) throw self.error(ZwlrLayerSurfaceV1.ERROR_INVALID_SURFACE_STATE, "layer " + layer);
        pending = pending.withLayer(layer);
    }

    @Override
    public void getPopup(ZwlrLayerSurfaceV1 self, XdgPopup popup) {
        PopupSurface.of(popup).adopt(this);
    }

    @Override
    public void ackConfigure(ZwlrLayerSurfaceV1 self, int serial) {
        if (!sent.contains(serial)) throw self.error(ZwlrLayerSurfaceV1.ERROR_INVALID_SURFACE_STATE, "no configure with serial " + Integer.toUnsignedString(serial));
        while (sent.poll() != serial) {}
        acknowledged = true;
    }

    private void unmap() {
        mapped = false;
        globals.seat().dismissPopups(view);
        globals.workspace().unmap(view);
    }

    private void end() {
        if (gone) return;
        gone = true;
        if (mapped) unmap();
        globals.workspace().remove(view);
        globals.configures().remove(sendConfigure);
        surface.unassign();
    }
}
