package weft.compositor.backend;

import java.util.List;
import weft.compositor.output.OutputIdentity;
import weft.compositor.output.OutputMode;
import weft.compositor.output.OutputSettings;
import weft.compositor.render.Canvas;
import weft.compositor.render.Frame;
import weft.compositor.render.ScanOut;
import weft.compositor.render.Scale;
import weft.compositor.scene.Region;

/** One display of a {@link Backend}. In the loop's thread. */
public interface BackendOutput {
    OutputIdentity identity();

    /** What it is in. */
    OutputMode mode();

    /** What it can be in, the preferred one first. */
    List<OutputMode> modes();

    /** Whether {@link #setMode} would do it; also of modes that are not listed, where it can make its own. */
    default boolean canShow(OutputMode mode) {
        return modes().stream().anyMatch(m -> m.fits(mode));
    }

    /**
     * Puts it into a mode; the next frame has that size.
     *
     * @return whether it is in it, else it is as before
     */
    boolean setMode(OutputMode mode);

    /** The size of the picture in millimetres; 0: unknown. */
    int millimetresWide();

    int millimetresHigh();

    /** The scale that suits it, in 120ths. */
    default int scale() {
        return Scale.ONE;
    }

    /** How it is wished for by whoever made it, over what is remembered of it; null: no wish. */
    default OutputSettings wish() {
        return null;
    }

    /** It is shown so from now on; for those whose devices say where on it they are. */
    default void shown(OutputSettings settings) {}

    /**
     * Shows a frame as large as the mode; {@link Backend.Listener#vblank} follows. Not called again before that.
     *
     * @param damage what differs from the frame before; both arguments are only valid during the call
     */
    void present(Frame frame, Region damage);

    /**
     * Shows a client's picture, as large as the mode, as it is in place of a frame: then {@link Backend.Listener#vblank} follows as after {@link #present}, and the
     * picture is held until another is on the screen. Not called before that.
     *
     * @return whether it does
     */
    default boolean scanOut(ScanOut picture) {
        return false;
    }

    /**
     * Shows a picture above all frames, such as the pointer; without a word to the loop.
     *
     * @param picture another one than before, or null: it only moves; valid during the call
     * @param x where its left edge is, in pixels of the mode; the picture may reach beyond
     * @return whether it does; then its hot spot is at {@code hotspotX}, {@code hotspotY} of the picture
     */
    default boolean showPointer(Canvas picture, int x, int y, int hotspotX, int hotspotY) {
        return false;
    }

    /** Shows none any more. */
    default void hidePointer() {}

    /** Switches it off, or on again: then {@link #present} follows with a whole frame. What is under way is not answered any more. */
    void power(boolean on);
}
