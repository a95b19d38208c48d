package weft.compositor.gles;

import weft.compositor.render.Canvas;
import weft.compositor.render.Corners;
import weft.compositor.render.PixelMap;
import weft.compositor.render.Scale;
import weft.compositor.render.Shadow;
import weft.compositor.render.SurfacePainter;
import weft.compositor.render.Target;
import weft.compositor.render.Theme;
import weft.compositor.render.Weave;
import weft.compositor.scene.Rect;
import weft.compositor.scene.SurfaceNode;
import weft.compositor.scene.Texture;
import weft.ffi.Gles;

/** A picture on the GPU that the scene is drawn on: rectangles, cut to the clip, whose first row is the lowest. Owns its texture and framebuffer. */
final class GlesTarget extends Target implements AutoCloseable {
    private final GlesDevice device;
    private final GlesContext context;
    private final Brush brush;
    private final GlesTexture picture;
    private final int framebuffer;
    private GlesTexture below;
    private boolean closed;

    GlesTarget(GlesDevice device, int width, int height) {
        super(width, height);
        this.device = device;
        context = device.context();
        brush = device.brush();
        picture = new GlesTexture(context, width, height, Gles.NEAREST);
        Gles.image(Gles.RGBA, width, height, 0);
        framebuffer = Gles.createFramebuffer(picture.name());
        context.check();
    }

    /** What is drawn, upright, its first row the texture's first. */
    GlesTexture picture() {
        return picture;
    }

    /** Calls of OpenGL draw here from now on. */
    void bind() {
        Gles.bindFramebuffer(framebuffer);
        brush.target(width(), height(), false);
    }

    @Override
    public void fill(int x, int y, int w, int h, int argb) {
        int l = Math.max(x, clipLeft()), t = Math.max(y, clipTop()), r = Math.min(x + w, clipRight()), b = Math.min(y + h, clipBottom());
        if (l >= r || t >= b) return;
        brush.use(Program.COLOUR, argb >>> 24 != 255);
        brush.value(0, (argb >> 16 & 255) / 255.0, (argb >> 8 & 255) / 255.0, (argb & 255) / 255.0, (argb >>> 24) / 255.0);
        brush.draw(l, t, r, b, 0, 0, 0, 0);
    }

    @Override
    public void draw(Canvas source, int x, int y) {
        var at = new Rect(x, y, source.width(), source.height());
        if (!meets(at)) return;
        var texture = device.pictures().of(source, source.revision(), () -> new GlesTexture[] {device.uploads().of(source)})[0];
        texture.bind(0, Gles.NEAREST);
        brush.use(Program.BLENDED, true);
        brush.value(0, 1, 0, 0, 0);
        part(at, x, y, texture);
    }

    private boolean meets(Rect r) {
        return r.x() < clipRight() && r.right() > clipLeft() && r.y() < clipBottom() && r.bottom() > clipTop();
    }

    /** Draws what the clip leaves of a rectangle, whose pixels are those of a texture that begins at ({@code x}, {@code y}). */
    private void part(Rect at, int x, int y, GlesTexture texture) {
        int l = Math.max(at.x(), clipLeft()), t = Math.max(at.y(), clipTop()), r = Math.min(at.right(), clipRight()), b = Math.min(at.bottom(), clipBottom());
        if (l >= r || t >= b) return;
        double w = texture.width(), h = texture.height();
        brush.draw(l, t, r, b, (l - x) / w, (t - y) / h, (r - x) / w, (b - y) / h);
    }

    @Override
    protected void surface(SurfacePainter painter, SurfaceNode node, Rect at, PixelMap map) {
        var source = node.texture();
        if (source.isColour()) {
            colour(source, node.alpha(), at);
            return;
        }
        int l = Math.max(at.x(), clipLeft()), t = Math.max(at.y(), clipTop()), r = Math.min(at.right(), clipRight()), b = Math.min(at.bottom(), clipBottom());
        var texture = device.textureOf(node);
        if (texture == null) {
            inSoftware(painter, node, at, map, Rect.ofEdges(l, t, r, b));
            return;
        }
        boolean promised = map.isPlain() && scale() == Scale.ONE && node.opaque().covers(l - at.x(), t - at.y(), r - at.x(), b - at.y());
        boolean opaque = promised || source.isOpaque();
        texture.bind(0, map.isPlain() ? Gles.NEAREST : Gles.LINEAR);
        brush.use(opaque ? Program.OPAQUE : Program.BLENDED, !opaque || node.alpha() < SurfaceNode.OPAQUE);
        brush.value(0, node.alpha() / (double) SurfaceNode.OPAQUE, 0, 0, 0);
        for (int i = 0; i < 4; i++) {
            int x = (i & 1) == 0 ? l : r, y = (i & 2) == 0 ? t : b;
            double u = map.u(x - at.x(), y - at.y()), v = map.v(x - at.x(), y - at.y());
            brush.corner(i, x, y, u / source.width(), v / source.height());
        }
        brush.draw();
    }

    private void colour(Texture source, int alpha, Rect at) {
        int[] pixel = new int[1];
        source.read(0, 0, 1, pixel, 0);
        double k = alpha / 255.0 / SurfaceNode.OPAQUE;
        int l = Math.max(at.x(), clipLeft()), t = Math.max(at.y(), clipTop()), r = Math.min(at.right(), clipRight()), b = Math.min(at.bottom(), clipBottom());
        brush.use(Program.COLOUR, pixel[0] >>> 24 != 255 || alpha < SurfaceNode.OPAQUE);
        brush.value(0, (pixel[0] >> 16 & 255) * k, (pixel[0] >> 8 & 255) * k, (pixel[0] & 255) * k, (pixel[0] >>> 24) * k);
        brush.draw(l, t, r, b, 0, 0, 0, 0);
    }

    /** What the GPU cannot take, such as a buffer larger than its textures: its visible part is drawn in memory. */
    private void inSoftware(SurfacePainter painter, SurfaceNode node, Rect at, PixelMap map, Rect part) {
        var canvas = new Canvas(part.width(), part.height());
        painter.paint(node, at.translated(-part.x(), -part.y()), map, canvas);
        try (var texture = device.uploads().of(canvas)) {
            texture.bind(0, Gles.NEAREST);
            brush.use(Program.BLENDED, true);
            brush.value(0, 1, 0, 0, 0);
            part(part, part.x(), part.y(), texture);
        }
    }

    @Override
    protected void shadow(Shadow shadow, Rect box, Theme theme) {
        int m = shadow.margin();
        if (!meets(box.grown(m, m, m, m))) return;
        shadow.prepare(box.width(), box.height(), theme);
        int wide = box.width() + 2 * m, high = box.height() + 2 * m, size = shadow.patchSize();
        if (Math.max(wide, high) > device.mostPixels()) return;
        var textures = device.pictures().of(shadow, shadow.revision(), () -> new GlesTexture[] {device.uploads().ofAlpha(shadow.profileX(), wide, 1),
                device.uploads().ofAlpha(shadow.profileY(), high, 1), device.uploads().ofAlpha(taken(shadow.patch()), size, size)});
        for (int i = 0; i < textures.length; i++) textures[i].bind(i, Gles.NEAREST);
        brush.use(Program.SHADOW, true);
        brush.value(0, box.width(), box.height(), m, shadow.pad());
        brush.value(1, shadow.corner(), size, shadow.radius(), 0);
        int x = box.x() - m, y = box.y() - m;
        shadow.eachStrip(box, (left, top, right, bottom) -> {
            int l = Math.max(left, clipLeft()), t = Math.max(top, clipTop()), r = Math.min(right, clipRight()), b = Math.min(bottom, clipBottom());
            if (l < r && t < b) brush.draw(l, t, r, b, l - x, t - y, r - x, b - y);
        });
    }

    /** How much of the light is taken, of how much is left. */
    private static int[] taken(int[] light) {
        int[] taken = new int[light.length];
        for (int i = 0; i < taken.length; i++) taken[i] = 256 - light[i];
        return taken;
    }

    @Override
    protected void ground(Weave weave) {
        var texture = device.pictures().of(weave, 0, () -> new GlesTexture[] {device.uploads().of(weave)})[0];
        texture.bind(0, Gles.NEAREST);
        brush.use(Program.OPAQUE, false);
        brush.value(0, 1, 0, 0, 0);
        part(new Rect(0, 0, width(), height()), 0, 0, texture);
    }

    @Override
    protected void keepCorners(Rect box, int radius) {
        if (below == null || below.height() != radius) makeBelow(radius);
        keep(Corners.place(box, radius, false), 0);
        keep(Corners.place(box, radius, true), radius);
    }

    private void keep(Rect corner, int toX) {
        var seen = corner.intersection(Rect.ofEdges(clipLeft(), clipTop(), clipRight(), clipBottom()));
        if (seen.isEmpty()) return;
        below.bind(0, Gles.NEAREST);
        Gles.copy(toX + seen.x() - corner.x(), seen.y() - corner.y(), seen.x(), seen.y(), seen.width(), seen.height());
    }

    private void makeBelow(int radius) {
        if (below != null) below.close();
        below = new GlesTexture(context, 2 * radius, radius, Gles.NEAREST);
        Gles.image(Gles.RGBA, 2 * radius, radius, 0);
    }

    @Override
    protected void roundCorners(Corners corners, Rect box) {
        for (int side = 0; side < 2; side++) {
            var at = Corners.place(box, corners.radius(), side == 1);
            if (!meets(at)) continue;
            int x = at.x() - side * corners.radius();
            var textures = device.pictures().of(corners, 0, () -> new GlesTexture[] {device.uploads().of(corners.arc()), device.uploads().of(corners.outside())});
            textures[0].bind(0, Gles.NEAREST);
            brush.use(Program.BLENDED, true);
            brush.value(0, 1, 0, 0, 0);
            part(at, x, at.y(), textures[0]);
            textures[1].bind(1, Gles.NEAREST);
            below.bind(0, Gles.NEAREST);
            brush.use(Program.MASKED, true);
            part(at, x, at.y(), below);
        }
    }

    @Override
    public void close() {
        if (closed) return;
        closed = true;
        if (below != null) below.close();
        picture.close();
        if (context.tryUse() && framebuffer != 0) Gles.deleteFramebuffer(framebuffer);
    }
}
