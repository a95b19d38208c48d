package weft.compositor.protocol;

import weft.compositor.render.Canvas;
import weft.compositor.render.DmabufImport;

/** The outputs as who copies them sees them. */
public interface Screen {
    /** The picture of an output as it is scanned out now, all damage drawn; null if it is gone. Valid until the loop goes on. */
    Canvas picture(Output output);

    /** What of memory that devices share can be shown at present. */
    DmabufImport dmabufs();

    /** Runs an action after the next frame of an output, whenever that may be. */
    void afterNextFrame(Output output, Runnable action);

    /** Runs an action when each output has drawn once more, or does not draw at all. */
    void afterNextFrames(Runnable action);
}
