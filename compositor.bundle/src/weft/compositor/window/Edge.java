package weft.compositor.window;

/** Edges of a window as a bit set; the values are those of xdg_toplevel.resize_edge. */
public final class Edge {
    public static final int NONE = 0, TOP = 1, BOTTOM = 2, LEFT = 4, RIGHT = 8;

    private Edge() {}

    /** Whether the set names one edge or one corner. */
    public static boolean isValid(int edges) {
        return edges > 0 && edges <= (BOTTOM | RIGHT) && (edges & (TOP | BOTTOM)) != (TOP | BOTTOM) && (edges & (LEFT | RIGHT)) != (LEFT | RIGHT);
    }
}
