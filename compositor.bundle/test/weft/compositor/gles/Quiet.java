package weft.compositor.gles;

import weft.compositor.scene.Rect;
import weft.compositor.window.DesktopListener;
import weft.compositor.window.Window;

/** Windows whose clients do nothing. */
final class Quiet implements DesktopListener {
    @Override
    public void changed(Window w, Rect before) {}

    @Override
    public void focused(Window before, Window now) {}

    @Override
    public void restacked() {}

    @Override
    public void configure(Window w) {}

    @Override
    public void closeRequested(Window w) {}

    @Override
    public boolean popupAt(Window w, double x, double y) {
        return false;
    }

    @Override
    public boolean takesInput(Window w, double x, double y) {
        return true;
    }
}
