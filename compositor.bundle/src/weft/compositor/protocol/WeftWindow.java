package weft.compositor.protocol;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import weft.api.Badge;
import weft.compositor.protocol.FrameCallbacks.Presented;
import weft.compositor.scene.Rect;
import weft.compositor.shell.WindowClient;
import weft.compositor.shell.WindowView;
import weft.compositor.window.Desktop;
import weft.compositor.window.Placement;
import weft.compositor.window.RememberedPlaces;
import weft.compositor.window.Role;
import weft.compositor.window.Window;
import weft.wayland.protocol.server.ZweftShellWindowV1;

/**
 * {@code zweft_shell_window_v1}: a window of the session's own clients. It is on the screen while its surface has
 * content, and configured at once: no acknowledgement is asked for.
 */
final class WeftWindow implements ZweftShellWindowV1.Requests, SurfaceRole, WindowClient {
    private static final int MOST_BADGES = 32, MOST_TEXT = 512;
    private final Globals globals;
    private final ZweftShellWindowV1 resource;
    private final Surface surface;
    private final Runnable sendConfigure = this::sendConfigure;
    private final Consumer<Presented> presented = this::presented;
    private WindowView view;
    private boolean mapped, activated, gone;
    private Optional<RememberedPlaces.Place> remembered = Optional.empty();
    private Rect sentPlace;
    private int sentState = -1;

    WeftWindow(Globals globals, ZweftShellWindowV1 resource, Surface surface) {
        this.globals = globals;
        this.resource = resource;
        this.surface = surface;
    }

    /** The surface has the role: makes the window. */
    void begin(String appId, String title, Role role, int x, int y, int width, int height) {
        view = globals.workspace().create(role, surface.node(), this, List.of());
        globals.workspace().setTitle(view, cut(title));
        globals.workspace().setAppId(view, cut(appId));
        remembered = role.isWorkspace() ? globals.places().take(cut(appId)) : Optional.empty();
        desktop().ask(view.window(), remembered.map(RememberedPlaces.Place::content).orElse(new Rect(x, y, width, height)));
        resource.setRequests(this);
        resource.onDestroy(this::end);
        globals.configures().add(sendConfigure);
        if (surface.hasContent()) committed();
    }

    @Override
    public String kind() {
        return "zweft_shell_window_v1";
    }

    @Override
    public void committed() {
        var workspace = globals.workspace();
        int width = surface.node().width(), height = surface.node().height();
        if (surface.hasContent() && !mapped) {
            mapped = true;
            if (view.window().role() == Role.DIALOG) belongToFocused();
            workspace.map(view, width, height);
            remembered.ifPresent(p -> desktop().place(view.window(), p.placement()));
            remembered = Optional.empty();
        } else if (!surface.hasContent() && mapped) {
            unmap();
        } else if (mapped) {
            desktop().resized(view.window(), width, height);
        }
        if (mapped) globals.frames().watch(surface, presented);
    }

    private void belongToFocused() {
        var focused = desktop().focused();
        if (focused != null && focused.role().isWorkspace()) desktop().setParent(view.window(), focused);
    }

    @Override
    public void surfaceDestroyed() {
        boolean alive = !gone;
        end();
        if (alive) resource.postError(ZweftShellWindowV1.ERROR_DEFUNCT_SURFACE, "its surface was destroyed before it");
    }

    @Override
    public void configure(Window w, boolean isActivated) {
        activated = isActivated;
        globals.configures().add(sendConfigure);
    }

    @Override
    public void moved(Window w) {
        globals.configures().add(sendConfigure);
    }

    @Override
    public void focusChanged(boolean focused) {
        resource.sendFocusChanged(focused ? 1 : 0);
    }

    @Override
    public boolean hearsBadges() {
        return resource.version() >= 3;
    }

    @Override
    public void badgesPressed() {
        resource.sendBadgesPressed();
    }

    @Override
    public void close() {
        end();
        resource.sendWindowClosed();
        resource.setRequests(null);
    }

    @Override
    public int pid() {
        return resource.client().peer().pid();
    }

    /** The user swiped over the touchpad, so many pixels to the right and down. */
    void swiped(int fingers, double dx, double dy) {
        boolean sideways = Math.abs(dx) >= Math.abs(dy);
        int type = sideways ? dx < 0 ? ZweftShellWindowV1.GESTURE_SWIPE_LEFT : ZweftShellWindowV1.GESTURE_SWIPE_RIGHT
                : dy < 0 ? ZweftShellWindowV1.GESTURE_SWIPE_UP : ZweftShellWindowV1.GESTURE_SWIPE_DOWN;
        resource.sendNavigationGesture(type, fingers, dx, dy);
    }

    @Override
    public void updateMetadata(ZweftShellWindowV1 self, String title, int role) {
        var newRole = WeftShell.role(role);
        if (newRole == null) throw self.error(ZweftShellWindowV1.ERROR_INVALID_ROLE, "role " + role);
        globals.workspace().setTitle(view, cut(title));
        desktop().changeRole(view.window(), newRole);
    }

    @Override
    public void setGeometry(ZweftShellWindowV1 self, int x, int y, int width, int height) {
        if (width <= 0 || height <= 0) throw self.error(ZweftShellWindowV1.ERROR_INVALID_SIZE, "a size of " + width + " by " + height);
        sentPlace = null;
        desktop().ask(view.window(), new Rect(x, y, width, height));
        globals.configures().add(sendConfigure);
    }

    @Override
    public void setBadges(ZweftShellWindowV1 self, byte[] badges) {
        globals.workspace().setBadges(view, parse(badges));
    }

    /** Each badge is a byte of kind, its text, and a zero byte. */
    private List<Badge> parse(byte[] bytes) {
        var list = new ArrayList<Badge>();
        for (int i = 0; i < bytes.length;) {
            int end = i + 1;
            while (end < bytes.length && bytes[end] != 0) end++;
            if (end >= bytes.length || list.size() == MOST_BADGES) throw resource.error(ZweftShellWindowV1.ERROR_INVALID_BADGES, "the array does not hold badges");
            list.add(new Badge(cut(new String(bytes, i + 1, end - i - 1, StandardCharsets.UTF_8)), kind(bytes[i])));
            i = end + 1;
        }
        return list;
    }

    private Badge.Kind kind(byte value) {
        return switch (value) {
            case ZweftShellWindowV1.BADGE_READ -> Badge.Kind.read;
            case ZweftShellWindowV1.BADGE_WRITE -> Badge.Kind.write;
            case ZweftShellWindowV1.BADGE_NONE -> Badge.Kind.none;
            default -> throw resource.error(ZweftShellWindowV1.ERROR_INVALID_BADGES, "no badge of kind " + value);
        };
    }

    private void sendConfigure() {
        if (gone) return;
        var w = view.window();
        // Panels and overlays count from the corner of their output, as they ask.
        var origin = w.role().isWorkspace() || !w.isMapped() ? Rect.EMPTY : desktop().output();
        var at = w.isMapped() ? w.content().translated(-origin.x(), -origin.y()) : w.asked();
        var place = new Rect(at.x(), at.y(), w.wantedWidth(), w.wantedHeight());
        int state = state(w);
        if (place.equals(sentPlace) && state == sentState) return;
        sentPlace = place;
        sentState = state;
        resource.sendConfigure(place.x(), place.y(), place.width(), place.height(), state);
    }

    private int state(Window w) {
        return (w.placement() == Placement.MAXIMIZED ? ZweftShellWindowV1.STATE_MAXIMIZED : 0)
                | (w.placement() == Placement.FULLSCREEN ? ZweftShellWindowV1.STATE_FULLSCREEN : 0)
                | (activated ? ZweftShellWindowV1.STATE_ACTIVATED : 0) | (w.isResizing() ? ZweftShellWindowV1.STATE_RESIZING : 0);
    }

    private void presented(Presented p) {
        resource.sendPresentationFeedback((int) (p.nanoTime() / 1_000_000_000), (int) (p.nanoTime() % 1_000_000_000), p.refreshNanos());
    }

    private void unmap() {
        mapped = false;
        globals.frames().unwatch(presented);
        globals.workspace().unmap(view);
    }

    private void end() {
        if (gone) return;
        gone = true;
        // It did not close the window: it is gone itself, and may come back.
        if (resource.client().isDestroyed()) globals.places().keep(view.window());
        if (mapped) unmap();
        globals.workspace().remove(view);
        globals.configures().remove(sendConfigure);
        surface.unassign();
    }

    private Desktop desktop() {
        return globals.workspace().desktop();
    }

    private static String cut(String text) {
        return text.length() > MOST_TEXT ? text.substring(0, MOST_TEXT) : text;
    }
}
