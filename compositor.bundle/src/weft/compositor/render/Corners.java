package weft.compositor.render;

import weft.compositor.scene.Rect;
import weft.compositor.window.FrameLayout;

/** The rounded lower corners of a window's border, in pixels: a patch as high as the radius and twice as wide. Made once for a radius and colour. */
public final class Corners {
    private final int radius, line;
    /** How much of a pixel lies within the border's outer and inner edge, 0 to 255. */
    private final int[] outer, inner;
    private final Canvas arc, outside;

    Corners(int radius, int line) {
        this.radius = radius;
        this.line = line;
        outer = new int[2 * radius * radius];
        inner = new int[2 * radius * radius];
        arc = new Canvas(2 * radius, radius);
        outside = new Canvas(2 * radius, radius);
        double within = radius * (double) (FrameLayout.RADIUS - FrameLayout.BORDER) / FrameLayout.RADIUS;
        for (int i = 0; i < outer.length; i++) {
            int k = i % (2 * radius);
            double dx = k < radius ? radius - k - .5 : k - radius + .5, dy = i / (2 * radius) + .5;
            outer[i] = Shapes.cornerCoverage(dx, dy, radius);
            inner[i] = Shapes.cornerCoverage(dx, dy, within);
            arc.pixels()[i] = Blend.scale(line, 255 - inner[i]);
            outside.pixels()[i] = 255 - outer[i] << 24;
        }
    }

    boolean is(int otherRadius, int otherLine) {
        return radius == otherRadius && line == otherLine;
    }

    public int radius() {
        return radius;
    }

    /** The border's colour where it covers the window's content, to be blended over that. */
    public Canvas arc() {
        return arc;
    }

    /** Its alpha says how much of a pixel is outside of the border. */
    public Canvas outside() {
        return outside;
    }

    /** The left corner's place in a picture, its right one's with {@code right}. */
    public static Rect place(Rect box, int radius, boolean right) {
        return new Rect(right ? box.right() - radius : box.x(), box.bottom() - radius, radius, radius);
    }

    /** A pixel of the content as it is seen, over what was below. */
    private int rounded(int i, int below, int content) {
        return Blend.mix(below, Blend.mix(line, content, inner[i]), outer[i]);
    }

    /** Copies what is below a box's corners within the clip. */
    static void keep(Canvas canvas, Rect box, int radius, int[] kept) {
        visit(canvas, box, radius, kept, null);
    }

    void round(Canvas canvas, Rect box, int[] kept) {
        visit(canvas, box, radius, kept, this);
    }

    private static void visit(Canvas canvas, Rect box, int radius, int[] kept, Corners shape) {
        int top = box.bottom() - radius;
        int[] pixels = canvas.pixels();
        for (int y = Math.max(top, canvas.clipTop()); y < Math.min(box.bottom(), canvas.clipBottom()); y++) {
            for (int k = 0; k < 2 * radius; k++) {
                int x = k < radius ? box.x() + k : box.right() - 2 * radius + k;
                if (x < canvas.clipLeft() || x >= canvas.clipRight()) continue;
                int at = y * canvas.width() + x, i = (y - top) * 2 * radius + k;
                if (shape == null) kept[i] = pixels[at];
                else pixels[at] = shape.rounded(i, kept[i], pixels[at]);
            }
        }
    }
}
