package weft.compositor.protocol;

import java.util.function.IntFunction;
import weft.compositor.scene.Rect;

/** Shows the pointer above frames, by planes that the outputs have for it: moving it then draws nothing. */
public interface PointerPlanes {
    /**
     * How the pointer looks.
     *
     * @param revision another whenever it looks otherwise
     * @param in draws it for a scale of {@link weft.compositor.render.Scale}
     * @param hotspotX the pixel of the desktop that points, from its corner
     */
    record Look(long revision, IntFunction<weft.compositor.render.Canvas> in, int hotspotX, int hotspotY) {}

    /**
     * Shows it at a place of the desktop.
     *
     * @return whether each output does that it is on; else none does, and it has to be drawn
     */
    boolean show(Rect place, Look look);

    /** Shows none. */
    void hide();

    /** There are no planes. */
    PointerPlanes NONE = new PointerPlanes() {
        @Override
        public boolean show(Rect place, Look look) {
            return false;
        }

        @Override
        public void hide() {}
    };
}
