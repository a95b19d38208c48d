package weft.compositor.protocol;

import weft.compositor.render.SurfaceElement;
import weft.compositor.scene.Rect;
import weft.wayland.protocol.server.ZwpInputPopupSurfaceV2;

/** The role of a surface that an input method shows at the cursor of the active text field, such as a list of words. */
final class InputPopup implements SurfaceRole {
    private final Globals globals;
    private final ZwpInputPopupSurfaceV2 resource;
    private final Surface surface;
    private final TextInputs inputs;
    private SurfaceElement element;

    InputPopup(Globals globals, ZwpInputPopupSurfaceV2 resource, Surface surface, TextInputs inputs) {
        this.globals = globals;
        this.resource = resource;
        this.surface = surface;
        this.inputs = inputs;
    }

    @Override
    public String kind() {
        return "zwp_input_popup_surface_v2";
    }

    @Override
    public void committed() {
        follow(inputs);
    }

    @Override
    public void surfaceDestroyed() {
        hide();
    }

    /** Shows it below the cursor, above where there is no room, or not at all while no text is entered. */
    void follow(TextInputs inputs) {
        var field = inputs.active();
        var host = inputs.focus() == null ? null : inputs.focus().node().host();
        if (field == null || host == null || !surface.hasContent()) {
            hide();
            return;
        }
        if (element == null) show();
        var cursor = field.state().cursorAt() == null ? new Rect(0, 0, 0, 0) : field.state().cursorAt();
        int x = host.originX() + inputs.focus().node().rootX() + cursor.x(), top = host.originY() + inputs.focus().node().rootY() + cursor.y();
        int width = surface.node().width(), height = surface.node().height();
        var output = globals.workspace().desktop().outputAt(x, top);
        x = Math.clamp(x, output.x(), Math.max(output.x(), output.right() - width));
        int y = top + cursor.height() + height <= output.bottom() ? top + cursor.height() : Math.max(output.y(), top - height);
        globals.stage().damage(element.extents());
        element.moveTo(x, y);
        globals.stage().damage(element.extents());
        resource.sendTextInputRectangle(host.originX() + inputs.focus().node().rootX() + cursor.x() - x, top - y, cursor.width(), cursor.height());
    }

    private void show() {
        element = new SurfaceElement(surface.node(), globals.workspace().painter());
        surface.node().host(element);
        globals.workspace().addBelowPointer(element);
    }

    void hide() {
        if (element == null) return;
        globals.workspace().removeFromTop(element);
        surface.node().host(null);
        element = null;
    }
}
