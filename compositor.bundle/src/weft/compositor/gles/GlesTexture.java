package weft.compositor.gles;

import weft.compositor.scene.RenderResource;
import weft.ffi.Gles;

/** A texture of the GPU. Its maker owns it. */
final class GlesTexture implements RenderResource {
    private final GlesContext context;
    private final int name, width, height;
    private int filter;
    private boolean closed;

    /** Without pixels yet, bound to unit 0. @param filter how it is sampled at first */
    GlesTexture(GlesContext context, int width, int height, int filter) {
        this.context = context;
        this.width = width;
        this.height = height;
        this.filter = filter;
        Gles.unit(0);
        name = Gles.createTexture(filter);
    }

    int name() {
        return name;
    }

    int width() {
        return width;
    }

    int height() {
        return height;
    }

    /** Whether it is not freed yet. */
    boolean isAlive() {
        return !closed;
    }

    boolean isOf(GlesContext other) {
        return context == other && !closed;
    }

    /** Binds it to a unit, sampled so; the unit stays in use. */
    void bind(int unit, int newFilter) {
        Gles.unit(unit);
        Gles.bindTexture(name);
        if (newFilter != filter) Gles.filter(newFilter);
        filter = newFilter;
    }

    @Override
    public void close() {
        if (closed) return;
        closed = true;
        if (context.tryUse()) Gles.deleteTexture(name);
    }
}
