package weft.compositor.backend.kms;

/**
 * How pointing devices are set that can be.
 *
 * @param tap a tap on a touchpad clicks
 * @param naturalScroll content follows the fingers
 * @param speed of the pointer, from -1 to 1
 */
public record InputSettings(boolean tap, boolean naturalScroll, double speed) {
    public static final InputSettings DEFAULT = new InputSettings(true, false, 0);
}
