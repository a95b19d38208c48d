package weft.shell.engine.frame;

import java.awt.Rectangle;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;

/**
 * What a page looks like now: its pixels (BGRA premultiplied, rows without gaps) and, above them, an open drop-down.
 * Chromium's UI thread paints, another one copies parts out; both may do so at any time. Memory is taken once a size.
 */
public final class Frame implements AutoCloseable {
    public static final int PIXEL = 4;
    private final Runnable onChange;
    private final Layer page = new Layer(), popup = new Layer();
    private final Damage damage = new Damage();
    private boolean popupShown;
    private int popupX, popupY;
    private boolean told;
    private boolean closed;

    /** @param onChange called in the painting thread when something has changed since the last {@link #takeDamage} */
    public Frame(Runnable onChange) {
        this.onChange = onChange;
    }

    private static final class Layer {
        private Arena arena;
        private MemorySegment pixels = MemorySegment.NULL;
        private int width, height;

        boolean resize(int w, int h) {
            if (w == width && h == height) return false;
            free();
            arena = Arena.ofShared();
            pixels = arena.allocate((long) PIXEL * w * h, 64);
            width = w;
            height = h;
            return true;
        }

        void free() {
            if (arena != null) arena.close();
            arena = null;
            width = height = 0;
        }
    }

    /** Takes over the changed parts of a new frame. */
    public void paint(boolean isPopup, Rectangle[] dirty, ByteBuffer bgra, int width, int height) {
        synchronized (this) {
            if (closed) return;
            Layer layer = isPopup ? popup : page;
            var source = MemorySegment.ofBuffer(bgra);
            if (layer.resize(width, height)) paint(layer, source, 0, 0, width, height, isPopup);
            else for (Rectangle r : dirty) paint(layer, source, r.x, r.y, r.width, r.height, isPopup);
        }
        tell();
    }

    private void paint(Layer layer, MemorySegment source, int x, int y, int w, int h, boolean isPopup) {
        int l = Math.max(0, x), t = Math.max(0, y), r = Math.min(layer.width, x + w), b = Math.min(layer.height, y + h);
        copyRows(source, layer.width, l, t, layer.pixels, layer.width, l, t, r - l, b - t);
        damage.add(isPopup ? popupX + l : l, isPopup ? popupY + t : t, r - l, b - t);
    }

    public void showPopup(boolean shown) {
        synchronized (this) {
            popupShown = shown;
            damage.add(popupX, popupY, popup.width, popup.height);
            if (!shown) popup.free();
        }
        tell();
    }

    public void movePopup(Rectangle place) {
        synchronized (this) {
            damage.add(popupX, popupY, popup.width, popup.height);
            popupX = place.x;
            popupY = place.y;
            damage.add(popupX, popupY, popup.width, popup.height);
        }
        tell();
    }

    private void tell() {
        synchronized (this) {
            if (told || damage.isEmpty()) return;
            told = true;
        }
        onChange.run();
    }

    /** Moves what changed since the last call into {@code into}; {@link #onChange} will be called for what changes from now on. */
    public synchronized void takeDamage(Damage into) {
        told = false;
        into.add(damage);
        damage.clear();
    }

    public synchronized int width() {
        return page.width;
    }

    public synchronized int height() {
        return page.height;
    }

    /**
     * Copies the part that lies at ({@code x}, {@code y}) of a viewport, whose corner is at ({@code viewX}, {@code viewY})
     * of the page, to the same place of the viewport's own pixels. What lies outside the page becomes transparent.
     */
    public synchronized void copy(int viewX, int viewY, int x, int y, int width, int height, MemorySegment to, int toWidth) {
        if (closed) return;
        int left = Math.clamp(viewX + x, 0, page.width), top = Math.clamp(viewY + y, 0, page.height);
        int right = Math.clamp(viewX + x + width, left, page.width), bottom = Math.clamp(viewY + y + height, top, page.height);
        if (right - left < width || bottom - top < height) clear(to, toWidth, x, y, width, height);
        copyRows(page.pixels, page.width, left, top, to, toWidth, left - viewX, top - viewY, right - left, bottom - top);
        if (!popupShown || popup.width == 0) return;
        int l = Math.max(left, popupX), t = Math.max(top, popupY);
        int r = Math.min(right, popupX + popup.width), b = Math.min(bottom, popupY + popup.height);
        copyRows(popup.pixels, popup.width, l - popupX, t - popupY, to, toWidth, l - viewX, t - viewY, r - l, b - t);
    }

    private static void copyRows(MemorySegment from, int fromWidth, int fx, int fy, MemorySegment to, int toWidth, int tx, int ty, int w, int h) {
        if (w <= 0 || h <= 0) return;
        long f = offset(fromWidth, fx, fy), t = offset(toWidth, tx, ty);
        if (w == fromWidth && w == toWidth) {
            MemorySegment.copy(from, f, to, t, (long) PIXEL * w * h);
            return;
        }
        for (int i = 0; i < h; i++, f += (long) PIXEL * fromWidth, t += (long) PIXEL * toWidth)
            MemorySegment.copy(from, f, to, t, (long) PIXEL * w);
    }

    private static void clear(MemorySegment to, int toWidth, int x, int y, int w, int h) {
        for (int row = y; row < y + h; row++) to.asSlice(offset(toWidth, x, row), (long) PIXEL * w).fill((byte) 0);
    }

    private static long offset(int width, int x, int y) {
        return PIXEL * ((long) y * width + x);
    }

    /** Gives the memory back; paints and copies do nothing from now on. */
    @Override
    public synchronized void close() {
        closed = true;
        page.free();
        popup.free();
    }
}
