package weft.compositor.protocol;

import java.util.ArrayList;
import java.util.List;
import weft.compositor.scene.SurfaceNode;
import weft.compositor.shell.WindowView;
import weft.compositor.shell.Workspace;
import weft.compositor.window.Part;

/**
 * Popups that hold the input: only their client's surfaces hear of the pointer, and the keyboard is the topmost popup's.
 * A press anywhere else dismisses them all, and does nothing more.
 */
final class PopupGrab implements PointerGrab {
    private final Seat seat;
    private final SeatPointer pointer;
    private final Workspace workspace;
    private final List<PopupSurface> popups = new ArrayList<>();

    PopupGrab(Seat seat, SeatPointer pointer, Workspace workspace) {
        this.seat = seat;
        this.pointer = pointer;
        this.workspace = workspace;
    }

    void add(PopupSurface p) {
        popups.add(p);
        seat.keyboard().hold(p.surface().surface());
    }

    /** A popup has gone; the keyboard is the one's below, or the window's after the last. */
    void remove(PopupSurface p) {
        if (!popups.remove(p)) return;
        if (!popups.isEmpty()) {
            seat.keyboard().hold(popups.getLast().surface().surface());
            return;
        }
        seat.keyboard().hold(null);
        pointer.ungrab(this);
    }

    void dismissAll() {
        for (var p : List.copyOf(popups).reversed()) p.dismiss();
    }

    /** Whether a surface hears of the input while the popups hold it. */
    boolean owns(Surface s) {
        return s != null && s.client() == popups.getLast().surface().surface().client();
    }

    /** The window that they belong to, or null. */
    WindowView view() {
        return popups.getFirst().view();
    }

    boolean isEmpty() {
        return popups.isEmpty();
    }

    @Override
    public void motion(double x, double y) {
        refocus();
    }

    @Override
    public void refocus() {
        if (popups.isEmpty()) return;
        var under = own(under());
        if (!pointer.pressed().isEmpty() && pointer.focus() != null) under = pointer.focus();
        pointer.focus(under);
        if (under == null) pointer.image().reset();
    }

    @Override
    public void button(int button, boolean pressed) {
        if (pressed && pointer.pressed().size() == 1 && own(under()) == null) {
            dismissAll();
            return;
        }
        pointer.sendButton(button, pressed);
        if (!pressed) refocus();
    }

    private SurfaceNode under() {
        var hit = workspace.desktop().at(pointer.x(), pointer.y());
        return hit == null || hit.part() != Part.CONTENT ? null : workspace.view(hit.window()).surfaceAt(pointer.x(), pointer.y());
    }

    private Surface own(SurfaceNode node) {
        var s = node == null ? null : seat.surface(node);
        return owns(s) ? s : null;
    }
}
