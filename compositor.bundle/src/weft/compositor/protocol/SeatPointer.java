package weft.compositor.protocol;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import weft.compositor.scene.SurfaceNode;
import weft.wayland.protocol.server.WlPointer;
import weft.wayland.protocol.server.WlSurface;

/**
 * {@code wl_pointer}: where the pointer is, which surface it is on, and what clients hear of it. What its events mean is
 * the business of its grab: {@link HoverGrab} unless another was pushed.
 */
final class SeatPointer implements WlPointer.Requests {
    private static final double CLICK = 15;
    private final Seat seat;
    private final List<WlPointer> resources = new ArrayList<>();
    private final Set<Integer> pressed = new HashSet<>();
    private final HoverGrab hover;
    private final PointerImage image;
    private PointerGrab grab;
    private double x, y;
    private Surface focus;
    private int enterSerial;
    private double sentX, sentY;
    private boolean present = true;
    /** What wheels have turned beyond whole clicks, down and to the right. */
    private double restX, restY;

    SeatPointer(Seat seat, Globals globals) {
        this.seat = seat;
        image = new PointerImage(globals.workspace());
        hover = new HoverGrab(seat, this, globals);
        grab = hover;
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

    void motion(double newX, double newY) {
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

    void axis(double dx, double dy, boolean wheel) {
        if (focus == null || grab.takesAxis()) return;
        int clicksX = 0, clicksY = 0;
        if (wheel) {
            // A click is 15 degrees; a finer wheel takes several events for one.
            clicksX = (int) (restX = dx / CLICK + (dx * restX > 0 ? restX : 0));
            clicksY = (int) (restY = dy / CLICK + (dy * restY > 0 ? restY : 0));
            restX -= clicksX;
            restY -= clicksY;
        }
        axis(dx, dy, clicksX, clicksY, wheel ? WlPointer.AXIS_SOURCE_WHEEL : WlPointer.AXIS_SOURCE_FINGER);
    }

    /** Scrolling as a device tells it, with the clicks that it took. */
    void axis(double dx, double dy, int clicksX, int clicksY, int source) {
        if (focus == null || grab.takesAxis()) return;
        int time = seat.time();
        for (var p : resources) {
            if (p.client() != focus.client()) continue;
            p.sendAxisSource(source);
            sendAxis(p, time, WlPointer.AXIS_VERTICAL_SCROLL, dy, clicksY);
            sendAxis(p, time, WlPointer.AXIS_HORIZONTAL_SCROLL, dx, clicksX);
            if (p.version() >= 5) p.sendFrame();
        }
    }

    private static void sendAxis(WlPointer p, int time, int axis, double amount, int clicks) {
        if (amount == 0) return;
        if (clicks != 0) p.sendAxisDiscrete(axis, clicks);
        p.sendAxis(time, axis, amount);
    }

    /** The fingers that scrolled are lifted: what goes on scrolling does so by itself. */
    void axisStop() {
        if (focus == null || grab.takesAxis()) return;
        int time = seat.time();
        for (var p : resources) {
            if (p.client() != focus.client()) continue;
            p.sendAxisSource(WlPointer.AXIS_SOURCE_FINGER);
            p.sendAxisStop(time, WlPointer.AXIS_VERTICAL_SCROLL);
            p.sendAxisStop(time, WlPointer.AXIS_HORIZONTAL_SCROLL);
            if (p.version() >= 5) p.sendFrame();
        }
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
