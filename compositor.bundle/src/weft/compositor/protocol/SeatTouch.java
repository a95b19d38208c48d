package weft.compositor.protocol;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import weft.compositor.window.Part;
import weft.wayland.protocol.server.WlTouch;
import weft.wayland.server.Client;

/**
 * {@code wl_touch}: each finger belongs to the surface that it came down on until it is lifted. A finger on a bar or an
 * edge, or one with which a client moves, resizes or drags, acts as the pointer instead.
 */
final class SeatTouch {
    private static final int MOST_FINGERS = 32;
    private final Seat seat;
    private final Globals globals;
    private final List<WlTouch> resources = new ArrayList<>();
    private final Map<Integer, Finger> fingers = new LinkedHashMap<>();

    private static final class Finger {
        final Surface surface;
        final int serial;
        double x, y;
        boolean isPointer;

        Finger(Surface surface, int serial, double x, double y) {
            this.surface = surface;
            this.serial = serial;
            this.x = x;
            this.y = y;
        }

        boolean isHeard() {
            return surface != null && !isPointer && !surface.isDestroyed();
        }
    }

    SeatTouch(Seat seat, Globals globals) {
        this.seat = seat;
        this.globals = globals;
    }

    void add(WlTouch resource) {
        resource.setRequests(new WlTouch.Requests() {});
        resources.add(resource);
        resource.onDestroy(() -> resources.remove(resource));
    }

    void down(int id, double x, double y) {
        if (fingers.containsKey(id) || fingers.size() == MOST_FINGERS) return;
        var hit = globals.workspace().desktop().at(x, y);
        var node = hit == null || hit.part() != Part.CONTENT ? null : globals.workspace().view(hit.window()).surfaceAt(x, y);
        var surface = node == null ? null : seat.surface(node);
        if (seat.dismissesPopups(surface)) {
            fingers.put(id, new Finger(null, 0, x, y));
        } else if (hit != null && surface == null && fingers.isEmpty()) {
            begin(id, new Finger(null, 0, x, y));
            seat.pointerButton(HoverGrab.LEFT, true);
        } else {
            if (hit != null && !HoverGrab.isPanelBesideWork(globals.workspace().desktop(), hit.window())) globals.workspace().desktop().activate(hit.window());
            land(id, surface, x, y);
        }
    }

    private void land(int id, Surface surface, double x, double y) {
        int serial = surface == null ? 0 : seat.serials().issue(surface.client());
        var finger = new Finger(surface, serial, x, y);
        fingers.put(id, finger);
        if (surface == null) return;
        int time = seat.time();
        for (var t : of(surface.client())) t.sendDown(serial, time, surface.resource(), id, x - originX(surface), y - originY(surface));
    }

    private void begin(int id, Finger finger) {
        finger.isPointer = true;
        fingers.put(id, finger);
        seat.pointerMoved(finger.x, finger.y);
    }

    void motion(int id, double x, double y) {
        var finger = fingers.get(id);
        if (finger == null || finger.x == x && finger.y == y) return;
        finger.x = x;
        finger.y = y;
        if (finger.isPointer) seat.pointerMoved(x, y);
        if (!finger.isHeard()) return;
        int time = seat.time();
        var s = finger.surface;
        for (var t : of(s.client())) t.sendMotion(time, id, x - originX(s), y - originY(s));
    }

    void up(int id) {
        var finger = fingers.remove(id);
        if (finger == null) return;
        if (finger.isPointer) seat.pointerButton(HoverGrab.LEFT, false);
        if (!finger.isHeard()) return;
        int serial = seat.serials().issue(finger.surface.client()), time = seat.time();
        for (var t : of(finger.surface.client())) t.sendUp(serial, time, id);
    }

    /** What belongs together has been told. */
    void frame() {
        for (var t : resources) t.sendFrame();
    }

    /** The fingers meant something else: nothing that they did counts. */
    void cancel() {
        var all = List.copyOf(fingers.values());
        fingers.clear();
        for (var f : all) if (f.isPointer) seat.pointerButton(HoverGrab.LEFT, false);
        all.stream().filter(Finger::isHeard).map(f -> f.surface.client()).distinct().forEach(this::sendCancel);
    }

    /** Lifts the fingers that are on a surface which goes. */
    void surfaceDestroyed(Surface s) {
        if (fingers.isEmpty()) return;
        var gone = fingers.entrySet().stream().filter(e -> e.getValue().surface == s && !e.getValue().isPointer).map(Map.Entry::getKey).toList();
        if (gone.isEmpty()) return;
        int time = seat.time();
        for (int id : gone) {
            fingers.remove(id);
            int serial = seat.serials().issue(s.client());
            for (var t : of(s.client())) t.sendUp(serial, time, id);
        }
        for (var t : of(s.client())) t.sendFrame();
    }

    /** From now on a finger is the pointer with its button held, as far as it belongs to a surface of that client and came with that serial. */
    boolean becomePointer(Client client, int serial) {
        for (var f : fingers.values()) {
            if (!f.isHeard() || f.serial != serial || f.surface.client() != client) continue;
            sendCancel(client);
            for (var other : fingers.values()) if (other.isHeard() && other.surface.client() == client) other.isPointer = other == f;
            seat.pointer().pressAt(f.x, f.y, HoverGrab.LEFT);
            return true;
        }
        return false;
    }

    private void sendCancel(Client client) {
        for (var t : of(client)) t.sendCancel();
    }

    private List<WlTouch> of(Client client) {
        return resources.stream().filter(t -> t.client() == client).toList();
    }

    private static double originX(Surface s) {
        var host = s.node().host();
        return host == null ? 0 : host.originX() + s.node().rootX();
    }

    private static double originY(Surface s) {
        var host = s.node().host();
        return host == null ? 0 : host.originY() + s.node().rootY();
    }
}
