package weft.compositor.render;

import java.util.List;
import weft.compositor.scene.Region;

/**
 * Draws a list of elements, bottom to top, into a canvas that it keeps from frame to frame; only damaged parts are drawn
 * again, and of these only what is not hidden.
 */
public final class SoftwareRenderer {
    private Canvas canvas;
    private int originX, originY, scale = Scale.ONE;

    public SoftwareRenderer(int width, int height) {
        canvas = Canvas.opaque(width, height);
    }

    /** The last frame, whose alpha means nothing. Live: valid until the next {@link #render} or {@link #resize}. */
    public Canvas frame() {
        return canvas;
    }

    /** Starts with a picture of another size; the whole of it is damaged. */
    public void resize(int width, int height) {
        canvas = Canvas.opaque(width, height);
        canvas.view(originX, originY, scale);
    }

    /** Shows the desktop from a point on, in a scale of {@link Scale}; the whole picture is damaged. */
    public void view(int x, int y, int newScale) {
        originX = x;
        originY = y;
        scale = newScale;
        canvas.view(x, y, scale);
    }

    /** @param damage in pixels of the picture */
    public void render(List<? extends RenderElement> elements, Region damage) {
        for (int i = 0; i < damage.count(); i++) {
            canvas.clip(damage.left(i), damage.top(i), damage.right(i), damage.bottom(i));
            renderClip(elements);
        }
        canvas.unclip();
    }

    private void renderClip(List<? extends RenderElement> elements) {
        int first = elements.size() - 1;
        var clip = canvas.clipOnDesktop();
        while (first > 0 && !elements.get(first).covers(clip.x(), clip.y(), clip.right(), clip.bottom())) first--;
        for (int i = Math.max(0, first); i < elements.size(); i++) {
            var e = elements.get(i);
            if (canvas.touches(e.extents())) e.paint(canvas);
        }
    }
}
