package weft.compositor.backend.nested;

import java.util.HashMap;
import java.util.Map;
import weft.compositor.input.InputListener;
import weft.wayland.protocol.client.WlSurface;
import weft.wayland.protocol.client.WlTouch;

/** Fingers on our windows, as the parent's touch screen reports them. */
final class ParentTouch implements WlTouch.Events {
    private static final int MOST_FINGERS = 64;
    private final InputListener input;
    private final ParentPlaces places;
    /** What each finger came down on, which its coordinates are of until it is lifted. */
    private final Map<Integer, WlSurface> on = new HashMap<>();

    ParentTouch(InputListener input, ParentPlaces places) {
        this.input = input;
        this.places = places;
    }

    @Override
    public void down(WlTouch self, int serial, int time, WlSurface surface, int id, double x, double y) {
        var place = places.at(surface, x, y);
        if (place == null || on.size() == MOST_FINGERS) return;
        on.put(id, surface);
        input.touchDown(id, place.x(), place.y());
    }

    @Override
    public void up(WlTouch self, int serial, int time, int id) {
        if (on.remove(id) != null) input.touchUp(id);
    }

    @Override
    public void motion(WlTouch self, int time, int id, double x, double y) {
        var place = on.containsKey(id) ? places.at(on.get(id), x, y) : null;
        if (place != null) input.touchMoved(id, place.x(), place.y());
    }

    @Override
    public void frame(WlTouch self) {
        input.touchFrame();
    }

    @Override
    public void cancel(WlTouch self) {
        on.clear();
        input.touchCancelled();
    }
}
