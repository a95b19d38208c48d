package weft.compositor.window;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import weft.compositor.scene.Rect;

/** Clients that take the size they are asked for, if any, as soon as the desktop has said so. */
final class ObedientClients implements DesktopListener {
    private final Desktop desktop;
    private final ArrayDeque<Window> toConfigure = new ArrayDeque<>();
    final Map<Window, Rect> shown = new LinkedHashMap<>();
    final List<Window> closed = new ArrayList<>();
    Window focused;

    ObedientClients(int width, int height) {
        desktop = new Desktop(width, height, this);
    }

    Desktop desktop() {
        return desktop;
    }

    /** The only output has another size. */
    void resizeOutput(int width, int height) {
        desktop.arrange(List.of(new OutputArea("", new Rect(0, 0, width, height))));
    }

    Window open(Role role, int width, int height) {
        var w = desktop.create(role);
        desktop.map(w, width, height);
        answer();
        return w;
    }

    Window openAt(Role role, Rect content) {
        var w = desktop.create(role);
        desktop.ask(w, content);
        desktop.map(w, content.width(), content.height());
        answer();
        return w;
    }

    /** Where a window is once its client has answered. */
    Rect frame(Window w) {
        answer();
        return w.frame();
    }

    Rect content(Window w) {
        answer();
        return w.content();
    }

    /** Lets clients commit what they were asked for. */
    void answer() {
        while (!toConfigure.isEmpty()) {
            var w = toConfigure.poll();
            if (w.wantedWidth() > 0 && w.wantedHeight() > 0) desktop.resized(w, w.wantedWidth(), w.wantedHeight());
        }
    }

    @Override
    public void configure(Window w) {
        toConfigure.add(w);
    }

    @Override
    public void changed(Window w, Rect before) {
        if (w.isVisible()) shown.put(w, w.frame());
        else shown.remove(w);
    }

    @Override
    public void restacked() {}

    @Override
    public void focused(Window before, Window now) {
        if (before != focused) throw new AssertionError("the keyboard was said to be at " + focused + ", not " + before);
        focused = now;
    }

    @Override
    public void closeRequested(Window w) {
        closed.add(w);
    }

    @Override
    public boolean popupAt(Window w, double x, double y) {
        return false;
    }

    @Override
    public boolean takesInput(Window w, double x, double y) {
        return w.content().contains(x, y);
    }
}
