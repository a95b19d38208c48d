package weft.compositor.render;

import weft.compositor.scene.Rect;
import weft.compositor.scene.Region;

/** The part of the stage that one output shows, and which pixels of it have to be drawn again. */
public final class StageView {
    private static final int MOST_RECTANGLES = 64;
    private final Region damage = new Region();
    private final Runnable onDamage;
    private Rect area = Rect.EMPTY;
    private int scale = Scale.ONE, width, height;

    /** @param onDamage called whenever something has to be drawn again */
    public StageView(Runnable onDamage) {
        this.onDamage = onDamage;
    }

    /** Shows a part of the desktop from now on, upright, in so many pixels. */
    public void show(Rect newArea, int newScale, int newWidth, int newHeight) {
        area = newArea;
        scale = newScale;
        width = newWidth;
        height = newHeight;
        damage.clear();
        damageAll();
    }

    /** What of the desktop it shows. */
    public Rect area() {
        return area;
    }

    /** Of {@link Scale}. */
    public int scale() {
        return scale;
    }

    /** In pixels. */
    public int width() {
        return width;
    }

    public int height() {
        return height;
    }

    public boolean isDamaged() {
        return !damage.isEmpty();
    }

    /** Moves the damage, in pixels, out into an empty region. */
    public void takeDamage(Region into) {
        into.set(damage);
        damage.clear();
    }

    public void damageAll() {
        damage.add(0, 0, width, height);
        onDamage.run();
    }

    /** Damages what it shows of a rectangle of the desktop, given by its edges. */
    void damage(int left, int top, int right, int bottom) {
        // What is drawn in another scale is blended with its neighbours.
        int around = scale == Scale.ONE ? 0 : 1;
        int l = Math.max(left, area.x() - 1) - area.x() - around, t = Math.max(top, area.y() - 1) - area.y() - around;
        int r = Math.min(right, area.right() + 1) - area.x() + around, b = Math.min(bottom, area.bottom() + 1) - area.y() + around;
        int pl = Math.max(0, Scale.floor(l, scale)), pt = Math.max(0, Scale.floor(t, scale));
        int pr = Math.min(width, Scale.ceil(r, scale)), pb = Math.min(height, Scale.ceil(b, scale));
        if (pl >= pr || pt >= pb) return;
        damage.add(pl, pt, pr - pl, pb - pt);
        damage.simplify(MOST_RECTANGLES);
        onDamage.run();
    }
}
