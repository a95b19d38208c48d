package weft.compositor.render;

/** The system's own pointers, drawn once each: a dark shape with a light rim that is seen on any ground. */
public enum PointerShape {
    ARROW(0, 0), MOVE(11, 11), HORIZONTAL(11, 11), VERTICAL(11, 11), FALLING(11, 11), RISING(11, 11), HAND(8, 2), TEXT(11, 11), COLUMN_TEXT(11, 11), CROSS(11, 11), WAIT(11, 11),
    FORBIDDEN(11, 11);

    /** Of the picture, both ways, on the desktop. */
    public static final int SIZE = 24;
    private static final int INK = 0xff1d2526, RIM = 0xfffffdf9;
    private final int hotspotX, hotspotY;
    private Canvas picture;
    private int scale;

    PointerShape(int hotspotX, int hotspotY) {
        this.hotspotX = hotspotX;
        this.hotspotY = hotspotY;
    }

    /** The shape for taking hold of a window's edges (a set of {@link weft.compositor.window.Edge}). */
    public static PointerShape forEdges(int edges) {
        return switch (edges) {
            case 1, 2 -> VERTICAL;
            case 4, 8 -> HORIZONTAL;
            case 5, 10 -> FALLING;
            case 6, 9 -> RISING;
            default -> ARROW;
        };
    }

    public int hotspotX() {
        return hotspotX;
    }

    public int hotspotY() {
        return hotspotY;
    }

    /** Drawn anew when it is shown in another scale than before. */
    public Canvas picture(int newScale) {
        if (picture == null || scale != newScale) {
            scale = newScale;
            int size = Scale.ceil(SIZE, scale);
            picture = new Canvas(size, size);
            draw(1.2, RIM);
            draw(0, INK);
        }
        return picture;
    }

    private void draw(double spread, int argb) {
        switch (this) {
            case ARROW -> fill(spread, argb, 1.5, 1.5, 1.5, 16.5, 5.2, 13.2, 7.7, 18.7, 10.2, 17.6, 7.8, 12.2, 12.6, 12.2);
            case HORIZONTAL -> doubleArrow(0, spread, argb);
            case VERTICAL -> doubleArrow(Math.PI / 2, spread, argb);
            case FALLING -> doubleArrow(Math.PI / 4, spread, argb);
            case RISING -> doubleArrow(-Math.PI / 4, spread, argb);
            case HAND -> fill(spread, argb, 7, 2, 9.5, 2, 9.5, 9, 17, 10.5, 18, 12, 17, 20, 9.5, 20, 4, 14, 5, 12, 7, 13);
            case TEXT -> beam(0, spread, argb);
            case COLUMN_TEXT -> beam(Math.PI / 2, spread, argb);
            case CROSS -> {
                turned(0, spread, argb, -9, -1, 9, -1, 9, 1, -9, 1);
                turned(Math.PI / 2, spread, argb, -9, -1, 9, -1, 9, 1, -9, 1);
            }
            case WAIT -> turned(0, spread, argb, -6, -9, 6, -9, 6, -7, 1, 0, 6, 7, 6, 9, -6, 9, -6, 7, -1, 0, -6, -7);
            case FORBIDDEN -> {
                turned(Math.PI / 4, spread, argb, -9, -1.5, 9, -1.5, 9, 1.5, -9, 1.5);
                turned(-Math.PI / 4, spread, argb, -9, -1.5, 9, -1.5, 9, 1.5, -9, 1.5);
            }
            case MOVE -> {
                doubleArrow(0, spread, argb);
                doubleArrow(Math.PI / 2, spread, argb);
            }
        }
    }

    private void beam(double angle, double spread, int argb) {
        turned(angle, spread, argb, -3, -9, 3, -9, 3, -7.5, .8, -7.5, .8, 7.5, 3, 7.5, 3, 9, -3, 9, -3, 7.5, -.8, 7.5, -.8, -7.5, -3, -7.5);
    }

    private void doubleArrow(double angle, double spread, int argb) {
        turned(angle, spread, argb, -9, 0, -5, -4, -5, -1, 5, -1, 5, -4, 9, 0, 5, 4, 5, 1, -5, 1, -5, 4);
    }

    /** A polygon around the middle. */
    private void turned(double angle, double spread, int argb, double... p) {
        double[] turned = new double[p.length];
        for (int i = 0; i < p.length; i += 2) {
            turned[i] = 11.5 + p[i] * Math.cos(angle) - p[i + 1] * Math.sin(angle);
            turned[i + 1] = 11.5 + p[i] * Math.sin(angle) + p[i + 1] * Math.cos(angle);
        }
        fill(spread, argb, turned);
    }

    private void fill(double spread, int argb, double... points) {
        double[] scaled = new double[points.length];
        for (int i = 0; i < points.length; i++) scaled[i] = Scale.of(points[i], scale);
        Shapes.fillPolygon(picture, Scale.of(spread, scale), argb, scaled);
    }
}
