package weft.compositor.window;

import weft.compositor.scene.Rect;

/**
 * The user holds a window by its bar or an edge and moves the pointer, in output coordinates. Dragged to an edge of the
 * output, a window fills that half (or all, at the top) when it is let go. A filling window that is pulled off floats.
 */
public final class Grab {
    private static final int PULL = 12, SNAP = 2;
    private final Desktop desktop;
    private final Window window;
    private final int edges;
    private final double startX, startY;
    private final Rect start;
    private double offsetX, offsetY;
    private double lastX, lastY;
    private boolean moved;

    private Grab(Desktop desktop, Window window, int edges, double x, double y) {
        this.desktop = desktop;
        this.window = window;
        this.edges = edges;
        startX = lastX = x;
        startY = lastY = y;
        start = window.content();
        offsetX = x - window.x;
        offsetY = y - window.y;
    }

    /** Takes hold of a window to move it. */
    public static Grab move(Desktop desktop, Window w, double x, double y) {
        return new Grab(desktop, w, Edge.NONE, x, y);
    }

    /** Takes hold of edges, to resize; what filled an area floats from then on, where it is. */
    public static Grab resize(Desktop desktop, Window w, int edges, double x, double y) {
        desktop.beginResize(w, edges);
        return new Grab(desktop, w, edges, x, y);
    }

    public Window window() {
        return window;
    }

    /** The edges held; {@link Edge#NONE} while moving. */
    public int edges() {
        return edges;
    }

    public void pointerAt(double x, double y) {
        lastX = x;
        lastY = y;
        if (!window.isVisible()) return;
        if (edges != Edge.NONE) {
            resize(x - startX, y - startY);
            return;
        }
        if (!moved && Math.hypot(x - startX, y - startY) < (window.placement == Placement.FLOATING ? 1 : PULL)) return;
        moved = true;
        if (window.placement != Placement.FLOATING) pullOff(x);
        desktop.moveFrameTo(window, (int) Math.round(x - offsetX), (int) Math.round(y - offsetY));
    }

    /** Lets go. */
    public void end() {
        if (edges != Edge.NONE) {
            desktop.endResize(window);
            return;
        }
        if (!moved || !window.isVisible() || !window.hasFrame()) return;
        var output = desktop.outputAt(lastX, lastY);
        if (lastY < output.y() + SNAP) desktop.place(window, Placement.MAXIMIZED, output);
        else if (lastX < output.x() + SNAP) desktop.place(window, Placement.LEFT_HALF, output);
        else if (lastX >= output.right() - SNAP) desktop.place(window, Placement.RIGHT_HALF, output);
    }

    /** Lets a filling window float again, its bar under the pointer at the same fraction of its width. */
    private void pullOff(double x) {
        double fraction = (x - window.x) / Math.max(1, window.frame().width());
        desktop.place(window, Placement.FLOATING);
        int width = window.wantedWidth > 0 ? window.wantedWidth : window.contentWidth;
        offsetX = Math.clamp(fraction, 0.0, 1.0) * width;
        offsetY = Math.min(offsetY, FrameLayout.TOP - 1.0);
    }

    private void resize(double dx, double dy) {
        int width = start.width(), height = start.height();
        if ((edges & Edge.LEFT) != 0) width -= (int) Math.round(dx);
        if ((edges & Edge.RIGHT) != 0) width += (int) Math.round(dx);
        if ((edges & Edge.TOP) != 0) height -= (int) Math.round(dy);
        if ((edges & Edge.BOTTOM) != 0) height += (int) Math.round(dy);
        desktop.askSize(window, Math.max(width, 64), Math.max(height, 32));
    }
}
