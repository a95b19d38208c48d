package weft.compositor.protocol;

import weft.compositor.render.SurfaceElement;

/** The role of a surface that follows the pointer while something is dragged. */
final class DragIcon implements SurfaceRole {
    private final Globals globals;
    private final Surface surface;
    private SurfaceElement element;
    private int x, y;

    DragIcon(Globals globals, Surface surface) {
        this.globals = globals;
        this.surface = surface;
    }

    @Override
    public String kind() {
        return "wl_data_device-icon";
    }

    @Override
    public void committed() {
        if (element != null) moveTo(x, y);
    }

    @Override
    public void surfaceDestroyed() {
        hide();
    }

    void show(int atX, int atY) {
        element = new SurfaceElement(surface.node(), globals.workspace().painter());
        surface.node().host(element);
        globals.workspace().addBelowPointer(element);
        moveTo(atX, atY);
    }

    void moveTo(int newX, int newY) {
        x = newX;
        y = newY;
        if (element == null) return;
        globals.stage().damage(element.extents());
        element.moveTo(x, y);
        globals.stage().damage(element.extents());
    }

    void hide() {
        if (element == null) return;
        globals.workspace().removeFromTop(element);
        surface.node().host(null);
        element = null;
        surface.unassign();
    }
}
