package weft.compositor.window;

import weft.compositor.scene.Rect;

/**
 * Where a popup goes: hung by {@code gravity} from a point ({@code anchor}) of a rectangle of its parent, and if that
 * leaves the area, flipped, then slid, then cut, as far as {@code adjustment} allows. The numbers are those of
 * xdg_positioner.
 *
 * @param anchorRect in the parent's coordinates
 * @param adjustment a set of {@link #SLIDE_X} and the others
 */
public record PopupPosition(int width, int height, Rect anchorRect, int anchor, int gravity, int adjustment, int offsetX, int offsetY) {
    public static final int SLIDE_X = 1, SLIDE_Y = 2, FLIP_X = 4, FLIP_Y = 8, RESIZE_X = 16, RESIZE_Y = 32;
    /** Horizontal and vertical direction of each of the nine anchors and gravities. */
    private static final int[] HORIZONTAL = {0, 0, 0, -1, 1, -1, -1, 1, 1}, VERTICAL = {0, -1, 1, 0, 0, -1, 1, -1, 1};

    /** One axis of the result: where it begins and how long it is. */
    private record Span(int at, int length) {}

    /**
     * @param parent the parent's content on the output
     * @param area what the popup should not leave
     * @return the popup's content, relative to the parent's
     */
    public Rect place(Rect parent, Rect area) {
        var x = axis(anchorRect.x(), anchorRect.width(), width, HORIZONTAL[anchor], HORIZONTAL[gravity], offsetX,
                area.x() - parent.x(), area.width(), adjustment & SLIDE_X, adjustment & FLIP_X, adjustment & RESIZE_X);
        var y = axis(anchorRect.y(), anchorRect.height(), height, VERTICAL[anchor], VERTICAL[gravity], offsetY,
                area.y() - parent.y(), area.height(), adjustment & SLIDE_Y, adjustment & FLIP_Y, adjustment & RESIZE_Y);
        return new Rect(x.at, y.at, x.length, y.length);
    }

    private static Span axis(int from, int length, int size, int anchor, int gravity, int offset, int areaFrom, int areaLength, int slide, int flip, int resize) {
        int at = hang(from, length, size, anchor, gravity) + offset, areaTo = areaFrom + areaLength;
        if (fits(at, size, areaFrom, areaTo)) return new Span(at, size);
        if (flip != 0) {
            int flipped = hang(from, length, size, -anchor, -gravity) - offset;
            if (fits(flipped, size, areaFrom, areaTo)) return new Span(flipped, size);
        }
        if (slide != 0) at = slid(at, size, gravity, areaFrom, areaTo);
        if (resize == 0 || fits(at, size, areaFrom, areaTo)) return new Span(at, size);
        int start = Math.max(at, areaFrom), end = Math.min(at + size, areaTo);
        return end > start ? new Span(start, end - start) : new Span(at, size);
    }

    private static int hang(int from, int length, int size, int anchor, int gravity) {
        int point = from + (anchor < 0 ? 0 : anchor > 0 ? length : length / 2);
        return gravity < 0 ? point - size : gravity > 0 ? point : point - size / 2;
    }

    private static boolean fits(int at, int size, int from, int to) {
        return at >= from && at + size <= to;
    }

    /** One that is too long keeps the edge away from its gravity in sight. */
    private static int slid(int at, int size, int gravity, int from, int to) {
        if (size > to - from) return gravity < 0 ? to - size : from;
        return Math.clamp(at, from, to - size);
    }
}
