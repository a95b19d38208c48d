package weft.compositor.backend.nested;

import weft.compositor.input.InputListener;
import weft.wayland.protocol.client.WlSurface;
import weft.wayland.protocol.client.WlTouch;

/** Fingers on our window, as the parent's touch screen reports them. */
final class ParentTouch implements WlTouch.Events {
    private final InputListener input;

    ParentTouch(InputListener input) {
        this.input = input;
    }

    @Override
    public void down(WlTouch self, int serial, int time, WlSurface surface, int id, double x, double y) {
        input.touchDown(id, x, y);
    }

    @Override
    public void up(WlTouch self, int serial, int time, int id) {
        input.touchUp(id);
    }

    @Override
    public void motion(WlTouch self, int time, int id, double x, double y) {
        input.touchMoved(id, x, y);
    }

    @Override
    public void frame(WlTouch self) {
        input.touchFrame();
    }

    @Override
    public void cancel(WlTouch self) {
        input.touchCancelled();
    }
}
