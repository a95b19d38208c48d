package weft.compositor.scene;

import java.util.Arrays;

/**
 * A set of pixels, held as rectangles that do not overlap. Coordinates beyond ±2²⁴ are cut off there, so that sums of a
 * few never overflow. Grows its array when needed and keeps it: a cleared region is reused without allocating.
 */
public final class Region {
    private static final int LIMIT = 1 << 24;
    private int[] edges = new int[16];
    private int count;

    public boolean isEmpty() {
        return count == 0;
    }

    /** The number of rectangles. */
    public int count() {
        return count;
    }

    public int left(int i) {
        return edges[4 * i];
    }

    public int top(int i) {
        return edges[4 * i + 1];
    }

    public int right(int i) {
        return edges[4 * i + 2];
    }

    public int bottom(int i) {
        return edges[4 * i + 3];
    }

    public void clear() {
        count = 0;
    }

    /** Adds a rectangle; one of no size adds nothing. */
    public void add(int x, int y, int width, int height) {
        if (width > 0 && height > 0) addEdges(cut(x), cut(y), cut((long) x + width), cut((long) y + height));
    }

    public void add(Rect r) {
        add(r.x(), r.y(), r.width(), r.height());
    }

    public void addAll(Region other) {
        for (int i = 0; i < other.count; i++) addEdges(other.left(i), other.top(i), other.right(i), other.bottom(i));
    }

    /** Takes a rectangle out. */
    public void subtract(int x, int y, int width, int height) {
        if (width > 0 && height > 0) subtractEdges(cut(x), cut(y), cut((long) x + width), cut((long) y + height));
    }

    /** Keeps only what lies within the given edges. */
    public void clip(int left, int top, int right, int bottom) {
        int kept = 0;
        for (int i = 0; i < count; i++) {
            int l = Math.max(left(i), left), t = Math.max(top(i), top), r = Math.min(right(i), right), b = Math.min(bottom(i), bottom);
            if (l < r && t < b) put(kept++, l, t, r, b);
        }
        count = kept;
    }

    /** Replaces the content by that of another region. */
    public void set(Region other) {
        if (edges.length < 4 * other.count) edges = new int[other.edges.length];
        System.arraycopy(other.edges, 0, edges, 0, 4 * other.count);
        count = other.count;
    }

    /** Replaces more than {@code most} rectangles by the one around them all: coarser, but cheap to walk. */
    public void simplify(int most) {
        if (count <= most) return;
        int l = Integer.MAX_VALUE, t = Integer.MAX_VALUE, r = Integer.MIN_VALUE, b = Integer.MIN_VALUE;
        for (int i = 0; i < count; i++) {
            l = Math.min(l, left(i));
            t = Math.min(t, top(i));
            r = Math.max(r, right(i));
            b = Math.max(b, bottom(i));
        }
        count = 1;
        put(0, l, t, r, b);
    }

    public boolean contains(double x, double y) {
        for (int i = 0; i < count; i++) if (x >= left(i) && y >= top(i) && x < right(i) && y < bottom(i)) return true;
        return false;
    }

    /** Whether a single rectangle of the set covers the given edges; false may still mean that several together do. */
    public boolean covers(int left, int top, int right, int bottom) {
        for (int i = 0; i < count; i++) {
            if (left >= left(i) && top >= top(i) && right <= right(i) && bottom <= bottom(i)) return true;
        }
        return false;
    }

    /** The number of pixels. */
    public long area() {
        long sum = 0;
        for (int i = 0; i < count; i++) sum += (long) (right(i) - left(i)) * (bottom(i) - top(i));
        return sum;
    }

    private void addEdges(int l, int t, int r, int b) {
        if (covers(l, t, r, b)) return;
        subtractEdges(l, t, r, b);
        append(l, t, r, b);
    }

    // Each rectangle that meets the hole is replaced by up to four around it; appended ones lie beyond `was`.
    private void subtractEdges(int l, int t, int r, int b) {
        int kept = 0, was = count;
        for (int i = 0; i < was; i++) {
            int il = left(i), it = top(i), ir = right(i), ib = bottom(i);
            if (il >= r || ir <= l || it >= b || ib <= t) {
                put(kept++, il, it, ir, ib);
                continue;
            }
            int middleTop = Math.max(it, t), middleBottom = Math.min(ib, b);
            if (it < t) append(il, it, ir, t);
            if (ib > b) append(il, b, ir, ib);
            if (il < l) append(il, middleTop, l, middleBottom);
            if (ir > r) append(r, middleTop, ir, middleBottom);
        }
        int added = count - was;
        System.arraycopy(edges, 4 * was, edges, 4 * kept, 4 * added);
        count = kept + added;
    }

    private void append(int l, int t, int r, int b) {
        if (edges.length < 4 * (count + 1)) edges = Arrays.copyOf(edges, edges.length * 2);
        put(count++, l, t, r, b);
    }

    private void put(int i, int l, int t, int r, int b) {
        edges[4 * i] = l;
        edges[4 * i + 1] = t;
        edges[4 * i + 2] = r;
        edges[4 * i + 3] = b;
    }

    private static int cut(long v) {
        return Math.clamp(v, -LIMIT, LIMIT);
    }

    @Override
    public String toString() {
        var text = new StringBuilder("Region");
        for (int i = 0; i < count; i++) text.append(" [%d,%d %d,%d)".formatted(left(i), top(i), right(i), bottom(i)));
        return text.toString();
    }
}
