package weft.compositor.window;

import weft.compositor.scene.Rect;

/** Puts windows where the policy would not leave them, such as with their bars outside of the output. */
public final class WindowPlacing {
    private static final Rect EVERYWHERE = new Rect(-(1 << 20), -(1 << 20), 1 << 21, 1 << 21);

    private WindowPlacing() {}

    public static void moveContent(Desktop desktop, Window w, int x, int y, DesktopListener listener) {
        desktop.places.reachable = EVERYWHERE;
        Rect before = w.frame();
        w.x = x - (w.hasFrame() ? FrameLayout.BORDER : 0);
        w.y = y - (w.hasFrame() ? FrameLayout.TOP : 0);
        listener.changed(w, before);
    }
}
