package weft.compositor.backend;

import weft.compositor.input.InputListener;
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

        /** Nothing is seen for the time being: nothing is to be drawn before {@link #resumed}. */
        void suspended();

        /** Frames are seen again, the next one has to be whole. */
        void resumed();

        /** What was shown is lost in part: the next frame has to be whole. */
        void exposed();

        /** The output is gone for good, as whoever has it wanted; {@code why} can follow "the session ends:". */
        void closed(String why);

        /** The output is broken; a new start may find it working. */
        void failed(String why);
    }

    int width();

    int height();

    /** Thousandths of a hertz. */
    int refresh();

    /** From now on tells what happens, also what its devices report, if it has any. */
    void start(Listener listener, InputListener input);

    /**
     * Shows a frame; {@link Listener#vblank} follows. Not called again before that.
     *
     * @param damage what differs from the frame before; both arguments are only valid during the call
     */
    void present(Canvas frame, Region damage);

    @Override
    void close();
}
