package weft.shell.engine.window;

import weft.wayland.protocol.client.WpCursorShapeDeviceV1;

/** The names that the compositor has for Chromium's cursors ({@code cef_cursor_type_t} of CEF 146). */
final class CursorShape {
    static final int CEF_NONE = 37;
    /** By Chromium's number, from 0 (an arrow) to 19; then come kinds of panning. */
    private static final int[] FIRST = {WpCursorShapeDeviceV1.SHAPE_DEFAULT, WpCursorShapeDeviceV1.SHAPE_CROSSHAIR, WpCursorShapeDeviceV1.SHAPE_POINTER, WpCursorShapeDeviceV1.SHAPE_TEXT,
        WpCursorShapeDeviceV1.SHAPE_WAIT, WpCursorShapeDeviceV1.SHAPE_HELP, WpCursorShapeDeviceV1.SHAPE_E_RESIZE, WpCursorShapeDeviceV1.SHAPE_N_RESIZE,
        WpCursorShapeDeviceV1.SHAPE_NE_RESIZE, WpCursorShapeDeviceV1.SHAPE_NW_RESIZE, WpCursorShapeDeviceV1.SHAPE_S_RESIZE, WpCursorShapeDeviceV1.SHAPE_SE_RESIZE,
        WpCursorShapeDeviceV1.SHAPE_SW_RESIZE, WpCursorShapeDeviceV1.SHAPE_W_RESIZE, WpCursorShapeDeviceV1.SHAPE_NS_RESIZE, WpCursorShapeDeviceV1.SHAPE_EW_RESIZE,
        WpCursorShapeDeviceV1.SHAPE_NESW_RESIZE, WpCursorShapeDeviceV1.SHAPE_NWSE_RESIZE, WpCursorShapeDeviceV1.SHAPE_COL_RESIZE, WpCursorShapeDeviceV1.SHAPE_ROW_RESIZE};
    /** From 29 to 42. */
    private static final int MOVE = 29;
    private static final int[] FROM_MOVE = {WpCursorShapeDeviceV1.SHAPE_MOVE, WpCursorShapeDeviceV1.SHAPE_VERTICAL_TEXT, WpCursorShapeDeviceV1.SHAPE_CELL,
        WpCursorShapeDeviceV1.SHAPE_CONTEXT_MENU, WpCursorShapeDeviceV1.SHAPE_ALIAS, WpCursorShapeDeviceV1.SHAPE_PROGRESS, WpCursorShapeDeviceV1.SHAPE_NO_DROP,
        WpCursorShapeDeviceV1.SHAPE_COPY, WpCursorShapeDeviceV1.SHAPE_DEFAULT, WpCursorShapeDeviceV1.SHAPE_NOT_ALLOWED, WpCursorShapeDeviceV1.SHAPE_ZOOM_IN,
        WpCursorShapeDeviceV1.SHAPE_ZOOM_OUT, WpCursorShapeDeviceV1.SHAPE_GRAB, WpCursorShapeDeviceV1.SHAPE_GRABBING};

    private CursorShape() {}

    static int of(int cefType) {
        if (cefType >= 0 && cefType < FIRST.length) return FIRST[cefType];
        if (cefType >= FIRST.length && cefType < MOVE) return WpCursorShapeDeviceV1.SHAPE_ALL_SCROLL;
        return cefType >= MOVE && cefType < MOVE + FROM_MOVE.length ? FROM_MOVE[cefType - MOVE] : WpCursorShapeDeviceV1.SHAPE_DEFAULT;
    }
}
