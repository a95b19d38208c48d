package weft.compositor.window;

import java.util.List;

/** What is under a point of the output. */
final class HitTest {
    private final DesktopListener listener;

    HitTest(DesktopListener listener) {
        this.listener = listener;
    }

    /** The topmost window's part there, or null for the ground. */
    Hit at(List<Window> order, double px, double py) {
        for (int i = order.size() - 1; i >= 0; i--) {
            var w = order.get(i);
            if (!w.isVisible()) continue;
            var hit = hit(w, px, py);
            if (hit != null) return hit;
        }
        return null;
    }

    private Hit hit(Window w, double px, double py) {
        if (listener.popupAt(w, px, py)) return new Hit(w, Part.CONTENT, Edge.NONE);
        var frame = w.frame();
        if (!w.hasFrame()) return frame.contains(px, py) && listener.takesInput(w, px, py) ? new Hit(w, Part.CONTENT, Edge.NONE) : null;
        boolean sizable = w.placement == Placement.FLOATING;
        int reach = sizable ? FrameLayout.GRIP : 0;
        // Around a floating window its client may have surfaces, such as a shadow with handles of its own.
        if (sizable && !frame.contains(px, py) && listener.takesInput(w, px, py)) return new Hit(w, Part.CONTENT, Edge.NONE);
        if (!frame.grown(reach, reach, reach, reach).contains(px, py)) return null;
        double fx = px - frame.x(), fy = py - frame.y();
        int edges = sizable ? FrameLayout.edgesAt(fx, fy, frame.width(), frame.height()) : Edge.NONE;
        if (edges != Edge.NONE) return new Hit(w, Part.EDGE, edges);
        if (fy < FrameLayout.TOP) return new Hit(w, barPart(w, fx, fy), Edge.NONE);
        // A hole in the content's input region lets the pointer through to what is below.
        return listener.takesInput(w, px, py) ? new Hit(w, Part.CONTENT, Edge.NONE) : null;
    }

    private Part barPart(Window w, double fx, double fy) {
        var part = FrameLayout.barPart(fx, fy, w.frame().width());
        return part == Part.BAR && listener.badgeAt(w, fx, fy) ? Part.BADGES : part;
    }
}
