package weft.compositor.output;

import weft.compositor.render.Scale;
import weft.compositor.scene.Rect;
import weft.compositor.scene.Transform;

/**
 * How an output is shown: where on the desktop its top left corner is, how many pixels ({@link Scale}, in 120ths) one of the desktop takes, and how its
 * picture is turned before it is scanned out.
 *
 * @param enabled whether it shows a part of the desktop at all
 */
public record OutputSettings(boolean enabled, OutputMode mode, int x, int y, int scale, Transform transform) {
    /** Upright, in the pixels of the mode. */
    public static OutputSettings plain(OutputMode mode, int x, int y) {
        return new OutputSettings(true, mode, x, y, Scale.ONE, Transform.NORMAL);
    }

    /** The upright picture's width in pixels. */
    public int pixelsWide() {
        return transform.swapsAxes() ? mode.height() : mode.width();
    }

    public int pixelsHigh() {
        return transform.swapsAxes() ? mode.width() : mode.height();
    }

    /** What of the desktop it shows. */
    public Rect area() {
        return new Rect(x, y, Scale.desktopCeil(pixelsWide(), scale), Scale.desktopCeil(pixelsHigh(), scale));
    }

    public OutputSettings withMode(OutputMode other) {
        return new OutputSettings(enabled, other, x, y, scale, transform);
    }

    public OutputSettings at(int newX, int newY) {
        return new OutputSettings(enabled, mode, newX, newY, scale, transform);
    }

    public OutputSettings withScale(int other) {
        return new OutputSettings(enabled, mode, x, y, other, transform);
    }

    public OutputSettings withTransform(Transform other) {
        return new OutputSettings(enabled, mode, x, y, scale, other);
    }

    public OutputSettings withEnabled(boolean on) {
        return new OutputSettings(on, mode, x, y, scale, transform);
    }
}
