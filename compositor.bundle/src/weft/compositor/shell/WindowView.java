package weft.compositor.shell;

import java.util.ArrayList;
import java.util.List;
import weft.api.Badge;
import weft.compositor.render.WindowElement;
import weft.compositor.scene.SurfaceNode;
import weft.compositor.window.Window;

/** A window together with its picture, its client, its badges and its popups (bottom to top). */
public final class WindowView {
    private final Window window;
    private final WindowElement element;
    private final WindowClient client;
    private final List<Popup> popups = new ArrayList<>();
    private List<Badge> badges;
    private String note = "";

    WindowView(Window window, WindowElement element, WindowClient client, List<Badge> badges) {
        this.window = window;
        this.element = element;
        this.client = client;
        this.badges = badges;
    }

    public Window window() {
        return window;
    }

    public WindowElement element() {
        return element;
    }

    public WindowClient client() {
        return client;
    }

    public List<Badge> badges() {
        return badges;
    }

    void badges(List<Badge> newBadges) {
        badges = newBadges;
    }

    /** What is said behind the title: a state of the client in words, or nothing. */
    public String note() {
        return note;
    }

    void note(String newNote) {
        note = newNote;
    }

    /** Bottom to top. Live. */
    public List<Popup> popups() {
        return popups;
    }

    /** The popup's surface that takes input at a point of the output, or null. */
    public SurfaceNode popupSurfaceAt(double x, double y) {
        for (int i = popups.size() - 1; i >= 0; i--) {
            var e = popups.get(i).element();
            var hit = e.root().at(x - e.originX(), y - e.originY());
            if (hit != null) return hit;
        }
        return null;
    }

    /** The surface, of a popup or of the window's content, that takes input at a point of the output, or null. */
    public SurfaceNode surfaceAt(double x, double y) {
        var hit = popupSurfaceAt(x, y);
        if (hit != null) return hit;
        return element.bounds().contains(x, y) ? element.root().at(x - element.originX(), y - element.originY()) : null;
    }
}
