package weft.compositor.protocol;

import weft.compositor.shell.WindowClient;
import weft.compositor.shell.WindowView;
import weft.compositor.window.Edge;
import weft.compositor.window.FrameLayout;
import weft.compositor.window.Placement;
import weft.compositor.window.Role;
import weft.compositor.window.Window;
import weft.wayland.protocol.server.WlOutput;
import weft.wayland.protocol.server.WlSeat;
import weft.wayland.protocol.server.XdgToplevel;
import weft.wayland.protocol.server.ZxdgToplevelDecorationV1;
import weft.wayland.wire.IntArrays;

/** {@code xdg_toplevel}: a window of an ordinary client. Such a client is not in a sandbox, and its bar says so. */
final class Toplevel implements XdgToplevel.Requests, ShellSurface.Content, WindowClient {
    static final String KIND = "xdg_toplevel";
    private static final byte[] CAPABILITIES = IntArrays.bytes(XdgToplevel.WM_CAPABILITIES_MAXIMIZE,
            XdgToplevel.WM_CAPABILITIES_FULLSCREEN, XdgToplevel.WM_CAPABILITIES_MINIMIZE);
    private static final int MOST_TITLE = 512, SUSPENDED_SINCE = 6;
    private final ShellSurface surface;
    private final XdgToplevel resource;
    private WindowView view;
    private ZxdgToplevelDecorationV1 decoration;
    private int[] pendingMin, pendingMax;
    private int minWidth, minHeight, maxWidth, maxHeight;
    private boolean activated, suspended;

    Toplevel(ShellSurface surface, XdgToplevel resource) {
        this.surface = surface;
        this.resource = resource;
    }

    void begin() {
        view = surface.globals().workspace().create(Role.NORMAL, surface.surface().node(), this, WindowClient.UNCONFINED);
        resource.setUserData(this);
        resource.setRequests(this);
        resource.onDestroy(this::destroyed);
    }

    static Toplevel of(XdgToplevel resource) {
        return resource.userData(Toplevel.class);
    }

    ShellSurface surface() {
        return surface;
    }

    WindowView view() {
        return view;
    }

    ZxdgToplevelDecorationV1 decoration() {
        return decoration;
    }

    void decoration(ZxdgToplevelDecorationV1 d) {
        decoration = d;
    }

    /** Tells a client that knows the state whether somebody sees its window, if that is different now. */
    void tellSeen() {
        boolean hidden = surface.isMapped() && !surface.surface().isSeen();
        if (hidden == suspended || resource.version() < SUSPENDED_SINCE) return;
        suspended = hidden;
        surface.configure();
    }

    /** Sends a configure, even if nothing has changed. */
    void configureAgain() {
        surface.configure();
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public void configure(Window w, boolean isActivated) {
        activated = isActivated;
        surface.configure();
    }

    @Override
    public void close() {
        if (surface.owner().mayAskToClose()) resource.sendClose();
    }

    @Override
    public boolean isForeign() {
        return true;
    }

    @Override
    public int pid() {
        return resource.client().peer().pid();
    }

    @Override
    public void sendConfigure() {
        var w = view.window();
        if (surface.isFirstConfigure()) {
            var area = desktop().usableFor(view.window());
            resource.sendConfigureBounds(area.width() - 2 * FrameLayout.BORDER, area.height() - FrameLayout.TOP - FrameLayout.BORDER);
            resource.sendWmCapabilities(CAPABILITIES);
        }
        resource.sendConfigure(w.wantedWidth(), w.wantedHeight(), states(w));
    }

    private byte[] states(Window w) {
        int[] states = new int[7];
        int n = 0;
        if (w.isMaximized()) states[n++] = XdgToplevel.STATE_MAXIMIZED;
        if (w.placement() == Placement.FULLSCREEN) states[n++] = XdgToplevel.STATE_FULLSCREEN;
        if (w.isResizing()) states[n++] = XdgToplevel.STATE_RESIZING;
        if (activated) states[n++] = XdgToplevel.STATE_ACTIVATED;
        if (w.placement() == Placement.LEFT_HALF && resource.version() >= 2) states[n++] = XdgToplevel.STATE_TILED_LEFT;
        if (w.placement() == Placement.RIGHT_HALF && resource.version() >= 2) states[n++] = XdgToplevel.STATE_TILED_RIGHT;
        if (suspended) states[n++] = XdgToplevel.STATE_SUSPENDED;
        return IntArrays.bytes(java.util.Arrays.copyOf(states, n));
    }

    @Override
    public void map() {
        applyLimits();
        var g = surface.geometry();
        geometryAt(g.x(), g.y());
        surface.globals().workspace().map(view, g.width(), g.height());
    }

    @Override
    public void updated() {
        applyLimits();
        var workspace = surface.globals().workspace();
        var g = surface.geometry();
        geometryAt(g.x(), g.y());
        workspace.desktop().resized(view.window(), g.width(), g.height());
    }

    /** A subsurface that reaches out to the left or above makes the window larger, but moves nothing. */
    private void geometryAt(int x, int y) {
        int dx = x - view.element().geometryX(), dy = y - view.element().geometryY();
        if (dx == 0 && dy == 0) return;
        surface.globals().workspace().geometryAt(view, x, y);
        if (!surface.hasOwnGeometry()) desktop().shift(view.window(), dx, dy);
    }

    @Override
    public void unmap() {
        surface.globals().seat().dismissPopups(view);
        surface.globals().workspace().unmap(view);
    }

    @Override
    public void destroyed() {
        if (surface.content() != this) return;
        surface.contentDestroyed();
        surface.globals().workspace().remove(view);
    }

    @Override
    public void setParent(XdgToplevel self, XdgToplevel parent) {
        var w = parent == null ? null : of(parent).view.window();
        if (!desktop().setParent(view.window(), w == null || !w.isMapped() ? null : w)) throw self.error(XdgToplevel.ERROR_INVALID_PARENT, "a window cannot belong to itself");
    }

    @Override
    public void setTitle(XdgToplevel self, String title) {
        surface.globals().workspace().setTitle(view, title.length() > MOST_TITLE ? title.substring(0, MOST_TITLE) : title);
    }

    @Override
    public void setAppId(XdgToplevel self, String appId) {
        surface.globals().workspace().setAppId(view, appId);
    }

    @Override
    public void showWindowMenu(XdgToplevel self, WlSeat seat, int serial, int x, int y) {}

    @Override
    public void move(XdgToplevel self, WlSeat seat, int serial) {
        surface.globals().seat().startMove(view, serial);
    }

    @Override
    public void resize(XdgToplevel self, WlSeat seat, int serial, int edges) {
        if (edges != Edge.NONE && !Edge.isValid(edges)) throw self.error(XdgToplevel.ERROR_INVALID_RESIZE_EDGE, "edges " + edges);
        if (edges != Edge.NONE) surface.globals().seat().startResize(view, edges, serial);
    }

    @Override
    public void setMaxSize(XdgToplevel self, int width, int height) {
        if (width < 0 || height < 0) throw self.error(XdgToplevel.ERROR_INVALID_SIZE, "a size of " + width + " by " + height);
        pendingMax = new int[] {width, height};
    }

    @Override
    public void setMinSize(XdgToplevel self, int width, int height) {
        if (width < 0 || height < 0) throw self.error(XdgToplevel.ERROR_INVALID_SIZE, "a size of " + width + " by " + height);
        pendingMin = new int[] {width, height};
    }

    @Override
    public void setMaximized(XdgToplevel self) {
        desktop().setMaximized(view.window(), true);
        surface.configure();
    }

    @Override
    public void unsetMaximized(XdgToplevel self) {
        desktop().setMaximized(view.window(), false);
        surface.configure();
    }

    @Override
    public void setFullscreen(XdgToplevel self, WlOutput output) {
        var on = Output.of(output);
        if (on == null) desktop().setFullscreen(view.window(), true);
        else desktop().setFullscreen(view.window(), on.area());
        surface.configure();
    }

    @Override
    public void unsetFullscreen(XdgToplevel self) {
        desktop().setFullscreen(view.window(), false);
        surface.configure();
    }

    @Override
    public void setMinimized(XdgToplevel self) {
        desktop().minimize(view.window());
    }

    /** Takes over the limits that came with the commit. */
    private void applyLimits() {
        if (pendingMin == null && pendingMax == null) return;
        if (pendingMin != null) {
            minWidth = pendingMin[0];
            minHeight = pendingMin[1];
        }
        if (pendingMax != null) {
            maxWidth = pendingMax[0];
            maxHeight = pendingMax[1];
        }
        pendingMin = pendingMax = null;
        if (maxWidth > 0 && minWidth > maxWidth || maxHeight > 0 && minHeight > maxHeight) throw resource.error(XdgToplevel.ERROR_INVALID_SIZE, "the least size is above the largest");
        desktop().limitSize(view.window(), minWidth, minHeight, maxWidth, maxHeight);
    }

    private weft.compositor.window.Desktop desktop() {
        return surface.globals().workspace().desktop();
    }
}
