package weft.compositor.render;

import weft.compositor.scene.Rect;
import weft.compositor.scene.SurfaceNode;
import weft.compositor.scene.Texture;

/** Draws trees of surfaces. Plain ones row by row; scaled, cropped or turned ones by sampling between pixels. */
public final class SurfacePainter {
    private int[] row = new int[4096];
    private int[] above = new int[4096], below = new int[4096];
    private int rowAbove = -1, rowBelow = -1;
    private final int[] one = new int[1];
    private final PixelMap map = new PixelMap();

    /** Draws a tree with its root's origin at ({@code x}, {@code y}) of the desktop, within the target's clip. */
    public void paint(SurfaceNode root, int x, int y, Target target) {
        if (root.texture() == null) return;
        var stack = root.stack();
        for (int i = 0; i < stack.size(); i++) {
            var n = stack.get(i);
            if (n == root) paintOne(n, x, y, target);
            else paint(n, x + n.x(), y + n.y(), target);
        }
    }

    private void paintOne(SurfaceNode n, int x, int y, Target target) {
        var at = Rect.ofEdges(target.pixelX(x), target.pixelY(y), target.pixelX(x + n.width()), target.pixelY(y + n.height()));
        boolean seen = at.x() < target.clipRight() && at.right() > target.clipLeft() && at.y() < target.clipBottom() && at.bottom() > target.clipTop();
        if (at.isEmpty() || !seen || n.alpha() == 0) return;
        map.of(n.mapping(), n.width(), n.height(), at.width(), at.height());
        target.surface(this, n, at, map);
    }

    /** Draws one surface into memory. */
    public void paint(SurfaceNode n, Rect at, PixelMap map, Canvas canvas) {
        int l = Math.max(at.x(), canvas.clipLeft()), r = Math.min(at.right(), canvas.clipRight());
        int t = Math.max(at.y(), canvas.clipTop()), b = Math.min(at.bottom(), canvas.clipBottom());
        if (l >= r || t >= b) return;
        if (row.length < r - l) row = new int[r - l];
        if (map.isPlain()) paintPlain(n, at.x(), at.y(), l, t, r, b, canvas);
        else paintSampled(n, at.x(), at.y(), l, t, r, b, canvas);
    }

    private void paintPlain(SurfaceNode n, int left, int top, int l, int t, int r, int b, Canvas canvas) {
        var texture = n.texture();
        int u = l - left + (int) map.u(0, 0), v = (int) map.v(0, 0) - top;
        int[] target = canvas.pixels();
        boolean promised = canvas.scale() == Scale.ONE && n.opaque().covers(l - left, t - top, r - left, b - top);
        boolean opaque = (promised || texture.isOpaque()) && n.alpha() == SurfaceNode.OPAQUE;
        for (int line = t; line < b; line++) {
            int at = line * canvas.width() + l;
            if (opaque && !canvas.hasAlpha()) {
                texture.readColours(u, line + v, r - l, target, at);
            } else if (opaque) {
                texture.read(u, line + v, r - l, target, at);
            } else {
                texture.read(u, line + v, r - l, row, 0);
                if (n.alpha() < SurfaceNode.OPAQUE) Blend.scale(row, r - l, n.alpha());
                Blend.over(row, 0, target, at, r - l);
            }
        }
    }

    private void paintSampled(SurfaceNode n, int left, int top, int l, int t, int r, int b, Canvas canvas) {
        var texture = n.texture();
        if (above.length < texture.width()) {
            above = new int[texture.width()];
            below = new int[texture.width()];
        }
        rowAbove = rowBelow = -1;
        for (int line = t; line < b; line++) {
            sample(texture, l - left, line - top, r - l);
            if (n.alpha() < SurfaceNode.OPAQUE) Blend.scale(row, r - l, n.alpha());
            Blend.over(row, 0, canvas.pixels(), line * canvas.width() + l, r - l);
        }
    }

    /** Fills {@code row} with {@code count} samples for the pixels from ({@code px}, {@code py}) of the surface on. */
    private void sample(Texture texture, int px, int py, int count) {
        if (map.isAcross()) {
            sampleAcross(texture, px, py, count);
            return;
        }
        double v = map.v(px + .5, py + .5) - .5;
        int v0 = (int) Math.floor(v), part = fraction(v - v0), last = texture.height() - 1;
        loadRows(texture, Math.clamp(v0, 0, last), Math.clamp(v0 + 1L, 0, last));
        int edge = texture.width() - 1;
        for (int i = 0; i < count; i++) {
            // Not added up: a part that is drawn alone must come out as it does in the whole.
            double at = map.u(px + i + .5, py + .5) - .5;
            int u0 = (int) Math.floor(at), f = fraction(at - u0);
            int p = Math.clamp(u0, 0, edge), q = Math.clamp(u0 + 1L, 0, edge);
            row[i] = blend(blend(above[p], above[q], f), blend(below[p], below[q], f), part);
        }
    }

    // The buffer lies on its side: each step to the right is another row of it. Rare, so pixels are fetched one by one.
    private void sampleAcross(Texture texture, int px, int py, int count) {
        for (int i = 0; i < count; i++) {
            double u = map.u(px + i + .5, py + .5) - .5, v = map.v(px + i + .5, py + .5) - .5;
            int u0 = (int) Math.floor(u), v0 = (int) Math.floor(v), across = fraction(u - u0), down = fraction(v - v0);
            row[i] = blend(blend(pixel(texture, u0, v0), across == 0 ? 0 : pixel(texture, u0 + 1, v0), across),
                    down == 0 ? 0 : blend(pixel(texture, u0, v0 + 1), across == 0 ? 0 : pixel(texture, u0 + 1, v0 + 1), across), down);
        }
    }

    private int pixel(Texture texture, int u, int v) {
        texture.read(Math.clamp(u, 0, texture.width() - 1), Math.clamp(v, 0, texture.height() - 1), 1, one, 0);
        return one[0];
    }

    private void loadRows(Texture texture, int first, int second) {
        if (rowAbove != first) {
            if (rowBelow == first) {
                int[] spare = above;
                above = below;
                below = spare;
                rowBelow = -1;
            } else {
                texture.read(0, first, texture.width(), above, 0);
            }
            rowAbove = first;
        }
        if (rowBelow == second) return;
        texture.read(0, second, texture.width(), below, 0);
        rowBelow = second;
    }

    private static int fraction(double part) {
        return (int) (part * 256 + .5);
    }

    /** Between two premultiplied pixels, {@code k} 256ths of the way. */
    private static int blend(int a, int b, int k) {
        int rb = (a & 0xff00ff) * (256 - k) + (b & 0xff00ff) * k + 0x800080 >>> 8 & 0xff00ff;
        int ag = (a >>> 8 & 0xff00ff) * (256 - k) + (b >>> 8 & 0xff00ff) * k + 0x800080 & 0xff00ff00;
        return rb | ag;
    }
}
