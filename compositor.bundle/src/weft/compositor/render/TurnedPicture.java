package weft.compositor.render;

import weft.compositor.scene.Region;
import weft.compositor.scene.Transform;

/** An upright picture turned for a display that hangs on its side: kept, so that only what has changed is turned again. */
public final class TurnedPicture {
    private final Region damage = new Region();
    private Canvas turned;

    /**
     * @param changed what of the upright picture is another since the last call
     * @return the upright picture itself if nothing is to be turned; else valid until the next call
     */
    public Canvas turn(Canvas upright, Region changed, Transform transform) {
        damage.clear();
        if (transform == Transform.NORMAL) {
            turned = null;
            damage.addAll(changed);
            return upright;
        }
        int width = transform.swapsAxes() ? upright.height() : upright.width(), height = transform.swapsAxes() ? upright.width() : upright.height();
        if (turned == null || turned.width() != width || turned.height() != height) turned = Canvas.opaque(width, height);
        for (int i = 0; i < changed.count(); i++) turn(upright, changed.left(i), changed.top(i), changed.right(i), changed.bottom(i), transform);
        turn(changed, upright.width(), upright.height(), transform, damage);
        return turned;
    }

    /** What of the turned picture the last call changed. */
    public Region damage() {
        return damage;
    }

    private void turn(Canvas upright, int left, int top, int right, int bottom, Transform transform) {
        int x0 = x(upright, left, top, transform), y0 = y(upright, left, top, transform);
        // How far one step to the right, and one down, goes in the rows of the turned picture.
        int across = (y(upright, left + 1, top, transform) - y0) * turned.width() + x(upright, left + 1, top, transform) - x0;
        int down = (y(upright, left, top + 1, transform) - y0) * turned.width() + x(upright, left, top + 1, transform) - x0;
        int at = y0 * turned.width() + x0;
        int[] from = upright.pixels(), to = turned.pixels();
        for (int y = top; y < bottom; y++, at += down) {
            int source = y * upright.width() + left;
            for (int x = 0; x < right - left; x++) to[at + x * across] = from[source + x];
        }
    }

    /** What of a turned picture is another when {@code changed} is of the upright one, which has that size. Adds it to a region. */
    public static void turn(Region changed, int width, int height, Transform transform, Region into) {
        for (int i = 0; i < changed.count(); i++) {
            int x0 = x(changed.left(i), changed.top(i), width, height, transform), y0 = y(changed.left(i), changed.top(i), width, height, transform);
            int x1 = x(changed.right(i) - 1, changed.bottom(i) - 1, width, height, transform), y1 = y(changed.right(i) - 1, changed.bottom(i) - 1, width, height, transform);
            into.add(Math.min(x0, x1), Math.min(y0, y1), Math.abs(x1 - x0) + 1, Math.abs(y1 - y0) + 1);
        }
    }

    private static int x(Canvas upright, int x, int y, Transform transform) {
        return x(x, y, upright.width(), upright.height(), transform);
    }

    private static int y(Canvas upright, int x, int y, Transform transform) {
        return y(x, y, upright.width(), upright.height(), transform);
    }

    private static int x(int x, int y, int width, int height, Transform transform) {
        return (int) Math.floor(transform.bufferX(x + .5, y + .5, width, height));
    }

    private static int y(int x, int y, int width, int height, Transform transform) {
        return (int) Math.floor(transform.bufferY(x + .5, y + .5, width, height));
    }
}
