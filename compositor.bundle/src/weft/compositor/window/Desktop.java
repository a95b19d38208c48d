package weft.compositor.window;

import java.util.List;
import weft.compositor.scene.Rect;

/**
 * The policy of windows: where they come, which is on top, who has the keyboard, what fills what. Decides at once for
 * places, and by way of the client for sizes: it asks ({@link DesktopListener#configure}), the client commits, and
 * {@link #resized} tells what came of it. A window that is moved or resized by hand is in {@link Grab}.
 */
public final class Desktop {
    private final DesktopListener listener;
    private final Stack stack = new Stack();
    private final Focus focus;
    private final HitTest hitTest;
    final Places places;
    private final Spaces spaces;
    private final Zones zones;
    private final Workspaces workspaces;
    private int lastId;

    /** One with a single output of that size, until {@link #arrange} says otherwise. */
    public Desktop(int width, int height, DesktopListener listener) {
        this.listener = listener;
        places = new Places(new Rect(0, 0, width, height), stack);
        spaces = places.spaces;
        zones = new Zones(stack, places, listener);
        focus = new Focus(stack, listener);
        workspaces = new Workspaces(stack, focus, listener);
        hitTest = new HitTest(listener);
    }

    /** The primary output, which the system's panels are on. */
    public Rect output() {
        return spaces.primary().area;
    }

    /** What panels leave of it. */
    public Rect usable() {
        return spaces.primary().usable;
    }

    /** The output at a point, or else nearest to it. */
    public Rect outputAt(double x, double y) {
        return spaces.at(x, y).area;
    }

    /** The output that a window belongs to, and what of it is usable. */
    public Rect outputOf(Window w) {
        return places.of(w).area;
    }

    public Rect usableFor(Window w) {
        return places.of(w).usable;
    }

    /** The output where the user is. */
    public Rect activeArea() {
        return spaces.active().area;
    }

    /** The pointer is at a point: new windows come up on that output. */
    public void pointerAt(double x, double y) {
        if (spaces.present().size() > 1) spaces.active(spaces.at(x, y));
    }

    /** All mapped windows, bottom to top. A snapshot. */
    public List<Window> stacking() {
        return stack.order();
    }

    /** Who has the keyboard, or null. */
    public Window focused() {
        return focus.current();
    }

    /** A window that is not shown yet. */
    public Window create(Role role) {
        return new Window(++lastId, role);
    }

    /** Asks for a place of the content, for panels and overlays a command; null: wherever it fits. */
    public void ask(Window w, Rect content) {
        w.asked(content);
        if (content == null) return;
        w.wantedWidth = w.fittingWidth(Math.max(1, content.width()));
        w.wantedHeight = w.fittingHeight(Math.max(1, content.height()));
        if (!w.mapped) return;
        w.home = null;
        var at = onDesktop(w, content);
        if (!w.role().isWorkspace() || w.placement == Placement.FLOATING) moveContentTo(w, at.x(), at.y());
        listener.configure(w);
    }

    /** What panels and overlays ask for counts from the corner of the primary output. */
    private Rect onDesktop(Window w, Rect asked) {
        return w.role().isWorkspace() ? asked : asked.translated(output().x(), output().y());
    }

    public void changeRole(Window w, Role role) {
        if (role == w.role()) return;
        if (!w.mapped) {
            w.role(role);
            return;
        }
        int width = w.contentWidth, height = w.contentHeight;
        unmap(w);
        w.role(role);
        map(w, width, height);
    }

    /** The limits of the content's size; 0: none. */
    public void limitSize(Window w, int minWidth, int minHeight, int maxWidth, int maxHeight) {
        w.minWidth = Math.max(1, minWidth);
        w.minHeight = Math.max(1, minHeight);
        w.maxWidth = maxWidth <= 0 ? Integer.MAX_VALUE : maxWidth;
        w.maxHeight = maxHeight <= 0 ? Integer.MAX_VALUE : maxHeight;
    }

    /** @return whether it may be: a window must not be its own ancestor */
    public boolean setParent(Window w, Window parent) {
        if (parent != null && parent.isDescendantOf(w)) return false;
        w.parent = parent;
        if (!w.mapped || parent == null || !parent.mapped) return true;
        if (parent.role().isWorkspace()) workspaces.move(w, parent.workspace);
        raise(w);
        return true;
    }

    /** Shows a window whose content has that size, and gives it the keyboard if it belongs to the workspace. */
    public void map(Window w, int width, int height) {
        w.mapped = true;
        w.minimized = false;
        workspaces.add(w);
        w.contentWidth = width;
        w.contentHeight = height;
        place(w);
        stack.add(w);
        workspaces.joined(w);
        zones.reserve();
        listener.changed(w, Rect.EMPTY);
        listener.restacked();
        focus.mapped(w);
        if (w.role().isWorkspace()) spaces.active(w.space);
        if (w.activateWhenMapped) activate(w);
        w.activateWhenMapped = false;
    }

    /** Takes a window off the screen. Its children stay, without a parent. */
    public void unmap(Window w) {
        if (!w.mapped) return;
        var before = w.isVisible() ? w.frame() : Rect.EMPTY;
        for (Window o : stack.workspace()) if (o.parent == w) o.parent = w.parent;
        w.mapped = w.resizing = false;
        stack.remove(w);
        zones.reserve();
        listener.changed(w, before);
        listener.restacked();
        focus.unmapped(w);
    }

    /** The client has committed content of another size. */
    public void resized(Window w, int width, int height) {
        if (width == w.contentWidth && height == w.contentHeight) return;
        var before = w.frame();
        if ((w.movingEdges & Edge.LEFT) != 0) w.x += w.contentWidth - width;
        if ((w.movingEdges & Edge.TOP) != 0) w.y += w.contentHeight - height;
        w.contentWidth = width;
        w.contentHeight = height;
        if (w.mapped && w.placement == Placement.FLOATING && w.role().isWorkspace() && !w.resizing) places.keepReachable(w);
        if (w.role() == Role.PANEL || w.layer != null) zones.reserve();
        if (w.isVisible()) listener.changed(w, before);
    }

    /** A floating window's content begins elsewhere from now on: what it shows stays where it is. */
    public void shift(Window w, int dx, int dy) {
        if (!w.placed || w.placement != Placement.FLOATING || !w.role().isWorkspace()) return;
        var before = w.frame();
        w.x += dx;
        w.y += dy;
        places.keepReachable(w);
        if (w.isVisible()) listener.changed(w, before);
    }

    /** Raises a window, gives it the keyboard, and shows it again if it was minimised; one that is not shown yet, when it is. */
    public void activate(Window w) {
        if (!w.mapped) {
            w.activateWhenMapped = true;
            return;
        }
        if (w.layer != null) {
            focus.give(w);
            return;
        }
        boolean hidden = w.minimized;
        w.minimized = false;
        workspaces.show(w.away ? w.workspace : workspaces.current());
        if (hidden) listener.changed(w, Rect.EMPTY);
        if (stack.raise(w) || hidden) listener.restacked();
        focus.give(w);
        if (w.role().isWorkspace()) spaces.active(places.of(w));
    }

    public void raise(Window w) {
        if (w.mapped && stack.raise(w)) listener.restacked();
    }

    /** Takes the keyboard away from a panel or overlay, back to the workspace's window that had it last. */
    public void focusWorkspace() {
        if (focused() == null || !focused().role().isWorkspace()) focus.giveBack();
    }

    public Workspaces workspaces() {
        return workspaces;
    }

    /** Hides a window until it is activated. */
    public void minimize(Window w) {
        if (!w.isVisible() || !w.role().isWorkspace()) return;
        var before = w.frame();
        w.minimized = true;
        stack.refresh();
        listener.changed(w, before);
        listener.restacked();
        focus.unmapped(w);
        if (w.mapped) focus.remember(w);
    }

    /** Puts a window into a placement; {@link Placement#FLOATING} returns it to where it was. */
    public void place(Window w, Placement placement) {
        if (w.placement != placement) place(w, placement, places.of(w));
    }

    /** The same, on an output. */
    public void place(Window w, Placement placement, Rect output) {
        place(w, placement, spaces.showing(output));
    }

    private void place(Window w, Placement placement, Space space) {
        if (w.placement == placement && w.space == space || !w.role().isWorkspace()) return;
        w.home = null;
        var before = w.isVisible() ? w.frame() : Rect.EMPTY;
        if (w.placement == Placement.FLOATING && w.mapped) w.floating = w.content();
        if (w.placement != Placement.FULLSCREEN) w.beneath = w.placement;
        w.placement = placement;
        w.space = space;
        w.movingEdges = Edge.NONE;
        places.fill(w);
        boolean restacked = stack.refresh();
        if (w.isVisible()) listener.changed(w, before);
        if (restacked) listener.restacked();
        listener.configure(w);
    }

    /** Maximises, or undoes it. */
    public void toggleMaximized(Window w) {
        setMaximized(w, !w.isMaximized());
    }

    /** Maximises, or undoes it; for a full-screen window, from when it is that no more. */
    public void setMaximized(Window w, boolean on) {
        if (on == w.isMaximized()) return;
        var placement = on ? Placement.MAXIMIZED : Placement.FLOATING;
        if (w.placement != Placement.FULLSCREEN) {
            place(w, placement);
            return;
        }
        w.beneath = placement;
        listener.configure(w);
    }

    /** Lets a window have all of the output, or return to what it was before. */
    public void setFullscreen(Window w, boolean on) {
        if (on) place(w, Placement.FULLSCREEN);
        else if (w.placement == Placement.FULLSCREEN) place(w, w.beneath, w.beneathSpace != null && w.beneathSpace.present ? w.beneathSpace : places.of(w));
        if (!on) w.beneathSpace = null;
    }

    /** Lets a window have all of an output, which need not be its own. */
    public void setFullscreen(Window w, Rect output) {
        if (w.placement != Placement.FULLSCREEN) w.beneathSpace = places.of(w);
        place(w, Placement.FULLSCREEN, output);
    }

    /** The next window of the workspace (-1: the one before), by when they last had the keyboard. */
    public void cycle(int direction) {
        var next = focus.next(direction);
        if (next != null) activate(next);
    }

    /** Ends a series of {@link #cycle}s: the window now focused becomes the latest used. */
    public void endCycle() {
        focus.settle();
    }

    /** The user pressed the window's badges. */
    public void pressBadges(Window w) {
        if (w.mapped) listener.badgesPressed(w);
    }

    public void requestClose(Window w) {
        if (w.mapped) listener.closeRequested(w);
    }

    /** What is at a point of the output, or null for the ground. */
    public Hit at(double px, double py) {
        return hitTest.at(stack.order(), px, py);
    }

    /**
     * The outputs are these, by place; with none, windows stay as they are. Windows go along with their output; those of one that is gone come to the
     * primary one, and return with it. What fills an output follows its size, what floats stays reachable.
     */
    public void arrange(List<OutputArea> areas) {
        if (!areas.isEmpty()) zones.arrange(areas);
    }

    /** Moves a floating window's frame, as far as its bar stays within reach. */
    void moveFrameTo(Window w, int x, int y) {
        var before = w.frame();
        w.home = null;
        w.x = x;
        w.y = y;
        w.movingEdges = Edge.NONE;
        places.keepReachable(w);
        if (w.isVisible() && !before.equals(w.frame())) listener.changed(w, before);
    }

    /** Asks for another size of content, within the window's limits. */
    void askSize(Window w, int width, int height) {
        int fitWidth = w.fittingWidth(width), fitHeight = w.fittingHeight(height);
        if (fitWidth == w.wantedWidth && fitHeight == w.wantedHeight) return;
        w.wantedWidth = fitWidth;
        w.wantedHeight = fitHeight;
        listener.configure(w);
    }

    /** The user takes hold of edges; what filled an area floats from now on, where it is. */
    void beginResize(Window w, int edges) {
        var before = w.frame();
        w.placement = Placement.FLOATING;
        w.home = null;
        if (w.isVisible() && !before.equals(w.frame())) listener.changed(w, before);
        w.movingEdges = edges;
        w.resizing = true;
        w.wantedWidth = w.contentWidth;
        w.wantedHeight = w.contentHeight;
        if (stack.refresh()) listener.restacked();
        listener.configure(w);
    }

    void endResize(Window w) {
        if (!w.resizing) return;
        w.resizing = false;
        var before = w.frame();
        places.keepReachable(w);
        if (w.isVisible() && !before.equals(w.frame())) listener.changed(w, before);
        listener.configure(w);
    }

    private void place(Window w) {
        if (w.layer != null) return;
        if (w.role().isWorkspace()) {
            places.first(w);
            return;
        }
        var at = onDesktop(w, w.asked() == null ? Rect.EMPTY : w.asked());
        w.space = spaces.primary();
        w.x = at.x();
        w.y = at.y();
    }

    private void moveContentTo(Window w, int x, int y) {
        var before = w.frame();
        places.contentAt(w, x, y);
        if (w.role().isWorkspace()) places.keepReachable(w);
        if (w.isVisible()) listener.changed(w, before);
    }

    /** Shows nothing but the lock's own surface from now on, or everything else again; nobody else has the keyboard meanwhile. */
    public void lock(boolean on) {
        stack.lock(on);
        listener.restacked();
        focus.giveBack();
    }

    public boolean isLocked() {
        return stack.isLocked();
    }

    /** Places a part of the desktop by its rules, from now on, on an output; null: where the user is. Its client is asked for the size that follows. */
    public void layer(Window w, LayerRules rules, Rect output) {
        if (w.space == null) w.space = output == null ? spaces.active() : spaces.showing(output);
        boolean moves = w.mapped && w.layer.layer() != rules.layer();
        if (moves) stack.remove(w);
        w.layer = rules;
        if (moves) stack.add(w);
        Layers.arrange(w, zones.areaFor(w), listener);
        if (!w.mapped) return;
        zones.reserve();
        if (moves) listener.restacked();
        focus.layerChanged(w);
    }
}
