package weft.compositor.backend;

import weft.compositor.render.Canvas;
import weft.compositor.scene.Region;

/** Shows frames on an output. */
public interface Backend extends AutoCloseable {
    /** What a backend tells, in the loop's thread. */
    interface Listener {
        /** The frame that was presented last is on the screen, since that time of {@link System#nanoTime}. */
        void vblank(long nanoTime);

        /** The output has another size. */
        void resized(int width, int height);

        /** The output is gone for good. */
        void closed();
    }

    int width();

    int height();

    /** Thousandths of a hertz. */
    int refresh();

    void start(Listener listener);

    /**
     * Shows a frame; {@link Listener#vblank} follows. Not called again before that.
     *
     * @param damage what differs from the frame before; both arguments are only valid during the call
     */
    void present(Canvas frame, Region damage);

    @Override
    void close();
}
