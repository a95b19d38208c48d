package weft.compositor.protocol;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import weft.compositor.render.PointerShape;
import weft.compositor.scene.Rect;
import weft.compositor.scene.SurfaceNode;
import weft.compositor.window.Desktop;
import weft.wayland.protocol.server.WlPointer;
import weft.wayland.protocol.server.WlSurface;
import weft.wayland.server.Client;

/**
 * {@code wl_pointer}: where the pointer is, which surface it is on, and what clients hear of it. What its events mean is
 * the business of its grab: {@link HoverGrab} unless another was pushed.
 */
final class SeatPointer implements WlPointer.Requests {
    private final Seat seat;
    private final List<WlPointer> resources = new ArrayList<>();
    private final Set<Integer> pressed = new HashSet<>();
    private final HoverGrab hover;
    private final PointerImage image;
    private final PointerScroll scroll;
    private PointerGrab grab;
    private double x, y;
    /** The output that it is on, or null until it has moved. */
    private Rect output;
    private Surface focus;
    private int enterSerial;
    private double sentX, sentY;
    private boolean present = true;

    SeatPointer(Seat seat, Globals globals) {
        this.seat = seat;
        image = new PointerImage(globals.workspace());
        hover = new HoverGrab(seat, this, globals);
        grab = hover;
        scroll = new PointerScroll(seat);
    }

    void add(WlPointer resource) {
        resource.setRequests(this);
        resources.add(resource);
        resource.onDestroy(() -> resources.remove(resource));
        if (focus != null && focus.client() == resource.client()) {
            resource.sendEnter(enterSerial, focus.resource(), localX(focus), localY(focus));
            if (resource.version() >= 5) resource.sendFrame();
        }
    }

    double x() {
        return x;
    }

    double y() {
        return y;
    }

    Surface focus() {
        return focus;
    }

    Set<Integer> pressed() {
        return pressed;
    }

    PointerImage image() {
        return image;
    }

    /** Lets another grab handle the pointer, until {@link #ungrab}. */
    void grab(PointerGrab newGrab) {
        var before = grab;
        grab = newGrab;
        if (before != newGrab) before.cancel();
    }

    PointerGrab grab() {
        return grab;
    }

    /** Ends a grab; harmless if it is not the present one. */
    void ungrab(PointerGrab ended) {
        if (grab != ended) return;
        grab = hover;
        refocus();
    }

    /** Moves it to a point of the desktop, or of the output that is nearest to that. */
    void moveTo(double newX, double newY) {
        move(newX, newY, desktop().outputAt(newX, newY));
    }

    /** Moves it by so much: it crosses from one output to another where they touch, else it stays on its own. */
    void moveBy(double dx, double dy) {
        var there = desktop().outputAt(x + dx, y + dy);
        move(x + dx, y + dy, there.contains(x + dx, y + dy) ? there : desktop().outputAt(x, y));
    }

    /** Outputs have come, gone or changed: it stays on one. */
    void outputsChanged() {
        output = null;
        var onto = desktop().outputAt(x, y);
        if (!onto.contains(x, y)) move(x, y, onto);
    }

    private void move(double newX, double newY, Rect onto) {
        if (!onto.equals(output)) seat.surfacesMoved();
        output = onto;
        motion(Math.clamp(newX, onto.x(), onto.right() - 1), Math.clamp(newY, onto.y(), onto.bottom() - 1));
        desktop().pointerAt(x, y);
    }

    private Desktop desktop() {
        return seat.desktop();
    }

    private void motion(double newX, double newY) {
        present = true;
        var held = seat.constraints().active();
        if (held == null) {
            x = newX;
            y = newY;
        } else if (!held.locks()) {
            var s = held.surface();
            double originX = x - localX(s), originY = y - localY(s);
            double[] inside = held.nearest(newX - originX, newY - originY);
            x = originX + inside[0];
            y = originY + inside[1];
        }
        image.moveTo((int) x, (int) y);
        grab.motion(x, y);
    }

    /** It is no longer on the output. */
    void leave() {
        present = false;
        image.hide();
        grab.refocus();
    }

    /** Whether it is on the output at all. */
    boolean isPresent() {
        return present;
    }

    void button(int button, boolean down) {
        if (down ? !pressed.add(button) : !pressed.remove(button)) return;
        grab.button(button, down);
    }

    /** A finger becomes the pointer: it is there with a button held, of which nobody hears. */
    void pressAt(double newX, double newY, int button) {
        x = newX;
        y = newY;
        image.moveTo((int) x, (int) y);
        pressed.add(button);
    }

    /** Scrolling as a device tells it, to who has the pointer. */
    void axis(Scrolling s) {
        if (focus != null && !grab.takesAxis()) scroll.send(s, resources, focus.client());
    }

    /** The fingers that scrolled are lifted: what goes on scrolling does so by itself. */
    void axisStop() {
        if (focus != null && !grab.takesAxis()) scroll.sendStop(resources, focus.client());
    }

    /** Finds out again what is under the pointer, as far as no grab holds it. */
    void refocus() {
        grab.refocus();
    }

    /** Moves the pointer onto a surface (null: onto none) and tells who has to know; then where it is on that. */
    void focus(Surface surface) {
        if (surface != focus) change(surface);
        else if (surface != null) sendMotion();
    }

    private void change(Surface surface) {
        if (focus != null && !focus.isDestroyed()) {
            int serial = seat.display().nextSerial();
            for (var p : resources) {
                if (p.client() != focus.client()) continue;
                p.sendLeave(serial, focus.resource());
                if (p.version() >= 5) p.sendFrame();
            }
        }
        boolean otherClient = surface == null || focus == null || surface.client() != focus.client();
        focus = surface;
        if (otherClient) image.reset();
        if (surface != null) enter(surface);
        seat.constraints().pointerEntered();
    }

    private void enter(Surface surface) {
        enterSerial = seat.serials().issue(surface.client());
        sentX = localX(surface);
        sentY = localY(surface);
        for (var p : resources) {
            if (p.client() != surface.client()) continue;
            p.sendEnter(enterSerial, surface.resource(), sentX, sentY);
            if (p.version() >= 5) p.sendFrame();
        }
    }

    private void sendMotion() {
        double lx = localX(focus), ly = localY(focus);
        if (lx == sentX && ly == sentY) return;
        sentX = lx;
        sentY = ly;
        int time = seat.time();
        for (var p : resources) {
            if (p.client() != focus.client()) continue;
            p.sendMotion(time, lx, ly);
            if (p.version() >= 5) p.sendFrame();
        }
    }

    /** Ends a group of events of who has the pointer. */
    void sendFrame() {
        for (var p : resources) if (p.client() == focus.client() && p.version() >= 5) p.sendFrame();
    }

    /** Sends a button to who has the pointer; returns the serial, or 0 if nobody has. */
    int sendButton(int button, boolean down) {
        if (focus == null) return 0;
        int serial = seat.serials().issue(focus.client()), time = seat.time();
        for (var p : resources) {
            if (p.client() != focus.client()) continue;
            p.sendButton(serial, time, button, down ? WlPointer.BUTTON_STATE_PRESSED : WlPointer.BUTTON_STATE_RELEASED);
            if (p.version() >= 5) p.sendFrame();
        }
        return serial;
    }

    double localX(Surface s) {
        var host = s.node().host();
        return host == null ? 0 : x - host.originX() - s.node().rootX();
    }

    double localY(Surface s) {
        var host = s.node().host();
        return host == null ? 0 : y - host.originY() - s.node().rootY();
    }

    @Override
    public void setCursor(WlPointer self, int serial, WlSurface surface, int hotspotX, int hotspotY) {
        var s = surface == null ? null : Surface.of(surface);
        if (s != null && !(s.role() instanceof PointerImage.Cursor) && !s.assign(new PointerImage.Cursor(image, s))) {
            throw self.error(WlPointer.ERROR_ROLE, surface + " has another role");
        }
        if (focus == null || focus.client() != self.client()) return;
        image.show(s, hotspotX, hotspotY);
    }

    /** A client that has the pointer, and names the serial of its last enter, chooses one of the system's pictures. */
    void setShape(Client client, int serial, PointerShape shape) {
        if (focus != null && focus.client() == client && serial == enterSerial) image.show(shape);
    }

    void surfaceDestroyed(Surface s) {
        image.surfaceDestroyed(s);
        if (focus != s) return;
        focus = null;
        image.reset();
        refocus();
    }

    /** A surface's node that takes input is under the pointer: moves it there. */
    void focusNode(SurfaceNode node) {
        focus(node == null ? null : seat.surface(node));
    }
}
