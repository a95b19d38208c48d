package weft.shell.engine.frame;

/** The smallest rectangle around all that changed; empty at first. Mutable, so that frames allocate nothing. For one thread. */
public final class Damage {
    private int left = Integer.MAX_VALUE, top = Integer.MAX_VALUE, right = Integer.MIN_VALUE, bottom = Integer.MIN_VALUE;

    public void clear() {
        left = top = Integer.MAX_VALUE;
        right = bottom = Integer.MIN_VALUE;
    }

    public boolean isEmpty() {
        return left >= right || top >= bottom;
    }

    public void add(int x, int y, int width, int height) {
        if (width <= 0 || height <= 0) return;
        left = Math.min(left, x);
        top = Math.min(top, y);
        right = Math.max(right, x + width);
        bottom = Math.max(bottom, y + height);
    }

    public void add(Damage other) {
        if (!other.isEmpty()) add(other.left, other.top, other.width(), other.height());
    }

    /** Adds what another damage has inside a rectangle, as seen from the rectangle's corner. */
    public void addInside(Damage other, int x, int y, int width, int height) {
        if (other.isEmpty()) return;
        int l = Math.max(other.left, x), t = Math.max(other.top, y);
        add(l - x, t - y, Math.min(other.right, x + width) - l, Math.min(other.bottom, y + height) - t);
    }

    public void set(int x, int y, int width, int height) {
        clear();
        add(x, y, width, height);
    }

    public int x() {
        return left;
    }

    public int y() {
        return top;
    }

    public int width() {
        return right - left;
    }

    public int height() {
        return bottom - top;
    }

    @Override
    public String toString() {
        return isEmpty() ? "nothing" : width() + "x" + height() + "+" + left + "+" + top;
    }
}
