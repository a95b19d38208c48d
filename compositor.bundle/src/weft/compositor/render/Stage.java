package weft.compositor.render;

import java.util.ArrayList;
import java.util.List;
import weft.compositor.scene.Rect;
import weft.compositor.scene.SurfaceHost;
import weft.compositor.scene.SurfaceNode;

/** What is to be drawn, bottom to top, on a desktop of which each output shows a part: a {@link StageView}. */
public final class Stage {
    private final List<StageView> views = new ArrayList<>();
    private List<RenderElement> elements = List.of();

    /** An output shows a part of it from now on. */
    public void add(StageView view) {
        views.add(view);
    }

    public void remove(StageView view) {
        views.remove(view);
    }

    /** The smallest rectangle around all that is shown. */
    public Rect bounds() {
        var all = Rect.EMPTY;
        for (var v : views) all = all.union(v.area());
        return all;
    }

    public List<RenderElement> elements() {
        return elements;
    }

    /** Shows these from now on. The caller says what that damages. */
    public void show(List<RenderElement> bottomToTop) {
        elements = bottomToTop;
    }

    public void damageAll() {
        for (int i = 0; i < views.size(); i++) views.get(i).damageAll();
    }

    public void damage(Rect r) {
        damage(r.x(), r.y(), r.width(), r.height());
    }

    public void damage(int x, int y, int w, int h) {
        if (w <= 0 || h <= 0) return;
        int right = (int) Math.min((long) x + w, Integer.MAX_VALUE), bottom = (int) Math.min((long) y + h, Integer.MAX_VALUE);
        for (int i = 0; i < views.size(); i++) views.get(i).damage(x, y, right, bottom);
    }

    /** Whether nothing of an element can be seen: on each output, one above hides all of it that is there. */
    public boolean isCovered(SurfaceHost host) {
        for (int i = 0; i < views.size(); i++) if (!isCovered(host, views.get(i))) return false;
        return true;
    }

    /** Whether nothing of an element can be seen on one output. */
    public boolean isCovered(SurfaceHost host, StageView view) {
        var shown = shown(host);
        var area = view.area();
        int l = Math.max(area.x(), shown.x()), t = Math.max(area.y(), shown.y());
        int r = Math.min(area.right(), shown.right()), bottom = Math.min(area.bottom(), shown.bottom());
        if (l >= r || t >= bottom) return true;
        for (int i = elements.size() - 1; i >= 0 && elements.get(i) != host; i--) if (elements.get(i).covers(l, t, r, bottom)) return true;
        return false;
    }

    /** What of the desktop belongs to an element's surfaces. */
    public static Rect shown(SurfaceHost host) {
        var b = host.occupied();
        return host instanceof RenderElement e ? b.intersection(e.extents()) : b;
    }

    /** Damages a part of a surface, given in its own coordinates, where it is shown. */
    public void damage(SurfaceNode node, int x, int y, int w, int h) {
        var host = node.host();
        if (host == null || !host.isShown()) return;
        var bounds = host.bounds();
        long ox = (long) x + node.rootX() + host.originX(), oy = (long) y + node.rootY() + host.originY();
        int l = (int) Math.max(ox, bounds.x()), t = (int) Math.max(oy, bounds.y());
        damage(l, t, (int) (Math.min(ox + w, bounds.right()) - l), (int) (Math.min(oy + h, bounds.bottom()) - t));
    }
}
