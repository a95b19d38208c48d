package weft.compositor.render;

import java.util.List;
import weft.compositor.scene.Dmabuf;
import weft.compositor.scene.PixelFormat;
import weft.compositor.scene.SurfaceNode;

/**
 * A client's picture that is all that an output shows, pixel for pixel: the display may show it itself, and nothing has to be drawn.
 *
 * @param format in which its alpha, if it has one, means nothing
 */
public record ScanOut(Dmabuf picture, PixelFormat format) {
    /** What an upright output shows so; null if it has to be drawn. */
    public static ScanOut find(List<? extends RenderElement> elements, StageView view) {
        var area = view.area();
        for (int i = elements.size() - 1; i >= 0; i--) {
            var e = elements.get(i);
            if (!e.isDrawn() || e.extents().intersection(area).isEmpty()) continue;
            var node = e.only(area);
            return node == null ? null : of(node, view);
        }
        return null;
    }

    private static ScanOut of(SurfaceNode node, StageView view) {
        var texture = node.texture();
        if (texture == null || texture.dmabuf() == null || !node.covers(0, 0, view.area().width(), view.area().height())) return null;
        int w = texture.width(), h = texture.height();
        var map = node.mapping();
        boolean whole = map.bufferX(0, 0) == 0 && map.bufferY(0, 0) == 0 && map.bufferX(node.width(), node.height()) == w && map.bufferY(node.width(), node.height()) == h;
        boolean exact = whole && map.stepY() == 0 && w == view.width() && h == view.height() && node.width() == view.area().width() && node.height() == view.area().height();
        return exact && texture.dmabuf().isDrawn() ? new ScanOut(texture.dmabuf(), texture.format().opaque()) : null;
    }
}
