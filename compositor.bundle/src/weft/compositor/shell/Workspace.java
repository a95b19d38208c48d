package weft.compositor.shell;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import weft.api.Badge;
import weft.compositor.render.Ground;
import weft.compositor.render.RenderElement;
import weft.compositor.render.Stage;
import weft.compositor.render.SurfacePainter;
import weft.compositor.render.Theme;
import weft.compositor.render.Typefaces;
import weft.compositor.render.WindowElement;
import weft.compositor.scene.Rect;
import weft.compositor.scene.SurfaceNode;
import weft.compositor.window.Desktop;
import weft.compositor.window.DesktopListener;
import weft.compositor.window.OutputArea;
import weft.compositor.window.Part;
import weft.compositor.window.Role;
import weft.compositor.window.Window;

/**
 * All windows with their pictures. Carries out what the desktop decides: pictures move, the stage is damaged and
 * restacked, clients are told. One thread.
 */
public final class Workspace implements DesktopListener {
    /** The desktop's size until there is an output. */
    private static final int FIRST_WIDTH = 1280, FIRST_HEIGHT = 800;
    private final Stage stage;
    private final Desktop desktop;
    private final SurfacePainter painter = new SurfacePainter();
    private final Typefaces fonts = new Typefaces();
    private final Map<Window, WindowView> views = new LinkedHashMap<>();
    private final List<RenderElement> top = new ArrayList<>();
    private final List<Runnable> changeListeners = new ArrayList<>();
    private BiConsumer<WindowView, WindowView> onFocus = (before, now) -> {};
    private Theme theme = Theme.LIGHT;
    private Ground ground;
    private Window pointed;
    private Part pointedPart;

    public Workspace(Stage stage) {
        this.stage = stage;
        desktop = new Desktop(FIRST_WIDTH, FIRST_HEIGHT, this);
        ground = new Ground(theme);
        restack();
    }

    public Desktop desktop() {
        return desktop;
    }

    public Stage stage() {
        return stage;
    }

    public SurfacePainter painter() {
        return painter;
    }

    public Theme theme() {
        return theme;
    }

    /** Calls back with the views that lost and got the keyboard; either may be null. */
    public void onFocus(BiConsumer<WindowView, WindowView> listener) {
        onFocus = listener;
    }

    /** Calls back whenever something that a list of windows would show has changed. */
    public void onChange(Runnable listener) {
        changeListeners.add(listener);
    }

    /** A new window, not shown yet, of a surface. */
    public WindowView create(Role role, SurfaceNode root, WindowClient client, List<Badge> badges) {
        var view = new WindowView(desktop.create(role), new WindowElement(root, painter, fonts), client, badges);
        views.put(view.window(), view);
        return view;
    }

    /** Shows a view's window, its content being of the given size. */
    public void map(WindowView view, int width, int height) {
        view.element().root().host(view.element());
        desktop.map(view.window(), width, height);
    }

    public void unmap(WindowView view) {
        for (var p : List.copyOf(view.popups())) hide(p);
        desktop.unmap(view.window());
        view.element().root().host(null);
    }

    /** Forgets a window for good. */
    public void remove(WindowView view) {
        unmap(view);
        views.remove(view.window());
        if (pointed == view.window()) pointed = null;
        tellChange();
    }

    public Collection<WindowView> views() {
        return views.values();
    }

    public WindowView view(Window w) {
        return views.get(w);
    }

    public void show(Popup p) {
        p.view().popups().add(p);
        p.element().root().host(p.element());
        p.follow();
        stage.damage(p.element().extents());
        restack();
        tellChange();
    }

    /** To be called when a popup's place or size has changed. */
    public void moved(Popup p) {
        stage.damage(p.element().extents());
        p.follow();
        stage.damage(p.element().extents());
    }

    public void hide(Popup p) {
        if (!p.view().popups().remove(p)) return;
        p.element().root().host(null);
        stage.damage(p.element().extents());
        restack();
        tellChange();
    }

    /** Shows an element above all windows, above those shown so before. */
    public void addOnTop(RenderElement e) {
        top.add(e);
        stage.damage(e.extents());
        restack();
    }

    /** Shows an element above all windows, below those shown so before. */
    public void addBelowPointer(RenderElement e) {
        top.addFirst(e);
        stage.damage(e.extents());
        restack();
    }

    public void removeFromTop(RenderElement e) {
        if (!top.remove(e)) return;
        stage.damage(e.extents());
        restack();
    }

    public void setTitle(WindowView view, String title) {
        if (title.equals(view.window().title())) return;
        view.window().title(title);
        redrawBar(view);
        tellChange();
    }

    public void setAppId(WindowView view, String appId) {
        view.window().appId(appId);
        tellChange();
    }

    public void setBadges(WindowView view, List<Badge> badges) {
        if (badges.equals(view.badges())) return;
        view.badges(badges);
        redrawBar(view);
    }

    /** Says something about the client behind its title, such as that it does not respond; empty: nothing. */
    public void setNote(WindowView view, String note) {
        if (note.equals(view.note())) return;
        view.note(note);
        redrawBar(view);
    }

    public void setTheme(Theme newTheme) {
        if (newTheme == theme) return;
        theme = newTheme;
        replaceGround();
        for (var view : views.values()) refresh(view);
    }

    /** Marks the bar's part that the pointer is on; null for none. */
    public void point(Window w, Part part) {
        if (w == pointed && part == pointedPart) return;
        var before = pointed;
        pointed = w;
        pointedPart = part;
        if (before != null && views.containsKey(before)) redrawBar(views.get(before));
        if (w != null && w != before) redrawBar(views.get(w));
    }

    /** The outputs are these, by place. */
    public void arrange(List<OutputArea> areas) {
        desktop.arrange(areas);
        tellChange();
    }

    /** The window geometry begins elsewhere in the surface. */
    public void geometryAt(WindowView view, int x, int y) {
        view.element().geometryAt(x, y);
        stage.damage(view.element().extents());
    }

    @Override
    public void configure(Window w) {
        var view = views.get(w);
        view.client().configure(w, desktop.focused() == w);
    }

    @Override
    public void changed(Window w, Rect before) {
        var view = views.get(w);
        stage.damage(view.element().extents());
        refresh(view);
        stage.damage(view.element().extents());
        for (var p : view.popups()) {
            moved(p);
            p.parentMoved();
        }
        view.client().moved(w);
        tellChange();
    }

    @Override
    public void restacked() {
        restack();
        for (var view : views.values()) stage.damage(view.element().extents());
        tellChange();
    }

    @Override
    public void focused(Window before, Window now) {
        var lost = before == null ? null : views.get(before);
        var got = now == null ? null : views.get(now);
        if (lost != null) {
            redrawBar(lost);
            if (before.isMapped()) lost.client().configure(before, false);
            lost.client().focusChanged(false);
        }
        onFocus.accept(lost, got);
        if (got != null) {
            redrawBar(got);
            got.client().configure(now, true);
            got.client().focusChanged(true);
        }
        tellChange();
    }

    @Override
    public void closeRequested(Window w) {
        views.get(w).client().close();
    }

    @Override
    public void badgesPressed(Window w) {
        views.get(w).client().badgesPressed();
    }

    @Override
    public boolean badgeAt(Window w, double fx, double fy) {
        var view = views.get(w);
        return view.client().hearsBadges() && view.element().badgeAt(fx, fy);
    }

    @Override
    public boolean popupAt(Window w, double x, double y) {
        return views.get(w).popupSurfaceAt(x, y) != null;
    }

    @Override
    public boolean takesInput(Window w, double x, double y) {
        return views.get(w).surfaceAt(x, y) != null;
    }

    private void redrawBar(WindowView view) {
        refresh(view);
        if (view.element().isShown()) stage.damage(view.element().barBounds());
    }

    private void refresh(WindowView view) {
        var w = view.window();
        view.element().refresh(w, view.note(), view.badges(), desktop.focused() == w, w == pointed ? pointedPart : null, theme);
    }

    private void replaceGround() {
        ground = new Ground(theme);
        restack();
        stage.damageAll();
    }

    private void restack() {
        var all = new ArrayList<RenderElement>(views.size() + top.size() + 2);
        all.add(ground);
        for (var w : desktop.stacking()) {
            var view = views.get(w);
            all.add(view.element());
            for (var p : view.popups()) all.add(p.element());
        }
        all.addAll(top);
        stage.show(all);
    }

    private void tellChange() {
        for (var listener : changeListeners) listener.run();
    }
}
