package weft.compositor.render;

import java.util.List;
import weft.compositor.scene.Region;
import weft.compositor.scene.Transform;

/**
 * Draws a list of elements, bottom to top, into a picture of one output that it keeps from frame to frame; only damaged parts are drawn again, and of these
 * only what is not hidden. In the loop's thread. Everything but {@link #close} may throw {@link DeviceLostException}: then it draws nothing any more.
 */
public interface Renderer extends AutoCloseable {
    /** Starts with a picture of another size; the whole of it is damaged. */
    void resize(int width, int height);

    /** Shows the desktop from a point on, in a scale of {@link Scale}; the whole picture is damaged. */
    void view(int x, int y, int scale);

    /** @param damage in pixels of the picture */
    void render(List<? extends RenderElement> elements, Region damage);

    /** The last frame, upright. Valid until the next {@link #render} or {@link #resize}. */
    Frame frame();

    /**
     * The last frame as a display gets it that hangs so.
     *
     * @param changed what of the upright picture is another since the last call
     */
    Frame turned(Transform transform, Region changed);

    /** What of the turned picture the last call of {@link #turned} changed. */
    Region damage();

    /** Gives back its memory. Harmless when the device is lost, or it is closed already. */
    @Override
    void close();
}
