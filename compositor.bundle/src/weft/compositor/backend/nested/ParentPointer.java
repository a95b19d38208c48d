package weft.compositor.backend.nested;

import weft.compositor.input.InputListener;
import weft.wayland.protocol.client.WlPointer;
import weft.wayland.protocol.client.WlSurface;

/**
 * The parent's pointer on our windows. Its picture there is none: we draw our own. What belongs to one turn of a wheel
 * comes in several events, ended by a frame; parents older than version 5 send each alone.
 */
final class ParentPointer implements WlPointer.Events {
    private static final int FRAMES = 5;
    private static final double CLICK = 15, UNITS_PER_CLICK = 120;
    private final InputListener input;
    private final ParentPlaces places;
    private final double[] distance = new double[2], clicks = new double[2];
    private boolean fingers, natural, stopped;
    /** What it is on, or null. */
    private WlSurface on;

    ParentPointer(InputListener input, ParentPlaces places) {
        this.input = input;
        this.places = places;
    }

    /** A window of ours goes. */
    void forget(WlSurface window) {
        if (on != window) return;
        on = null;
        input.pointerLeft();
    }

    private void moved(double x, double y) {
        var place = places.at(on, x, y);
        if (place != null) input.pointerMoved(place.x(), place.y());
    }

    @Override
    public void enter(WlPointer self, int serial, WlSurface surface, double x, double y) {
        self.setCursor(serial, null, 0, 0);
        on = surface;
        moved(x, y);
    }

    @Override
    public void leave(WlPointer self, int serial, WlSurface surface) {
        on = null;
        input.pointerLeft();
    }

    @Override
    public void motion(WlPointer self, int time, double x, double y) {
        moved(x, y);
    }

    @Override
    public void button(WlPointer self, int serial, int time, int button, int state) {
        input.button(button, state == WlPointer.BUTTON_STATE_PRESSED);
    }

    @Override
    public void axis(WlPointer self, int time, int axis, double value) {
        if (axis < distance.length && axis >= 0) distance[axis] += value;
        if (self.version() < FRAMES) frame(self);
    }

    @Override
    public void axisSource(WlPointer self, int source) {
        fingers = source == WlPointer.AXIS_SOURCE_FINGER || source == WlPointer.AXIS_SOURCE_CONTINUOUS;
    }

    @Override
    public void axisRelativeDirection(WlPointer self, int axis, int direction) {
        natural = direction == WlPointer.AXIS_RELATIVE_DIRECTION_INVERTED;
    }

    @Override
    public void axisStop(WlPointer self, int time, int axis) {
        stopped = true;
    }

    @Override
    public void axisDiscrete(WlPointer self, int axis, int discrete) {
        if (axis < clicks.length && axis >= 0) clicks[axis] += discrete;
    }

    @Override
    public void axisValue120(WlPointer self, int axis, int value120) {
        if (axis < clicks.length && axis >= 0) clicks[axis] += value120 / UNITS_PER_CLICK;
    }

    @Override
    public void frame(WlPointer self) {
        double dx = amount(WlPointer.AXIS_HORIZONTAL_SCROLL), dy = amount(WlPointer.AXIS_VERTICAL_SCROLL);
        if (dx != 0 || dy != 0) {
            if (fingers) input.scrolled(dx, dy, natural);
            else input.wheel(dx, dy, natural);
        }
        if (stopped) input.scrollStopped();
        fingers = natural = false;
        stopped = false;
    }

    // Parents differ in how many pixels a click is; where they count clicks, the count is what is meant.
    private double amount(int axis) {
        double amount = clicks[axis] != 0 ? clicks[axis] * CLICK : distance[axis];
        clicks[axis] = 0;
        distance[axis] = 0;
        return amount;
    }
}
