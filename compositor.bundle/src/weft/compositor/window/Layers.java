package weft.compositor.window;

import java.util.List;
import weft.compositor.scene.Rect;

/** Places what lies along the edges of an output by its rules: first those that reserve a zone, from the top layer down. */
final class Layers {
    private Layers() {}

    /**
     * Places all.
     *
     * @param area the output without the system's own panels
     * @param layers the mapped ones, in the order of their coming
     * @return what is left for windows
     */
    static Rect arrange(Rect output, Rect area, List<Window> layers, DesktopListener listener) {
        for (int pass = 0; pass < 2; pass++) {
            for (int layer = LayerRules.LOCK; layer >= LayerRules.BACKGROUND; layer--) {
                for (var w : layers) {
                    if (w.layer.layer() != layer || w.layer.zone() > 0 != (pass == 0)) continue;
                    arrange(w, w.layer.zone() < 0 ? output : area, listener);
                    area = reserve(w, area);
                }
            }
        }
        return area;
    }

    /** What one may use: the output, without the zones of those that come before it. */
    static Rect areaFor(Window w, Rect output, Rect area, List<Window> layers) {
        if (w.layer.zone() < 0) return output;
        for (int layer = LayerRules.LOCK; layer >= LayerRules.BACKGROUND; layer--) {
            for (var o : layers) {
                if (o == w && w.layer.zone() > 0) return area;
                if (o != w && o.layer.layer() == layer && (w.layer.zone() <= 0 || layer >= w.layer.layer())) area = reserve(o, area);
            }
        }
        return area;
    }

    /** A zone that leaves no room for windows counts for nothing: they must stay within reach. */
    private static Rect reserve(Window w, Rect area) {
        var rest = w.layer.reserve(area);
        return rest.width() < Placer.REACHABLE || rest.height() < Placer.REACHABLE ? area : rest;
    }

    static void arrange(Window w, Rect area, DesktopListener listener) {
        var size = w.layer.size(area);
        var before = w.isVisible() ? w.frame() : Rect.EMPTY;
        boolean other = size.width() != w.wantedWidth || size.height() != w.wantedHeight;
        w.wantedWidth = size.width();
        w.wantedHeight = size.height();
        var at = w.layer.place(area, size.width(), size.height());
        w.x = at.x();
        w.y = at.y();
        if (w.isVisible() && !before.equals(w.frame())) listener.changed(w, before);
        if (other) listener.configure(w);
    }
}
