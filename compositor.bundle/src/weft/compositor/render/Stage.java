package weft.compositor.render;

import java.util.List;
import weft.compositor.scene.Rect;
import weft.compositor.scene.Region;
import weft.compositor.scene.SurfaceHost;
import weft.compositor.scene.SurfaceNode;

/** What is to be drawn, bottom to top, and which parts of the output have to be drawn again. */
public final class Stage {
    private static final int MOST_RECTANGLES = 12;
    private final Region damage = new Region();
    private final Runnable onDamage;
    private List<RenderElement> elements = List.of();
    private int width, height;

    /** @param onDamage called whenever something has to be drawn again */
    public Stage(int width, int height, Runnable onDamage) {
        this.onDamage = onDamage;
        resize(width, height);
    }

    public int width() {
        return width;
    }

    public int height() {
        return height;
    }

    public void resize(int newWidth, int newHeight) {
        width = newWidth;
        height = newHeight;
        damage.clear();
        damageAll();
    }

    public List<RenderElement> elements() {
        return elements;
    }

    /** Shows these from now on. The caller says what that damages. */
    public void show(List<RenderElement> bottomToTop) {
        elements = bottomToTop;
    }

    public boolean isDamaged() {
        return !damage.isEmpty();
    }

    /** Moves the damage out into an empty region. */
    public void takeDamage(Region into) {
        into.set(damage);
        damage.clear();
    }

    public void damageAll() {
        damage(0, 0, width, height);
    }

    public void damage(Rect r) {
        damage(r.x(), r.y(), r.width(), r.height());
    }

    public void damage(int x, int y, int w, int h) {
        int l = Math.max(x, 0), t = Math.max(y, 0), r = (int) Math.min((long) x + w, width), b = (int) Math.min((long) y + h, height);
        if (l >= r || t >= b) return;
        damage.add(l, t, r - l, b - t);
        damage.simplify(MOST_RECTANGLES);
        onDamage.run();
    }

    /** Whether nothing of an element can be seen: one above hides all of it that is on the output. */
    public boolean isCovered(SurfaceHost host) {
        var b = host.occupied();
        var shown = host instanceof RenderElement e ? b.intersection(e.extents()) : b;
        int l = Math.max(0, shown.x()), t = Math.max(0, shown.y()), r = Math.min(width, shown.right()), bottom = Math.min(height, shown.bottom());
        if (l >= r || t >= bottom) return true;
        for (int i = elements.size() - 1; i >= 0 && elements.get(i) != host; i--) if (elements.get(i).covers(l, t, r, bottom)) return true;
        return false;
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
