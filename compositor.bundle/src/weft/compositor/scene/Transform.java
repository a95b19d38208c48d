package weft.compositor.scene;

/**
 * How a client has turned its buffer (wl_output.transform): by quarter turns against the clock, after being flipped
 * around the vertical axis. Ordinals are the protocol's values.
 */
public enum Transform {
    NORMAL, TURNED_90, TURNED_180, TURNED_270, FLIPPED, FLIPPED_90, FLIPPED_180, FLIPPED_270;

    private static final Transform[] ALL = values();

    /** @throws IndexOutOfBoundsException unless 0 to 7 */
    public static Transform of(int protocolValue) {
        return ALL[protocolValue];
    }

    /** Whether width and height change places. */
    public boolean swapsAxes() {
        return (ordinal() & 1) != 0;
    }

    /** What turns a picture back that this one has turned. */
    public Transform inverse() {
        return switch (this) {
            case TURNED_90 -> TURNED_270;
            case TURNED_270 -> TURNED_90;
            default -> this;
        };
    }

    /** The buffer's x of a point ({@code x}, {@code y}) of the upright picture, which is {@code w} × {@code h}. */
    public double bufferX(double x, double y, double w, double h) {
        return switch (this) {
            case NORMAL, FLIPPED_180 -> x;
            case FLIPPED, TURNED_180 -> w - x;
            case TURNED_90, FLIPPED_90 -> y;
            case TURNED_270, FLIPPED_270 -> h - y;
        };
    }

    /** The buffer's y of that point. */
    public double bufferY(double x, double y, double w, double h) {
        return switch (this) {
            case NORMAL, FLIPPED -> y;
            case TURNED_180, FLIPPED_180 -> h - y;
            case TURNED_90, FLIPPED_270 -> w - x;
            case FLIPPED_90, TURNED_270 -> x;
        };
    }
}
