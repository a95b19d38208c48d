package weft.compositor.gles;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import weft.compositor.render.Canvas;
import weft.compositor.render.Frame;
import weft.compositor.render.Painting;
import weft.compositor.render.RenderElement;
import weft.compositor.render.Renderer;
import weft.compositor.render.Scale;
import weft.compositor.render.TurnedPicture;
import weft.compositor.scene.Region;
import weft.compositor.scene.Transform;
import weft.ffi.Gles;

/**
 * Draws one output on the GPU, into a texture that is kept from frame to frame. Its pixels are read back only when somebody asks for them, and then only
 * those that have changed since.
 */
public final class GlesRenderer implements Renderer {
    private static final int MOST_RECTANGLES = 12;
    private final GlesDevice device;
    private final GlesContext context;
    private final Region unread = new Region(), unturned = new Region(), damage = new Region();
    private final TurnedPicture turner = new TurnedPicture();
    private final Upright upright = new Upright();
    private GlesTarget target;
    private Canvas pixels;
    private int originX, originY, scale = Scale.ONE;

    GlesRenderer(GlesDevice device, int width, int height) {
        this.device = device;
        context = device.context();
        resize(width, height);
    }

    @Override
    public void resize(int width, int height) {
        context.use();
        if (target != null) target.close();
        target = new GlesTarget(device, width, height);
        target.view(originX, originY, scale);
        pixels = null;
        unread.clear();
        unturned.clear();
    }

    @Override
    public void view(int x, int y, int newScale) {
        originX = x;
        originY = y;
        scale = newScale;
        target.view(x, y, scale);
    }

    @Override
    public void render(List<? extends RenderElement> elements, Region changed) {
        context.use();
        device.pictures().sweep();
        target.bind();
        Painting.paint(elements, changed, target);
        Gles.flush();
        context.check();
        add(changed, unread);
        add(changed, unturned);
    }

    private static void add(Region changed, Region to) {
        to.addAll(changed);
        to.simplify(MOST_RECTANGLES);
    }

    @Override
    public Frame frame() {
        return upright;
    }

    @Override
    public GlesFrame turned(Transform transform, Region changed) {
        damage.clear();
        TurnedPicture.turn(changed, target.width(), target.height(), transform, damage);
        return new GlesFrame(this, transform);
    }

    @Override
    public Region damage() {
        return damage;
    }

    GlesDevice device() {
        return device;
    }

    GlesTarget target() {
        return target;
    }

    /** The upright picture in memory. */
    private Canvas read() {
        context.use();
        if (pixels == null) {
            pixels = Canvas.opaque(target.width(), target.height());
            unread.clear();
            unread.add(0, 0, target.width(), target.height());
            unturned.set(unread);
        }
        target.bind();
        boolean asItIs = context.draws("GL_EXT_read_format_bgra");
        for (int i = 0; i < unread.count(); i++) read(unread.left(i), unread.top(i), unread.right(i), unread.bottom(i), asItIs);
        context.check();
        unread.clear();
        return pixels;
    }

    private void read(int left, int top, int right, int bottom, boolean asItIs) {
        int width = right - left, height = bottom - top;
        try (Arena arena = Arena.ofConfined()) {
            var rows = arena.allocate(4L * width * height, 16);
            Gles.read(left, top, width, height, asItIs ? Gles.BGRA : Gles.RGBA, rows.address());
            for (int y = 0; y < height; y++) {
                int at = (top + y) * pixels.width() + left;
                MemorySegment.copy(rows, ValueLayout.JAVA_INT, 4L * y * width, pixels.pixels(), at, width);
                if (!asItIs) swapRedAndBlue(pixels.pixels(), at, width);
            }
        }
    }

    private static void swapRedAndBlue(int[] pixels, int at, int n) {
        for (int i = at; i < at + n; i++) pixels[i] = pixels[i] & 0xff00ff00 | (pixels[i] & 0xff) << 16 | pixels[i] >>> 16 & 0xff;
    }

    /** The picture in memory as a display gets it. */
    Canvas read(Transform transform) {
        var picture = read();
        var turned = turner.turn(picture, unturned, transform);
        unturned.clear();
        return turned;
    }

    @Override
    public void close() {
        target.close();
    }

    private final class Upright implements Frame {
        @Override
        public int width() {
            return target.width();
        }

        @Override
        public int height() {
            return target.height();
        }

        @Override
        public Canvas read() {
            return GlesRenderer.this.read();
        }
    }
}
