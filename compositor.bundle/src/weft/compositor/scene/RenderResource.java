package weft.compositor.scene;

/**
 * What a renderer keeps of something that is shown, in memory of its own, such as a GPU's texture of a surface. Whoever holds it closes it with what
 * it was made for; closing twice is harmless, and so is closing after its renderer is gone. In the loop's thread.
 */
public interface RenderResource extends AutoCloseable {
    @Override
    void close();
}
