package weft.compositor.render;

/** What draws: the processor, or a GPU by its driver. Makes each output its renderer. In the loop's thread. */
public interface RenderDevice extends AutoCloseable {
    /** {@code software} or {@code gles}. */
    String name();

    /** With what it draws, for people: a GPU's name as its driver says it, or the name. */
    String description();

    /** @throws DeviceLostException if it is */
    Renderer renderer(int width, int height);

    /** What it can show of memory that devices share. */
    DmabufImport dmabufs();

    /** Gives everything back, also what its renderers still hold. */
    @Override
    void close();
}
