package weft.compositor.scene;

/** A rectangle of whole pixels, its right and bottom edges outside. Empty unless both sizes are positive. */
public record Rect(int x, int y, int width, int height) {
    public static final Rect EMPTY = new Rect(0, 0, 0, 0);

    /** From its edges. */
    public static Rect ofEdges(int left, int top, int right, int bottom) {
        return new Rect(left, top, right - left, bottom - top);
    }

    // Written out, as a start compares rectangles: linking what a record has by itself takes a part of the start that is seen.
    @Override
    public boolean equals(Object o) {
        return o instanceof Rect r && x == r.x && y == r.y && width == r.width && height == r.height;
    }

    @Override
    public int hashCode() {
        return ((31 * x + y) * 31 + width) * 31 + height;
    }

    public int right() {
        return x + width;
    }

    public int bottom() {
        return y + height;
    }

    public boolean isEmpty() {
        return width <= 0 || height <= 0;
    }

    public boolean contains(double px, double py) {
        return px >= x && py >= y && px < right() && py < bottom();
    }

    public boolean contains(Rect r) {
        return r.x >= x && r.y >= y && r.right() <= right() && r.bottom() <= bottom();
    }

    public Rect translated(int dx, int dy) {
        return new Rect(x + dx, y + dy, width, height);
    }

    /** Grown by the given amount on each side; shrunk where negative. */
    public Rect grown(int left, int top, int right, int bottom) {
        return new Rect(x - left, y - top, width + left + right, height + top + bottom);
    }

    /** What both cover; empty if they do not meet. */
    public Rect intersection(Rect r) {
        int l = Math.max(x, r.x), t = Math.max(y, r.y);
        return ofEdges(l, t, Math.max(l, Math.min(right(), r.right())), Math.max(t, Math.min(bottom(), r.bottom())));
    }

    /** The smallest rectangle around both. */
    public Rect union(Rect r) {
        if (isEmpty() || r.isEmpty()) return isEmpty() ? r : this;
        return ofEdges(Math.min(x, r.x), Math.min(y, r.y), Math.max(right(), r.right()), Math.max(bottom(), r.bottom()));
    }

    /** How many pixels both cover. */
    public long overlap(Rect r) {
        var both = intersection(r);
        return (long) both.width * both.height;
    }
}
