package weft.compositor.protocol;

import weft.compositor.render.Canvas;

/** The output as who copies it sees it. */
public interface Screen {
    /** The picture as it is now, all damage drawn. Valid until the loop goes on. */
    Canvas picture();

    /** Runs an action after the next frame, whenever that may be. */
    void afterNextFrame(Runnable action);
}
