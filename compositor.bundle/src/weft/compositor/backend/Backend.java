package weft.compositor.backend;

import java.util.List;
import java.util.Optional;
import weft.compositor.input.InputListener;
import weft.compositor.scene.Rect;

/** Has outputs, which may come and go, and devices. */
public interface Backend extends AutoCloseable {
    /** What a backend tells, in the loop's thread. */
    interface Listener {
        /** An output has come. */
        void connected(BackendOutput output);

        /** An output is gone; nothing is asked of it any more. */
        void disconnected(BackendOutput output);

        /** The frame that was presented last on an output is on the screen, since that time of {@link System#nanoTime}. */
        void vblank(BackendOutput output, long nanoTime);

        /** The output is in another mode, not by {@link BackendOutput#setMode}, or another scale suits it. */
        void modeChanged(BackendOutput output);

        /** Nothing is seen for the time being: nothing is to be drawn before {@link #resumed}. */
        void suspended();

        /** Frames are seen again, the next ones have to be whole. */
        void resumed();

        /** The outputs are gone for good, as whoever has them wanted; {@code why} can follow "the session ends:". */
        void closed(String why);

        /** The outputs are broken; a new start may find them working. */
        void failed(String why);
    }

    /** Those that there are. A snapshot. */
    List<? extends BackendOutput> outputs();

    /** From now on tells what happens, also what its devices report, if it has any. */
    void start(Listener listener, InputListener input);

    /**
     * The desktop is another: devices that say where on it they are have to know.
     *
     * @param desktop around all outputs
     * @param primary the one that touch screens belong to
     */
    default void arranged(Rect desktop, Rect primary) {}

    /** The descriptor of the display device that shows the frames, which stays open for as long as this; -1: there is none. */
    default int displayDevice() {
        return -1;
    }

    /** What clients best take memory for pictures from; empty: there is no such device. */
    default Optional<BufferDevice> bufferDevice() {
        return BufferDevice.find();
    }

    @Override
    void close();
}
