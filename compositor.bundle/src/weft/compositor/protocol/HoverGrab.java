package weft.compositor.protocol;

import weft.compositor.render.PointerShape;
import weft.compositor.shell.Workspace;
import weft.compositor.window.Desktop;
import weft.compositor.window.Edge;
import weft.compositor.window.Grab;
import weft.compositor.window.Hit;
import weft.compositor.window.Part;
import weft.compositor.window.Role;
import weft.compositor.window.Window;

/** No button is held: the pointer goes to whatever is under it, and a press decides what comes next. */
final class HoverGrab implements PointerGrab {
    static final int LEFT = 0x110;
    private static final long DOUBLE_CLICK_NANOS = 400_000_000;
    private final Seat seat;
    private final SeatPointer pointer;
    private final Globals globals;
    private Hit lastBarPress;
    private long lastBarPressAt;

    HoverGrab(Seat seat, SeatPointer pointer, Globals globals) {
        this.seat = seat;
        this.pointer = pointer;
        this.globals = globals;
    }

    @Override
    public void motion(double x, double y) {
        refocus();
    }

    @Override
    public void refocus() {
        var hit = pointer.isPresent() ? desktop().at(pointer.x(), pointer.y()) : null;
        boolean onContent = hit != null && hit.part() == Part.CONTENT;
        boolean onButton = hit != null && (hit.part() == Part.CLOSE || hit.part() == Part.MAXIMIZE || hit.part() == Part.MINIMIZE);
        workspace().point(onButton ? hit.window() : null, onButton ? hit.part() : null);
        pointer.focusNode(onContent ? workspace().view(hit.window()).surfaceAt(pointer.x(), pointer.y()) : null);
        if (!onContent) pointer.image().show(hit == null ? PointerShape.ARROW : PointerShape.forEdges(hit.edges()));
    }

    @Override
    public void button(int button, boolean pressed) {
        if (!pressed) {
            pointer.sendButton(button, false);
            return;
        }
        var hit = desktop().at(pointer.x(), pointer.y());
        if (hit == null) return;
        if (hit.part() == Part.CONTENT) pressContent(hit, button);
        else if (button == LEFT) pressFrame(hit);
    }

    private void pressContent(Hit hit, int button) {
        if (!isPanelBesideWork(desktop(), hit.window())) desktop().activate(hit.window());
        int serial = pointer.sendButton(button, true);
        if (pointer.focus() != null) pointer.grab(new ClickGrab(pointer, pointer.focus(), serial));
    }

    /** Whether a window is a panel that is pressed in passing: what it opens takes the keyboard, else the window that is worked in keeps it. */
    static boolean isPanelBesideWork(Desktop desktop, Window pressed) {
        var focused = desktop.focused();
        return pressed.role() == Role.PANEL && focused != null && focused.role().isWorkspace();
    }

    private void pressFrame(Hit hit) {
        desktop().activate(hit.window());
        pointer.focus(null);
        switch (hit.part()) {
            case BAR -> pressBar(hit);
            case EDGE -> pointer.grab(new WindowGrab(pointer, Grab.resize(desktop(), hit.window(), hit.edges(), pointer.x(), pointer.y())));
            default -> pointer.grab(new ButtonGrab(pointer, globals.workspace(), hit));
        }
    }

    private void pressBar(Hit hit) {
        long now = seat.nanoTime();
        boolean twice = lastBarPress != null && lastBarPress.window() == hit.window() && now - lastBarPressAt < DOUBLE_CLICK_NANOS;
        lastBarPress = twice ? null : hit;
        lastBarPressAt = now;
        if (twice) desktop().toggleMaximized(hit.window());
        else pointer.grab(new WindowGrab(pointer, Grab.move(desktop(), hit.window(), pointer.x(), pointer.y())));
    }

    private Desktop desktop() {
        return globals.workspace().desktop();
    }

    private Workspace workspace() {
        return globals.workspace();
    }

    /** The window's part that a pointer shape is for. */
    static PointerShape shape(int edges) {
        return edges == Edge.NONE ? PointerShape.MOVE : PointerShape.forEdges(edges);
    }
}
