package weft.compositor.window;

import weft.compositor.scene.Rect;

/**
 * The measures of a window's frame, in pixels: a border of one pixel, and inside its top a bar with three round buttons
 * at its right end. Shared by who draws the frame and who is asked what the pointer is on.
 */
public final class FrameLayout {
    public static final int BORDER = 1, BAR = 38, TOP = BORDER + BAR, RADIUS = 10;
    public static final int BUTTON = 26, BUTTON_GAP = 10, BUTTON_INSET = 8;
    /** How far around a frame its edges can still be taken hold of. */
    static final int GRIP = 6, CORNER = 18;
    private static final Part[] FROM_RIGHT = {Part.CLOSE, Part.MAXIMIZE, Part.MINIMIZE};

    private FrameLayout() {}

    /** The frame around a content. */
    public static Rect around(Rect content) {
        return content.grown(BORDER, TOP, BORDER, BORDER);
    }

    /** The x of a button's centre in a frame of that width. */
    public static int buttonCentreX(Part button, int frameWidth) {
        int i = button == Part.CLOSE ? 0 : button == Part.MAXIMIZE ? 1 : 2;
        return frameWidth - BORDER - BUTTON_INSET - BUTTON / 2 - i * (BUTTON + BUTTON_GAP);
    }

    public static int buttonCentreY() {
        return BORDER + BAR / 2;
    }

    /** How wide the bar's free part is, left of the buttons. */
    public static int barRoom(int frameWidth) {
        return Math.max(0, buttonCentreX(Part.MINIMIZE, frameWidth) - BUTTON / 2 - BUTTON_GAP);
    }

    /** What of the bar is at a point of the frame's own coordinates. */
    static Part barPart(double x, double y, int frameWidth) {
        for (var b : FROM_RIGHT) {
            if (Math.hypot(x - buttonCentreX(b, frameWidth), y - buttonCentreY()) <= BUTTON / 2.0 + 2) return b;
        }
        return Part.BAR;
    }

    /** The edges that can be taken hold of at a point of the frame's coordinates; {@link Edge#NONE} further inside. */
    static int edgesAt(double x, double y, int width, int height) {
        if (x >= BORDER && y >= 3 && x < width - BORDER && y < height - BORDER) return Edge.NONE;
        int horizontal = x < CORNER ? Edge.LEFT : x >= width - CORNER ? Edge.RIGHT : Edge.NONE;
        int vertical = y < CORNER ? Edge.TOP : y >= height - CORNER ? Edge.BOTTOM : Edge.NONE;
        boolean onSide = x < BORDER || x >= width - BORDER, onEnd = y < 3 || y >= height - BORDER;
        if (horizontal != Edge.NONE && vertical != Edge.NONE) return horizontal | vertical;
        return onSide && horizontal != Edge.NONE ? horizontal : onEnd && vertical != Edge.NONE ? vertical : Edge.NONE;
    }
}
