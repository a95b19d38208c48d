package weft.compositor.protocol;

import weft.compositor.render.PointerShape;
import weft.wayland.protocol.server.WlPointer;
import weft.wayland.protocol.server.WpCursorShapeDeviceV1;
import weft.wayland.protocol.server.WpCursorShapeManagerV1;
import weft.wayland.protocol.server.ZwpTabletToolV2;
import weft.wayland.server.Display;

/** {@code wp_cursor_shape_manager_v1}: clients that have the system draw the pointer. */
final class CursorShapes implements WpCursorShapeManagerV1.Requests {
    private final SeatPointer pointer;

    CursorShapes(Display display, SeatPointer pointer) {
        this.pointer = pointer;
        display.addGlobal(WpCursorShapeManagerV1.TYPE, 1, m -> m.setRequests(this));
    }

    @Override
    public void getPointer(WpCursorShapeManagerV1 self, WpCursorShapeDeviceV1 id, WlPointer of) {
        id.setRequests((WpCursorShapeDeviceV1 device, int serial, int name) -> {
            var shape = shape(name);
            if (shape == null) throw device.error(WpCursorShapeDeviceV1.ERROR_INVALID_SHAPE, "shape " + Integer.toUnsignedString(name));
            if (!of.isDestroyed()) pointer.setShape(device.client(), serial, shape);
        });
    }

    // There are no tablets: the object is inert.
    @Override
    public void getTabletToolV2(WpCursorShapeManagerV1 self, WpCursorShapeDeviceV1 id, ZwpTabletToolV2 tool) {}

    private static PointerShape shape(int name) {
        return switch (name) {
            case WpCursorShapeDeviceV1.SHAPE_DEFAULT, WpCursorShapeDeviceV1.SHAPE_CONTEXT_MENU, WpCursorShapeDeviceV1.SHAPE_HELP, WpCursorShapeDeviceV1.SHAPE_PROGRESS,
                    WpCursorShapeDeviceV1.SHAPE_ALIAS, WpCursorShapeDeviceV1.SHAPE_COPY -> PointerShape.ARROW;
            case WpCursorShapeDeviceV1.SHAPE_POINTER, WpCursorShapeDeviceV1.SHAPE_GRAB, WpCursorShapeDeviceV1.SHAPE_GRABBING -> PointerShape.HAND;
            case WpCursorShapeDeviceV1.SHAPE_WAIT -> PointerShape.WAIT;
            case WpCursorShapeDeviceV1.SHAPE_CELL, WpCursorShapeDeviceV1.SHAPE_CROSSHAIR, WpCursorShapeDeviceV1.SHAPE_ZOOM_IN, WpCursorShapeDeviceV1.SHAPE_ZOOM_OUT -> PointerShape.CROSS;
            case WpCursorShapeDeviceV1.SHAPE_TEXT -> PointerShape.TEXT;
            case WpCursorShapeDeviceV1.SHAPE_VERTICAL_TEXT -> PointerShape.COLUMN_TEXT;
            case WpCursorShapeDeviceV1.SHAPE_MOVE, WpCursorShapeDeviceV1.SHAPE_ALL_SCROLL -> PointerShape.MOVE;
            case WpCursorShapeDeviceV1.SHAPE_NO_DROP, WpCursorShapeDeviceV1.SHAPE_NOT_ALLOWED -> PointerShape.FORBIDDEN;
            case WpCursorShapeDeviceV1.SHAPE_E_RESIZE, WpCursorShapeDeviceV1.SHAPE_W_RESIZE, WpCursorShapeDeviceV1.SHAPE_EW_RESIZE, WpCursorShapeDeviceV1.SHAPE_COL_RESIZE -> PointerShape.HORIZONTAL;
            case WpCursorShapeDeviceV1.SHAPE_N_RESIZE, WpCursorShapeDeviceV1.SHAPE_S_RESIZE, WpCursorShapeDeviceV1.SHAPE_NS_RESIZE, WpCursorShapeDeviceV1.SHAPE_ROW_RESIZE -> PointerShape.VERTICAL;
            case WpCursorShapeDeviceV1.SHAPE_NE_RESIZE, WpCursorShapeDeviceV1.SHAPE_SW_RESIZE, WpCursorShapeDeviceV1.SHAPE_NESW_RESIZE -> PointerShape.RISING;
            case WpCursorShapeDeviceV1.SHAPE_NW_RESIZE, WpCursorShapeDeviceV1.SHAPE_SE_RESIZE, WpCursorShapeDeviceV1.SHAPE_NWSE_RESIZE -> PointerShape.FALLING;
            default -> null;
        };
    }
}
