package weft.compositor.window;

import weft.compositor.scene.Rect;

/**
 * How a part of the desktop that is no window, such as a bar, a wallpaper or a lock, wants to be placed: along edges of
 * the output, below or above the windows. Numbers are those
 * of zwlr_layer_surface_v1.
 *
 * @param layer {@link #BACKGROUND} to {@link #OVERLAY}; {@link #LOCK} is shown alone, while the session is locked
 * @param anchor a set of {@link #TOP} and the others
 * @param zone how much of the output to keep clear of windows along its edge; 0: it keeps out of others' zones; -1: it does not care
 * @param width 0: all that there is between its two anchors
 */
public record LayerRules(int layer, int anchor, int zone, int top, int right, int bottom, int left, int width, int height, Keyboard keyboard) {
    public static final int BACKGROUND = 0, BOTTOM = 1, ABOVE = 2, OVERLAY = 3, LOCK = 4;
    public static final int TOP = 1, DOWN = 2, LEFT = 4, RIGHT = 8;
    private static final int SIDES = LEFT | RIGHT, ENDS = TOP | DOWN;

    /** Whether it gets the keyboard: never, whenever it is on the screen, or when the user wants it to. */
    public enum Keyboard { NONE, EXCLUSIVE, ON_DEMAND }

    public LayerRules withLayer(int other) {
        return new LayerRules(other, anchor, zone, top, right, bottom, left, width, height, keyboard);
    }

    public LayerRules withAnchor(int other) {
        return new LayerRules(layer, other, zone, top, right, bottom, left, width, height, keyboard);
    }

    public LayerRules withZone(int other) {
        return new LayerRules(layer, anchor, other, top, right, bottom, left, width, height, keyboard);
    }

    public LayerRules withMargins(int newTop, int newRight, int newBottom, int newLeft) {
        return new LayerRules(layer, anchor, zone, newTop, newRight, newBottom, newLeft, width, height, keyboard);
    }

    public LayerRules withSize(int newWidth, int newHeight) {
        return new LayerRules(layer, anchor, zone, top, right, bottom, left, newWidth, newHeight, keyboard);
    }

    public LayerRules withKeyboard(Keyboard other) {
        return new LayerRules(layer, anchor, zone, top, right, bottom, left, width, height, other);
    }

    /** Whether its size is known: a length that is not given needs both edges. */
    public boolean isComplete() {
        return (width > 0 || (anchor & SIDES) == SIDES) && (height > 0 || (anchor & ENDS) == ENDS);
    }

    /** Whether nobody else may have the keyboard. */
    public boolean holdsKeyboard() {
        return keyboard == Keyboard.EXCLUSIVE && layer >= ABOVE;
    }

    /** The size to ask for. */
    Rect size(Rect area) {
        return new Rect(0, 0, width > 0 ? width : Math.max(1, area.width() - left - right), height > 0 ? height : Math.max(1, area.height() - top - bottom));
    }

    /** Where it goes in an area, being of that size. */
    Rect place(Rect area, int askedWidth, int askedHeight) {
        int x = along(area.x(), area.width(), askedWidth, width, (anchor & LEFT) != 0, (anchor & RIGHT) != 0, left, right);
        int y = along(area.y(), area.height(), askedHeight, height, (anchor & TOP) != 0, (anchor & DOWN) != 0, top, bottom);
        return new Rect(x, y, askedWidth, askedHeight);
    }

    private static int along(int from, int length, int size, int given, boolean atStart, boolean atEnd, int before, int after) {
        if (given == 0) return from + before;
        if (atStart == atEnd) return from + length / 2 - size / 2;
        return atStart ? from + before : from + length - size - after;
    }

    /** What is left of an area for those that keep out of its zone. */
    Rect reserve(Rect area) {
        if (zone <= 0) return area;
        return switch (edge()) {
            case TOP -> Rect.ofEdges(area.x(), Math.min(area.bottom(), area.y() + zone + top), area.right(), area.bottom());
            case DOWN -> Rect.ofEdges(area.x(), area.y(), area.right(), Math.max(area.y(), area.bottom() - zone - bottom));
            case LEFT -> Rect.ofEdges(Math.min(area.right(), area.x() + zone + left), area.y(), area.right(), area.bottom());
            case RIGHT -> Rect.ofEdges(area.x(), area.y(), Math.max(area.x(), area.right() - zone - right), area.bottom());
            default -> area;
        };
    }

    /** The edge that it lies along, or 0: anchored to that alone, or to both neighbours as well. */
    private int edge() {
        for (int e : new int[] {TOP, DOWN, LEFT, RIGHT}) if (anchor == e || anchor == (e | ((e & ENDS) != 0 ? SIDES : ENDS))) return e;
        return 0;
    }
}
