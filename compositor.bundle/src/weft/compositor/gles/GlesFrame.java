package weft.compositor.gles;

import weft.compositor.render.Canvas;
import weft.compositor.render.Frame;
import weft.compositor.scene.Region;
import weft.compositor.scene.Transform;
import weft.ffi.Gles;

/** A picture that was drawn on the GPU, as a display gets it that hangs so. */
public final class GlesFrame implements Frame {
    private final GlesRenderer renderer;
    private final Transform transform, back;

    GlesFrame(GlesRenderer renderer, Transform transform) {
        this.renderer = renderer;
        this.transform = transform;
        back = switch (transform) {
            case TURNED_90 -> Transform.TURNED_270;
            case TURNED_270 -> Transform.TURNED_90;
            default -> transform;
        };
    }

    /** What it was drawn with. */
    public GlesDevice device() {
        return renderer.device();
    }

    @Override
    public int width() {
        return transform.swapsAxes() ? renderer.target().height() : renderer.target().width();
    }

    @Override
    public int height() {
        return transform.swapsAxes() ? renderer.target().width() : renderer.target().height();
    }

    @Override
    public Canvas read() {
        return renderer.read(transform);
    }

    /** Draws parts of it, given in its own pixels, onto the surface in use, which has its size. */
    void draw(Region parts) {
        var brush = device().brush();
        var picture = renderer.target().picture();
        Gles.bindFramebuffer(0);
        brush.target(width(), height(), true);
        picture.bind(0, Gles.NEAREST);
        brush.use(Program.OPAQUE, false);
        brush.value(0, 1, 0, 0, 0);
        for (int i = 0; i < parts.count(); i++) {
            for (int corner = 0; corner < 4; corner++) {
                int x = (corner & 1) == 0 ? parts.left(i) : parts.right(i), y = (corner & 2) == 0 ? parts.top(i) : parts.bottom(i);
                brush.corner(corner, x, y, back.bufferX(x, y, width(), height()) / picture.width(), back.bufferY(x, y, width(), height()) / picture.height());
            }
            brush.draw();
        }
    }
}
