package weft.compositor.protocol;

/**
 * One report of scrolling: pixels, and for wheels 120ths of a click, to the right and down.
 *
 * @param source a wl_pointer.axis_source
 * @param natural whether the device turns it round, so that content follows the fingers
 */
public record Scrolling(double dx, double dy, int wheelX, int wheelY, int source, boolean natural) {
    private static final double PIXELS_PER_CLICK = 15;
    static final int UNITS_PER_CLICK = 120;
    private static final int WHEEL = 0, FINGER = 1;

    /** A wheel was turned; 15 pixels are a click. */
    public static Scrolling wheel(double dx, double dy, boolean natural) {
        return new Scrolling(dx, dy, units(dx), units(dy), WHEEL, natural);
    }

    /** Fingers scroll on a touchpad. */
    public static Scrolling fingers(double dx, double dy, boolean natural) {
        return new Scrolling(dx, dy, 0, 0, FINGER, natural);
    }

    private static int units(double pixels) {
        return (int) Math.round(pixels * UNITS_PER_CLICK / PIXELS_PER_CLICK);
    }
}
