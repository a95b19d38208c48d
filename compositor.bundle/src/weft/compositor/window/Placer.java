package weft.compositor.window;

import java.util.List;
import weft.compositor.scene.Rect;

/** Finds a place for a new window: where it hides least of the others, rather to the middle than to an edge. */
final class Placer {
    /** How much of a bar must stay within the usable area. */
    static final int REACHABLE = 96;
    private static final int STEP = 32, CASCADE = 28;

    /** The frame's place for a window of its present size; windows as large as the area go to its corner. */
    Rect place(Window w, Rect area, List<Window> others) {
        var frame = w.frame();
        if (w.parent() != null && w.parent().isVisible()) return centred(frame, w.parent().frame(), area);
        var best = centred(frame, area, area);
        long least = cost(best, w, others);
        for (int y = area.y() + STEP / 2; y + frame.height() <= area.bottom() && least > 0; y += STEP) {
            for (int x = area.x() + STEP; x + frame.width() <= area.right() && least > 0; x += STEP) {
                var candidate = new Rect(x, y, frame.width(), frame.height());
                long cost = cost(candidate, w, others);
                if (cost >= least) continue;
                best = candidate;
                least = cost;
            }
        }
        return apart(best, w, area, others);
    }

    /** Whether a piece of a window's bar is inside an area. */
    static boolean isReachable(Window w, Rect area) {
        int width = w.frame().width(), piece = Math.min(width, REACHABLE);
        return w.x >= area.x() - width + piece && w.x <= Math.max(area.x() - width + piece, area.right() - piece) && w.y >= area.y() && w.y <= Math.max(area.y(), area.bottom() - FrameLayout.TOP);
    }

    /** Moves a window so that a piece of its bar is inside an area. */
    static void keepReachable(Window w, Rect area) {
        if (!w.hasFrame()) return;
        int width = w.frame().width(), piece = Math.min(width, REACHABLE);
        w.x = Math.clamp(w.x, area.x() - width + piece, Math.max(area.x() - width + piece, area.right() - piece));
        w.y = Math.clamp(w.y, area.y(), Math.max(area.y(), area.bottom() - FrameLayout.TOP));
    }

    /** What is left of the output beside panels: each takes the strip along the longer edge that it touches. */
    static Rect withoutPanels(Rect output, List<Window> panels) {
        int l = output.x(), t = output.y(), r = output.right(), b = output.bottom();
        for (Window p : panels) {
            var f = p.frame().intersection(output);
            if (f.isEmpty()) continue;
            boolean wide = f.width() >= f.height();
            if (wide && f.bottom() >= output.bottom()) b = Math.min(b, f.y());
            else if (wide && f.y() <= output.y()) t = Math.max(t, f.bottom());
            else if (f.x() <= output.x()) l = Math.max(l, f.right());
            else if (f.right() >= output.right()) r = Math.min(r, f.x());
        }
        // Panels that leave nothing reserve nothing: a window must stay reachable.
        return r - l < REACHABLE || b - t < REACHABLE ? output : Rect.ofEdges(l, t, r, b);
    }

    private static long cost(Rect candidate, Window own, List<Window> others) {
        long sum = 0;
        for (Window o : others) if (o != own && o.isVisible() && o.placement() == Placement.FLOATING) sum += candidate.overlap(o.frame());
        return sum;
    }

    private static Rect centred(Rect frame, Rect over, Rect area) {
        int x = over.x() + (over.width() - frame.width()) / 2, y = over.y() + (over.height() - frame.height()) / 2;
        return new Rect(Math.max(area.x(), x), Math.max(area.y(), y), frame.width(), frame.height());
    }

    /** Moved on until no other window has its corner at the same point, so that every bar can be seen. */
    private static Rect apart(Rect at, Window own, Rect area, List<Window> others) {
        for (int i = 0; i < others.size(); i++) {
            var here = at;
            if (others.stream().noneMatch(o -> o != own && o.isVisible() && o.x == here.x() && o.y == here.y())) break;
            int x = at.x() + CASCADE, y = at.y() + CASCADE;
            if (x + REACHABLE > area.right()) x = area.x();
            if (y + REACHABLE > area.bottom()) y = area.y();
            at = new Rect(x, y, at.width(), at.height());
        }
        return at;
    }
}
