package weft.wayland.wire;

/** The wire's signed 24.8 fixed point numbers. */
public final class Fixed {
    private Fixed() {}

    public static double toDouble(int fixed) {
        return fixed / 256.0;
    }

    /** The nearest fixed point number; numbers out of range become the outermost. */
    public static int of(double value) {
        return (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, Math.rint(value * 256)));
    }
}
