package weft.compositor.render;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import weft.api.Badge;
import weft.compositor.scene.Rect;
import weft.compositor.scene.SurfaceHost;
import weft.compositor.scene.SurfaceNode;
import weft.compositor.window.FrameLayout;
import weft.compositor.window.Part;
import weft.compositor.window.Placement;
import weft.compositor.window.Window;

/**
 * A window on the screen: its shadow, its client's surfaces, and over them the bar and border that the system draws. What
 * a client draws around its window geometry is seen as long as the window floats; else it is cut off. Tell it of
 * changes by {@link #refresh}.
 */
public final class WindowElement implements RenderElement, SurfaceHost {
    private static final Rect EVERYWHERE = new Rect(-(1 << 24), -(1 << 24), 1 << 25, 1 << 25);
    private final SurfacePainter painter;
    private final SurfaceNode root;
    private final Typefaces fonts;
    /** What is drawn around it, by the scale of the outputs that it is on. */
    private final Map<Integer, Surround> surrounds = new HashMap<>();
    private Rect frame = Rect.EMPTY, content = Rect.EMPTY, extents = Rect.EMPTY;
    private boolean framed, floating, visible;
    private int geometryX, geometryY;
    private TitleBar.Look look;

    private static final class Surround {
        final Shadow shadow;
        final TitleBar bar;
        private Corners corners;

        Surround(Typefaces fonts, int scale) {
            shadow = new Shadow(scale);
            bar = new TitleBar(fonts, scale);
        }

        Corners corners(int radius, int line) {
            if (corners == null || !corners.is(radius, line)) corners = new Corners(radius, line);
            return corners;
        }
    }

    public WindowElement(SurfaceNode root, SurfacePainter painter, Typefaces fonts) {
        this.root = root;
        this.painter = painter;
        this.fonts = fonts;
    }

    public SurfaceNode root() {
        return root;
    }

    /** Takes over what the window is like now. {@code note} follows the title; {@code pointed} is the bar's button under the pointer, or null. */
    public void refresh(Window w, String note, List<Badge> badges, boolean focused, Part pointed, Theme theme) {
        frame = w.frame();
        content = w.content();
        framed = w.hasFrame();
        visible = w.isVisible();
        floating = framed && w.placement() == Placement.FLOATING;
        extents = floating ? Shadow.extents(frame) : frame;
        String title = note.isEmpty() ? w.title() : w.title() + " — " + note;
        look = new TitleBar.Look(title, List.copyOf(badges), focused, floating, pointed, theme);
    }

    @Override
    public Rect occupied() {
        return content;
    }

    /** The window geometry on the output: what lies within the frame. */
    public Rect content() {
        return content;
    }

    /** Where in the root surface the content begins: what lies left and above of it is the client's own shadow, which is not shown. */
    public void geometryAt(int x, int y) {
        geometryX = x;
        geometryY = y;
    }

    public int geometryX() {
        return geometryX;
    }

    public int geometryY() {
        return geometryY;
    }

    @Override
    public boolean isShown() {
        return visible;
    }

    @Override
    public int originX() {
        return content.x() - geometryX;
    }

    @Override
    public int originY() {
        return content.y() - geometryY;
    }

    /** The part of the desktop where its client may draw. */
    @Override
    public Rect bounds() {
        return floating ? EVERYWHERE : content;
    }

    /** Whether a badge was drawn at a point of the bar, given in the frame's coordinates. */
    public boolean badgeAt(double fx, double fy) {
        return framed && surrounds.values().stream().anyMatch(s -> s.bar.badgeAt(fx, fy));
    }

    /** Where the bar is; empty if it has none. */
    public Rect barBounds() {
        return framed ? new Rect(frame.x(), frame.y(), frame.width(), FrameLayout.TOP) : Rect.EMPTY;
    }

    @Override
    public Rect extents() {
        return visible ? extents : Rect.EMPTY;
    }

    @Override
    public SurfaceNode only(Rect area) {
        boolean alone = visible && !framed && !floating && originX() == area.x() && originY() == area.y() && content.intersection(area).equals(area);
        return alone && root.isAlone() ? root : null;
    }

    @Override
    public boolean covers(int left, int top, int right, int bottom) {
        int rounded = floating ? FrameLayout.RADIUS : 0;
        if (!visible || left < content.x() || top < content.y() || right > content.right() || bottom > content.bottom() - rounded) return false;
        return root.covers(left - originX(), top - originY(), right - originX(), bottom - originY());
    }

    @Override
    public void paint(Target target) {
        if (!visible) return;
        int l = target.clipLeft(), t = target.clipTop(), r = target.clipRight(), b = target.clipBottom();
        var outer = target.pixels(frame);
        var inner = target.pixels(content);
        var around = surrounds.computeIfAbsent(target.scale(), scale -> new Surround(fonts, scale));
        int radius = Scale.round(FrameLayout.RADIUS, target.scale());
        if (floating) {
            target.shadow(around.shadow, outer, look.theme());
            target.keepCorners(outer, radius);
        }
        // What a client draws around its window is a shadow of its own: the system's is there already.
        target.clip(Math.max(l, inner.x()), Math.max(t, inner.y()), Math.min(r, inner.right()), Math.min(b, inner.bottom()));
        painter.paint(root, originX(), originY(), target);
        target.clip(l, t, r, b);
        // Over whatever the client has drawn there.
        if (framed && t < inner.y()) target.draw(around.bar.picture(look, outer.width(), inner.y() - outer.y()), outer.x(), outer.y());
        if (framed) border(target, outer, inner);
        if (floating) target.roundCorners(around.corners(radius, look.theme().line), outer);
    }

    // What lies between frame and content, at whole pixels on either side.
    private void border(Target target, Rect outer, Rect inner) {
        int line = look.theme().line, height = outer.bottom() - inner.y();
        target.fill(outer.x(), inner.y(), inner.x() - outer.x(), height, line);
        target.fill(inner.right(), inner.y(), outer.right() - inner.right(), height, line);
        target.fill(outer.x(), inner.bottom(), outer.width(), outer.bottom() - inner.bottom(), line);
    }
}
