package weft.compositor.protocol;

import java.util.ArrayDeque;
import java.util.Deque;
import weft.compositor.scene.Rect;
import weft.compositor.shell.WindowView;
import weft.wayland.protocol.server.XdgPopup;
import weft.wayland.protocol.server.XdgPositioner;
import weft.wayland.protocol.server.XdgSurface;
import weft.wayland.protocol.server.XdgToplevel;
import weft.wayland.protocol.server.XdgWmBase;

/**
 * {@code xdg_surface}: what windows and popups have in common. Goes from its first commit, without a buffer, by way of
 * a configure that the client acknowledges, to being mapped; a commit without content starts over.
 */
final class ShellSurface implements XdgSurface.Requests, SurfaceRole, PopupParent {
    private static final int MOST_UNACKNOWLEDGED = 256;
    private final ShellClient owner;
    private final XdgSurface resource;
    private final Surface surface;
    private final Deque<Integer> sent = new ArrayDeque<>();
    private final Runnable sendConfigure = this::sendConfigure;
    private Content content;
    private Rect geometry, pendingGeometry;
    private boolean started, acknowledged, mapped;

    /** What the surface is: a window or a popup. */
    interface Content {
        String kind();

        /** Sends its part of a configure; the common part follows. */
        void sendConfigure();

        void map();

        void unmap();

        /** A commit was applied while it is mapped. */
        void updated();

        void destroyed();
    }

    ShellSurface(ShellClient owner, XdgSurface resource, Surface surface) {
        this.owner = owner;
        this.resource = resource;
        this.surface = surface;
        resource.setUserData(this);
        resource.setRequests(this);
        surface.guard(this);
        resource.onDestroy(this::end);
    }

    static ShellSurface of(XdgSurface resource) {
        return resource.userData(ShellSurface.class);
    }

    Globals globals() {
        return owner.shell().globals();
    }

    ShellClient owner() {
        return owner;
    }

    Surface surface() {
        return surface;
    }

    Content content() {
        return content;
    }

    @Override
    public WindowView view() {
        return switch (content) {
            case Toplevel t -> t.view();
            case PopupSurface p -> p.view();
            case null, default -> null;
        };
    }

    @Override
    public PopupSurface asPopup() {
        return content instanceof PopupSurface p ? p : null;
    }

    @Override
    public boolean isMapped() {
        return mapped;
    }

    /** Whether its first commit was made, so that it may be configured. */
    boolean isStarted() {
        return started;
    }

    /** Whether no configure was sent yet. */
    boolean isFirstConfigure() {
        return sent.isEmpty() && !acknowledged;
    }

    /** The part of the surface that counts as the window: what its client says, else all of it. */
    @Override
    public Rect geometry() {
        var all = surface.node().extents();
        if (geometry == null) return all;
        var within = geometry.intersection(all);
        return within.isEmpty() ? all : within;
    }

    /** Whether the client has said what part that is. */
    boolean hasOwnGeometry() {
        return geometry != null;
    }

    /** Has a configure sent soon. */
    void configure() {
        if (started) globals().configures().add(sendConfigure);
    }

    /** The role object is gone. */
    void contentDestroyed() {
        reset();
        content = null;
        surface.unassign();
        globals().configures().remove(sendConfigure);
    }

    @Override
    public String kind() {
        return content.kind();
    }

    @Override
    public void destroy(XdgSurface self) {
        if (content != null) throw self.error(XdgSurface.ERROR_DEFUNCT_ROLE_OBJECT, "its role object is still there");
    }

    @Override
    public void getToplevel(XdgSurface self, XdgToplevel id) {
        requireNoContent(self);
        var toplevel = new Toplevel(this, id);
        become(toplevel);
        toplevel.begin();
    }

    @Override
    public void getPopup(XdgSurface self, XdgPopup id, XdgSurface parent, XdgPositioner positioner) {
        requireNoContent(self);
        var rules = Positioner.of(positioner);
        if (!rules.isComplete()) throw owner.resource().error(XdgWmBase.ERROR_INVALID_POSITIONER, "the positioner lacks size or anchor");
        if (parent != null && of(parent).content == null) throw owner.resource().error(XdgWmBase.ERROR_INVALID_POPUP_PARENT, "a popup needs a parent");
        var popup = new PopupSurface(this, id, parent == null ? null : of(parent), rules);
        become(popup);
        popup.begin();
    }

    @Override
    public void setWindowGeometry(XdgSurface self, int x, int y, int width, int height) {
        requireContent(self);
        if (width <= 0 || height <= 0) throw self.error(XdgSurface.ERROR_INVALID_SIZE, "a geometry of " + width + " by " + height);
        pendingGeometry = new Rect(x, y, width, height);
    }

    @Override
    public void ackConfigure(XdgSurface self, int serial) {
        requireContent(self);
        if (!sent.contains(serial)) throw self.error(XdgSurface.ERROR_INVALID_SERIAL, "no configure with serial " + Integer.toUnsignedString(serial));
        while (sent.poll() != serial) {}
        acknowledged = true;
    }

    @Override
    public boolean hasObject() {
        return content != null;
    }

    @Override
    public void beforeAttach() {
        if (content == null) throw resource.error(XdgSurface.ERROR_UNCONFIGURED_BUFFER, "a buffer before it became a window or a popup");
    }

    @Override
    public void beforeCommit(boolean attachesBuffer) {
        if (content == null) throw resource.error(XdgSurface.ERROR_NOT_CONSTRUCTED, "a commit before it became a window or a popup");
        if (asPopup() != null && !asPopup().hasParent()) throw owner.resource().error(XdgWmBase.ERROR_INVALID_POPUP_PARENT, "a popup needs a parent");
        if (attachesBuffer && !acknowledged && owner.shell().isStrict()) throw resource.error(XdgSurface.ERROR_UNCONFIGURED_BUFFER, "a buffer before the first configure was acknowledged");
    }

    @Override
    public void committed() {
        if (pendingGeometry != null) geometry = pendingGeometry;
        pendingGeometry = null;
        if (!started) {
            started = true;
            configure();
            if (!surface.hasContent()) return;
        }
        if (surface.hasContent() && !mapped) {
            mapped = true;
            content.map();
        } else if (!surface.hasContent() && mapped) {
            reset();
        } else if (mapped) {
            content.updated();
        }
    }

    @Override
    public void partCommitted() {
        if (mapped && geometry == null) content.updated();
    }

    @Override
    public void surfaceDestroyed() {
        if (content != null) reset();
    }

    private void sendConfigure() {
        if (content == null || resource.isDestroyed()) return;
        // A client that never acknowledges is told no more until it does.
        if (sent.size() >= MOST_UNACKNOWLEDGED) return;
        content.sendConfigure();
        int serial = globals().display().nextSerial();
        sent.add(serial);
        resource.sendConfigure(serial);
    }

    private void reset() {
        if (mapped) {
            mapped = false;
            content.unmap();
        }
        started = acknowledged = false;
        sent.clear();
    }

    private void end() {
        if (content != null) content.destroyed();
        surface.guard(null);
    }

    private void become(Content c) {
        content = c;
        if (surface.assign(this)) return;
        content = null;
        throw owner.resource().error(XdgWmBase.ERROR_ROLE, surface.resource() + " has another role");
    }

    private void requireContent(XdgSurface self) {
        if (content == null) throw self.error(XdgSurface.ERROR_NOT_CONSTRUCTED, "it is neither a window nor a popup yet");
    }

    private void requireNoContent(XdgSurface self) {
        if (content != null) throw self.error(XdgSurface.ERROR_ALREADY_CONSTRUCTED, "it is a " + content.kind() + " already");
    }
}
