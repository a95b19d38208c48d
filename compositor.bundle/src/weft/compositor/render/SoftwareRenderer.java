package weft.compositor.render;

import java.util.List;
import weft.compositor.scene.Region;
import weft.compositor.scene.Transform;

/** Draws into a heap array. */
public final class SoftwareRenderer implements Renderer {
    private final TurnedPicture turner = new TurnedPicture();
    private Canvas canvas;
    private int originX, originY, scale = Scale.ONE;

    public SoftwareRenderer(int width, int height) {
        canvas = Canvas.opaque(width, height);
    }

    /** The picture itself. */
    @Override
    public Canvas frame() {
        return canvas;
    }

    @Override
    public Frame turned(Transform transform, Region changed) {
        return turner.turn(canvas, changed, transform);
    }

    @Override
    public Region damage() {
        return turner.damage();
    }

    @Override
    public void resize(int width, int height) {
        canvas = Canvas.opaque(width, height);
        canvas.view(originX, originY, scale);
    }

    @Override
    public void view(int x, int y, int newScale) {
        originX = x;
        originY = y;
        scale = newScale;
        canvas.view(x, y, scale);
    }

    @Override
    public void render(List<? extends RenderElement> elements, Region damage) {
        Painting.paint(elements, damage, canvas);
    }

    @Override
    public void close() {}
}
