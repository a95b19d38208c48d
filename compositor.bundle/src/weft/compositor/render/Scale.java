package weft.compositor.render;

/** Scales as whole numbers of 120ths, as wp_fractional_scale_v1 counts: 120 is one pixel for one of the desktop, 180 is 1.5. */
public final class Scale {
    public static final int ONE = 120, LEAST = 60, MOST = 480;

    private Scale() {}

    /** A length or coordinate of the desktop in pixels, to the nearest; halves go up. */
    public static int round(int desktop, int scale) {
        return scale == ONE ? desktop : (int) Math.floorDiv((long) desktop * scale + ONE / 2, ONE);
    }

    static int floor(int desktop, int scale) {
        return scale == ONE ? desktop : (int) Math.floorDiv((long) desktop * scale, ONE);
    }

    public static int ceil(int desktop, int scale) {
        return scale == ONE ? desktop : (int) -Math.floorDiv(-(long) desktop * scale, ONE);
    }

    static int desktopFloor(int pixel, int scale) {
        return scale == ONE ? pixel : (int) Math.floorDiv((long) pixel * ONE, scale);
    }

    /** The desktop's length that so many pixels show, not a part of one left out. */
    public static int desktopCeil(int pixels, int scale) {
        return scale == ONE ? pixels : (int) -Math.floorDiv(-(long) pixels * ONE, scale);
    }

    /** A measure of a drawing, not rounded. */
    static double of(double measure, int scale) {
        return scale == ONE ? measure : measure * scale / ONE;
    }
}
