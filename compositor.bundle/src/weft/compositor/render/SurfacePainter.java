package weft.compositor.render;

import weft.compositor.scene.BufferMapping;
import weft.compositor.scene.SurfaceNode;
import weft.compositor.scene.Texture;

/** Draws trees of surfaces. Plain ones row by row; scaled, cropped or turned ones by sampling between pixels. */
public final class SurfacePainter {
    private int[] row = new int[4096];
    private int[] above = new int[4096], below = new int[4096];
    private int rowAbove = -1, rowBelow = -1;
    private final PixelMap map = new PixelMap();

    /** Draws a tree with its root's origin at ({@code x}, {@code y}) of the desktop, within the canvas's clip. */
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
        int left = canvas.pixelX(x), top = canvas.pixelY(y), right = canvas.pixelX(x + n.width()), bottom = canvas.pixelY(y + n.height());
        int l = Math.max(left, canvas.clipLeft()), r = Math.min(right, canvas.clipRight());
        int t = Math.max(top, canvas.clipTop()), b = Math.min(bottom, canvas.clipBottom());
        if (l >= r || t >= b || n.alpha() == 0) return;
        if (row.length < r - l) row = new int[r - l];
        map.of(n.mapping(), n.width(), n.height(), right - left, bottom - top);
        if (map.isPlain()) paintPlain(n, left, top, l, t, r, b, canvas);
        else paintSampled(n, left, top, l, t, r, b, canvas);
    }

    /** From a pixel of the canvas, counted from the surface's corner, to the buffer: the surface's own map, and the scale that it is shown in. */
    private static final class PixelMap {
        double originX, originY, xx, xy, yx, yy;

        void of(BufferMapping m, int width, int height, int pixelsWide, int pixelsHigh) {
            double kx = (double) width / pixelsWide, ky = (double) height / pixelsHigh;
            originX = m.bufferX(0, 0);
            originY = m.bufferY(0, 0);
            xx = near((m.bufferX(1, 0) - originX) * kx);
            xy = near((m.bufferY(1, 0) - originY) * kx);
            yx = near((m.bufferX(0, 1) - originX) * ky);
            yy = near((m.bufferY(0, 1) - originY) * ky);
        }

        // What is one but for the errors of two divisions.
        private static double near(double step) {
            return Math.abs(step - Math.rint(step)) < 1e-9 ? Math.rint(step) : step;
        }

        boolean isPlain() {
            return xx == 1 && yy == 1 && xy == 0 && yx == 0 && originX == (int) originX && originY == (int) originY;
        }

        double u(double x, double y) {
            return originX + x * xx + y * yx;
        }

        double v(double x, double y) {
            return originY + x * xy + y * yy;
        }
    }

    private void paintPlain(SurfaceNode n, int left, int top, int l, int t, int r, int b, Canvas canvas) {
        var texture = n.texture();
        int u = l - left + (int) map.originX, v = (int) map.originY - top;
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
        if (map.xy != 0) {
            sampleAcross(texture, px, py, count);
            return;
        }
        double v = map.v(px + .5, py + .5) - .5;
        int v0 = (int) Math.floor(v), fraction = (int) ((v - v0) * 256), last = texture.height() - 1;
        loadRows(texture, Math.clamp(v0, 0, last), Math.clamp(v0 + 1L, 0, last));
        int edge = texture.width() - 1;
        for (int i = 0; i < count; i++) {
            // Not added up: a part that is drawn alone must come out as it does in the whole.
            double at = map.u(px + i + .5, py + .5) - .5;
            int u0 = (int) Math.floor(at), f = (int) ((at - u0) * 256);
            int p = Math.clamp(u0, 0, edge), q = Math.clamp(u0 + 1L, 0, edge);
            row[i] = blend(blend(above[p], above[q], f), blend(below[p], below[q], f), fraction);
        }
    }

    // The buffer lies on its side: each step to the right is another row of it. Rare, so pixels are fetched one by one.
    private void sampleAcross(Texture texture, int px, int py, int count) {
        for (int i = 0; i < count; i++) {
            int bx = Math.clamp(Math.round(map.u(px + i + .5, py + .5) - .5), 0, texture.width() - 1);
            int by = Math.clamp(Math.round(map.v(px + i + .5, py + .5) - .5), 0, texture.height() - 1);
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
