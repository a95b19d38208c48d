package weft.compositor.render;

/**
 * Smooth-edged shapes for pictures that are drawn once and kept: each pixel's coverage is taken from its distance to
 * the outline. Coordinates are in pixels; colours premultiplied.
 */
final class Shapes {
    private Shapes() {}

    /** Signed distance to a shape's outline, negative inside. */
    private interface Distance {
        double at(double x, double y);
    }

    static void fillRoundedRect(Canvas c, double x, double y, double w, double h, double radius, int argb) {
        paint(c, x - 1, y - 1, w + 2, h + 2, roundedRect(x, y, w, h, radius), argb);
    }

    /** The outline, {@code thickness} wide, inside the rectangle's edge. */
    static void strokeRoundedRect(Canvas c, double x, double y, double w, double h, double radius, double thickness, int argb) {
        var outer = roundedRect(x, y, w, h, radius);
        paint(c, x - 1, y - 1, w + 2, h + 2, (px, py) -> Math.abs(outer.at(px, py) + thickness / 2) - thickness / 2, argb);
    }

    static void fillCircle(Canvas c, double cx, double cy, double radius, int argb) {
        paint(c, cx - radius - 1, cy - radius - 1, 2 * radius + 2, 2 * radius + 2, (px, py) -> Math.hypot(px - cx, py - cy) - radius, argb);
    }

    /** A straight stroke with round ends. */
    static void line(Canvas c, double x1, double y1, double x2, double y2, double thickness, int argb) {
        double pad = thickness / 2 + 1, dx = x2 - x1, dy = y2 - y1, length = dx * dx + dy * dy;
        Distance d = (px, py) -> {
            double t = length == 0 ? 0 : Math.clamp(((px - x1) * dx + (py - y1) * dy) / length, 0.0, 1.0);
            return Math.hypot(px - x1 - t * dx, py - y1 - t * dy) - thickness / 2;
        };
        paint(c, Math.min(x1, x2) - pad, Math.min(y1, y2) - pad, Math.abs(dx) + 2 * pad, Math.abs(dy) + 2 * pad, d, argb);
    }

    /** A closed polygon, its outline moved outwards by {@code spread} pixels; points are x, y pairs. */
    static void fillPolygon(Canvas c, double spread, int argb, double... points) {
        paint(c, 0, 0, c.width(), c.height(), (px, py) -> polygon(px, py, points) - spread, argb);
    }

    /** How much of a pixel at ({@code x}, {@code y}) lies inside a corner of radius {@code r} that is centred at (0, 0): 0 to 255. */
    static int cornerCoverage(double x, double y, double r) {
        return (int) Math.round(Math.clamp(r - Math.hypot(x, y) + .5, 0.0, 1.0) * 255);
    }

    private static Distance roundedRect(double x, double y, double w, double h, double radius) {
        double cx = x + w / 2, cy = y + h / 2;
        return (px, py) -> {
            double qx = Math.abs(px - cx) - w / 2 + radius, qy = Math.abs(py - cy) - h / 2 + radius;
            return Math.hypot(Math.max(qx, 0), Math.max(qy, 0)) + Math.min(Math.max(qx, qy), 0) - radius;
        };
    }

    private static double polygon(double px, double py, double[] p) {
        double nearest = Double.MAX_VALUE;
        boolean inside = false;
        for (int i = 0, j = p.length - 2; i < p.length; j = i, i += 2) {
            double ex = p[j] - p[i], ey = p[j + 1] - p[i + 1], wx = px - p[i], wy = py - p[i + 1];
            double t = Math.clamp((wx * ex + wy * ey) / (ex * ex + ey * ey), 0.0, 1.0);
            nearest = Math.min(nearest, Math.hypot(wx - t * ex, wy - t * ey));
            if (p[i + 1] > py != p[j + 1] > py && px < ex * (py - p[i + 1]) / ey + p[i]) inside = !inside;
        }
        return inside ? -nearest : nearest;
    }

    private static void paint(Canvas c, double x, double y, double w, double h, Distance d, int argb) {
        int l = Math.max(c.clipLeft(), (int) Math.floor(x)), r = Math.min(c.clipRight(), (int) Math.ceil(x + w));
        int t = Math.max(c.clipTop(), (int) Math.floor(y)), b = Math.min(c.clipBottom(), (int) Math.ceil(y + h));
        for (int py = t; py < b; py++) {
            for (int px = l; px < r; px++) {
                int coverage = (int) Math.round(Math.clamp(.5 - d.at(px + .5, py + .5), 0.0, 1.0) * 255);
                if (coverage == 0) continue;
                int at = py * c.width() + px;
                c.pixels()[at] = Blend.over(Blend.scale(argb, coverage), c.pixels()[at]);
            }
        }
    }
}
