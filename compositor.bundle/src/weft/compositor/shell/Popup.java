package weft.compositor.shell;

import weft.compositor.render.SurfaceElement;
import weft.compositor.render.SurfacePainter;
import weft.compositor.scene.SurfaceNode;

/** A popup of a window: its place is relative to the content of its parent, which is the window or another popup. */
public final class Popup {
    private final SurfaceElement element;
    private final Popup parent;
    private final WindowView view;
    private final Runnable onParentMoved;
    private int x, y, geometryX, geometryY;

    /**
     * @param parent the popup that it belongs to, or null for the window itself
     * @param onParentMoved called when its window is somewhere else or of another size
     */
    public Popup(SurfaceNode root, SurfacePainter painter, WindowView view, Popup parent, Runnable onParentMoved) {
        element = new SurfaceElement(root, painter);
        this.view = view;
        this.parent = parent;
        this.onParentMoved = onParentMoved;
    }

    public SurfaceElement element() {
        return element;
    }

    public WindowView view() {
        return view;
    }

    /** The place of its content, relative to its parent's, and where in its surface that begins. */
    public void place(int newX, int newY, int newGeometryX, int newGeometryY) {
        x = newX;
        y = newY;
        geometryX = newGeometryX;
        geometryY = newGeometryY;
    }

    /** The place of its content on the output. */
    public int outputX() {
        return x + (parent == null ? view.element().content().x() : parent.outputX());
    }

    public int outputY() {
        return y + (parent == null ? view.element().content().y() : parent.outputY());
    }

    void parentMoved() {
        onParentMoved.run();
    }

    /** Moves the picture to where it belongs now. */
    void follow() {
        element.moveTo(outputX() - geometryX, outputY() - geometryY);
    }
}
