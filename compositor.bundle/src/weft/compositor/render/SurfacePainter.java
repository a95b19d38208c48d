package weft.compositor.render;

import weft.compositor.scene.BufferMapping;
import weft.compositor.scene.SurfaceNode;
import weft.compositor.scene.Texture;

/** Draws trees of surfaces. Plain ones row by row; scaled, cropped or turned ones by sampling between pixels. */
public final class SurfacePainter {
    private int[] row = new int[4096];
    private int[] above = new int[4096], below = new int[4096];
    private int rowAbove = -1, rowBelow = -1;

    /** Draws a tree with its root's origin at ({@code x}, {@code y}), within the canvas's clip. */
    public void paint(SurfaceNode root, int x, int y, Canvas canvas) {
        if (root.texture() == null) return;
        var stack = root.stack();
        for (int i = 0; i < stack.size(); i++) {
            var n = stack.get(i);
            if (n == root) paintOne(n, x, y, canvas);
            else paint(n, x + n.x(), y + n.y(), canvas);
        }
    }

    private void paintOne(SurfaceNode n, int x, int y, Canvas canvas) {
        int l = Math.max(x, canvas.clipLeft()), r = Math.min(x + n.width(), canvas.clipRight());
        int t = Math.max(y, canvas.clipTop()), b = Math.min(y + n.height(), canvas.clipBottom());
        if (l >= r || t >= b || n.alpha() == 0) return;
        if (row.length < r - l) row = new int[r - l];
        if (n.mapping().isPlain()) paintPlain(n, x, y, l, t, r, b, canvas);
        else paintSampled(n, x, y, l, t, r, b, canvas);
    }

    private void paintPlain(SurfaceNode n, int x, int y, int l, int t, int r, int b, Canvas canvas) {
        var texture = n.texture();
        int u = l - x + (int) n.mapping().bufferX(0, 0), v = (int) n.mapping().bufferY(0, 0) - y;
        int[] target = canvas.pixels();
        for (int line = t; line < b; line++) {
            int at = line * canvas.width() + l;
            if (texture.isOpaque() && n.alpha() == SurfaceNode.OPAQUE) {
                texture.read(u, line + v, r - l, target, at);
            } else {
                texture.read(u, line + v, r - l, row, 0);
                if (n.alpha() < SurfaceNode.OPAQUE) Blend.scale(row, r - l, n.alpha());
                Blend.over(row, 0, target, at, r - l);
            }
        }
    }

    private void paintSampled(SurfaceNode n, int x, int y, int l, int t, int r, int b, Canvas canvas) {
        var texture = n.texture();
        if (above.length < texture.width()) {
            above = new int[texture.width()];
            below = new int[texture.width()];
        }
        rowAbove = rowBelow = -1;
        for (int line = t; line < b; line++) {
            sample(texture, n.mapping(), l - x, line - y, r - l);
            if (n.alpha() < SurfaceNode.OPAQUE) Blend.scale(row, r - l, n.alpha());
            Blend.over(row, 0, canvas.pixels(), line * canvas.width() + l, r - l);
        }
    }

    /** Fills {@code row} with {@code count} samples for the surface pixels from ({@code sx}, {@code sy}) on. */
    private void sample(Texture texture, BufferMapping map, int sx, int sy, int count) {
        double u = map.bufferX(sx + .5, sy + .5) - .5, v = map.bufferY(sx + .5, sy + .5) - .5;
        if (map.stepY() != 0) {
            sampleAcross(texture, map, u, v, count);
            return;
        }
        int v0 = (int) Math.floor(v), fraction = (int) ((v - v0) * 256), last = texture.height() - 1;
        loadRows(texture, Math.clamp(v0, 0, last), Math.clamp(v0 + 1L, 0, last));
        double step = map.stepX();
        int edge = texture.width() - 1;
        for (int i = 0; i < count; i++) {
            double at = u + i * step;
            int u0 = (int) Math.floor(at), f = (int) ((at - u0) * 256);
            int p = Math.clamp(u0, 0, edge), q = Math.clamp(u0 + 1L, 0, edge);
            row[i] = blend(blend(above[p], above[q], f), blend(below[p], below[q], f), fraction);
        }
    }

    // The buffer lies on its side: each step to the right is another row of it. Rare, so pixels are fetched one by one.
    private void sampleAcross(Texture texture, BufferMapping map, double u, double v, int count) {
        for (int i = 0; i < count; i++) {
            int bx = Math.clamp(Math.round(u + i * map.stepX()), 0, texture.width() - 1);
            int by = Math.clamp(Math.round(v + i * map.stepY()), 0, texture.height() - 1);
            texture.read(bx, by, 1, row, i);
        }
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

    /** Between two premultiplied pixels, {@code k} 256ths of the way. */
    private static int blend(int a, int b, int k) {
        int rb = (a & 0xff00ff) * (256 - k) + (b & 0xff00ff) * k >>> 8 & 0xff00ff;
        int ag = (a >>> 8 & 0xff00ff) * (256 - k) + (b >>> 8 & 0xff00ff) * k & 0xff00ff00;
        return rb | ag;
    }
}
