package weft.compositor.render;

import java.util.List;
import weft.compositor.scene.Region;

/** Which elements have to be drawn for which damage. */
public final class Painting {
    private Painting() {}

    /** Draws what is damaged, given in pixels, and of that only what is not hidden. */
    public static void paint(List<? extends RenderElement> elements, Region damage, Target target) {
        for (int i = 0; i < damage.count(); i++) {
            target.clip(damage.left(i), damage.top(i), damage.right(i), damage.bottom(i));
            paintClip(elements, target);
        }
        target.unclip();
    }

    private static void paintClip(List<? extends RenderElement> elements, Target target) {
        int first = elements.size() - 1;
        var clip = target.clipOnDesktop();
        while (first > 0 && !elements.get(first).covers(clip.x(), clip.y(), clip.right(), clip.bottom())) first--;
        for (int i = Math.max(0, first); i < elements.size(); i++) {
            var e = elements.get(i);
            if (target.touches(e.extents())) e.paint(target);
        }
    }
}
