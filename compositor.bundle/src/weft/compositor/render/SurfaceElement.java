package weft.compositor.render;

import weft.compositor.scene.Rect;
import weft.compositor.scene.SurfaceHost;
import weft.compositor.scene.SurfaceNode;

/** A tree of surfaces that stands alone: a popup, the pointer's picture, what is being dragged. */
public final class SurfaceElement implements RenderElement, SurfaceHost {
    private static final Rect EVERYWHERE = new Rect(-(1 << 24), -(1 << 24), 1 << 25, 1 << 25);
    private final SurfacePainter painter;
    private final SurfaceNode root;
    private int x, y;
    private Rect extents = Rect.EMPTY;
    private boolean drawn = true;

    public SurfaceElement(SurfaceNode root, SurfacePainter painter) {
        this.root = root;
        this.painter = painter;
    }

    public SurfaceNode root() {
        return root;
    }

    /** Puts the root's origin somewhere on the desktop, and takes over the tree's present size. */
    public void moveTo(int newX, int newY) {
        x = newX;
        y = newY;
        extents = root.extents().translated(x, y);
    }

    /** Draws it, or leaves that to others. */
    public void draw(boolean newDrawn) {
        drawn = newDrawn;
    }

    @Override
    public boolean isDrawn() {
        return drawn;
    }

    @Override
    public void treeChanged() {
        moveTo(x, y);
    }

    @Override
    public boolean isShown() {
        return true;
    }

    @Override
    public int originX() {
        return x;
    }

    @Override
    public int originY() {
        return y;
    }

    @Override
    public Rect bounds() {
        return EVERYWHERE;
    }

    @Override
    public Rect extents() {
        return extents;
    }

    @Override
    public void paint(Target target) {
        if (drawn) painter.paint(root, x, y, target);
    }

    @Override
    public boolean covers(int left, int top, int right, int bottom) {
        return drawn && root.covers(left - x, top - y, right - x, bottom - y);
    }
}
