package weft.compositor.protocol;

import java.util.function.Supplier;
import weft.compositor.render.Canvas;
import weft.compositor.render.PictureElement;
import weft.compositor.render.PointerShape;
import weft.compositor.render.Scale;
import weft.compositor.render.SurfaceElement;
import weft.compositor.scene.Rect;
import weft.compositor.shell.Workspace;

/** The picture at the pointer: a client's surface while it is on its surfaces, else a shape of the system. */
final class PointerImage {
    /** Whether frames have it in them: where it has no plane of its own, or for a capture in any case, or in none. */
    private enum InFrames { WHERE_NEEDED, YES, NO }

    private final Workspace workspace;
    private final PictureElement picture = new PictureElement();
    private PointerShape shape = PointerShape.ARROW;
    private Surface surface;
    private SurfaceElement element;
    private int x, y, hotspotX, hotspotY;
    private boolean hidden = true, empty, onPlanes;
    private InFrames inFrames = InFrames.WHERE_NEEDED;
    private PointerPlanes planes = PointerPlanes.NONE;
    private long revision;
    private PointerPlanes.Look look;

    /** The role of a surface that is shown at the pointer. */
    record Cursor(PointerImage image, Surface surface) implements SurfaceRole {
        @Override
        public String kind() {
            return "wl_pointer-cursor";
        }

        @Override
        public void committed() {
            image.committed(surface);
        }
    }

    PointerImage(Workspace workspace) {
        this.workspace = workspace;
        workspace.addOnTop(picture);
    }

    /** Shows it by planes of the outputs, where they can. */
    void showOn(PointerPlanes newPlanes) {
        planes = newPlanes;
        planesChanged();
    }

    /** Outputs are others, or shown otherwise: their planes are to be set anew. */
    void planesChanged() {
        look = null;
        update();
    }

    /** The pointer has moved; it is not shown before it has. */
    void moveTo(int newX, int newY) {
        x = newX;
        y = newY;
        hidden = false;
        update();
    }

    /** Not shown until it moves again. */
    void hide() {
        hidden = true;
        update();
    }

    /** Shows a client's surface, or with null nothing. */
    void show(Surface s, int newHotspotX, int newHotspotY) {
        hotspotX = newHotspotX;
        hotspotY = newHotspotY;
        if (s != surface) {
            drop();
            surface = s;
            if (s != null) take(s);
        }
        empty = s == null;
        look = null;
        update();
    }

    /** Shows one of the system's own shapes. */
    void show(PointerShape newShape) {
        if (surface == null && !empty && shape == newShape) return;
        drop();
        empty = false;
        shape = newShape;
        look = null;
        update();
    }

    /** Back to the arrow. */
    void reset() {
        show(PointerShape.ARROW);
    }

    /** What a capture of frames finds in them: the pointer wherever that is shown otherwise, or none. */
    Canvas capture(boolean with, Supplier<Canvas> picture) {
        if (with != onPlanes) return picture.get();
        inFrames = with ? InFrames.YES : InFrames.NO;
        update();
        try {
            return picture.get();
        } finally {
            inFrames = InFrames.WHERE_NEEDED;
            update();
        }
    }

    /** Where its picture is on the output; empty if there is none. */
    Rect place() {
        if (hidden || empty) return Rect.EMPTY;
        if (surface != null) return new Rect(x - hotspotX, y - hotspotY, surface.node().width(), surface.node().height());
        return new Rect(x - shape.hotspotX(), y - shape.hotspotY(), PointerShape.SIZE, PointerShape.SIZE);
    }

    /** Which of the picture's pixels is the one that points. */
    int hotspotX() {
        return surface != null ? hotspotX : shape.hotspotX();
    }

    int hotspotY() {
        return surface != null ? hotspotY : shape.hotspotY();
    }

    /** Draws it onto a picture of a part of the output that begins at ({@code left}, {@code top}). */
    void paint(Canvas canvas, int left, int top) {
        var at = place();
        if (at.isEmpty()) return;
        if (surface != null) workspace.painter().paint(surface.node(), at.x() - left, at.y() - top, canvas);
        else canvas.draw(shape.picture(canvas.scale()), at.x() - left, at.y() - top);
    }

    void surfaceDestroyed(Surface s) {
        if (s == surface) reset();
    }

    private void committed(Surface s) {
        if (s != surface) return;
        look = null;
        update();
    }

    private void take(Surface s) {
        element = new SurfaceElement(s.node(), workspace.painter());
        s.node().host(element);
        workspace.addOnTop(element);
    }

    private void drop() {
        if (surface == null) return;
        surface.node().host(null);
        workspace.removeFromTop(element);
        surface = null;
        element = null;
    }

    private void update() {
        boolean was = picture.isDrawn() || element != null && element.isDrawn();
        onPlanes = showOnPlanes();
        boolean drawn = inFrames == InFrames.YES || inFrames == InFrames.WHERE_NEEDED && !onPlanes;
        if (!was && !drawn && element == null) return;
        damage();
        if (hidden || empty || !drawn || surface != null) picture.show(null, 0, 0);
        else picture.show(shape, x, y);
        if (element != null) {
            element.draw(drawn);
            element.moveTo(x - hotspotX, y - hotspotY);
        }
        damage();
    }

    private void damage() {
        workspace.stage().damage(picture.extents());
        if (element != null && element.isDrawn()) workspace.stage().damage(element.extents());
    }

    private boolean showOnPlanes() {
        var at = place();
        if (at.isEmpty()) {
            planes.hide();
            return false;
        }
        if (look == null) look = new PointerPlanes.Look(++revision, this::drawn, hotspotX(), hotspotY());
        return planes.show(at, look);
    }

    private Canvas drawn(int scale) {
        if (surface == null) return shape.picture(scale);
        var node = surface.node();
        var canvas = new Canvas(Scale.ceil(node.width(), scale), Scale.ceil(node.height(), scale));
        canvas.view(0, 0, scale);
        workspace.painter().paint(node, 0, 0, canvas);
        return canvas;
    }
}
