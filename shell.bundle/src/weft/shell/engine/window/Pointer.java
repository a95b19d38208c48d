package weft.shell.engine.window;

import weft.shell.engine.cef.BrowserHost;
import weft.wayland.protocol.client.WlPointer;
import weft.wayland.protocol.client.WlSurface;
import weft.wayland.protocol.client.WpCursorShapeDeviceV1;
import weft.wayland.protocol.client.WpCursorShapeManagerV1;

/** The pointer over our windows: moves, clicks (counted) and wheel steps go to the page below. */
final class Pointer implements WlPointer.Events {
    private static final int BTN_LEFT = 0x110, BTN_RIGHT = 0x111, BTN_MIDDLE = 0x112;
    private static final int DOUBLE_CLICK_MS = 500, DOUBLE_CLICK_DISTANCE = 4;
    /** How far a notch of the wheel scrolls; 120 is a notch in the protocol. */
    private static final double PIXELS_PER_NOTCH = 100, NOTCH = 120;
    private final Keyboard keyboard;
    private WlPointer bound;
    private WpCursorShapeManagerV1 shapes;
    private WpCursorShapeDeviceV1 shape;
    private ShellWindow window;
    private int x, y, serial, buttons;
    private int clicks, clickButton, clickTime, clickX, clickY;
    private final double[] steps = new double[2], smooth = new double[2], rest = new double[2];

    Pointer(Keyboard keyboard) {
        this.keyboard = keyboard;
    }

    /** Whoever draws pointers by name; null: nobody. */
    void shapes(WpCursorShapeManagerV1 manager) {
        shapes = manager;
    }

    void bind(WlPointer pointer) {
        bound = pointer;
        shape = shapes == null ? null : shapes.getPointer(pointer);
        pointer.setEvents(this);
    }

    void lost() {
        leave();
        if (shape != null && shapes != null) shape.destroy();
        shape = null;
        bound = null;
    }

    void forget(ShellWindow closed) {
        if (window == closed) window = null;
    }

    /** A page without a cursor hides it; every other shape is drawn by the compositor. */
    void cursor(WindowContent content, int type) {
        if (window != null && window.content() == content) show(type);
    }

    private void show(int type) {
        if (bound == null) return;
        if (type == CursorShape.CEF_NONE) bound.setCursor(serial, null, 0, 0);
        else if (shape != null) shape.setShape(serial, CursorShape.of(type));
    }

    private int modifiers() {
        return keyboard.modifiers() | buttons;
    }

    private void at(double surfaceX, double surfaceY) {
        x = (int) Math.floor(surfaceX) + window.sourceX();
        y = (int) Math.floor(surfaceY) + window.sourceY();
    }

    @Override
    public void enter(WlPointer self, int newSerial, WlSurface surface, double surfaceX, double surfaceY) {
        if (surface == null) return;
        serial = newSerial;
        window = surface.userData(ShellWindow.class);
        at(surfaceX, surfaceY);
        // Chromium tells of changes only.
        show(window.content().cursor());
        window.content().input().pointerMoved(x, y, modifiers());
    }

    @Override
    public void leave(WlPointer self, int newSerial, WlSurface surface) {
        leave();
    }

    private void leave() {
        if (window != null) window.content().input().pointerLeft(x, y, modifiers());
        window = null;
        buttons = 0;
    }

    @Override
    public void motion(WlPointer self, int time, double surfaceX, double surfaceY) {
        if (window == null) return;
        at(surfaceX, surfaceY);
        window.content().input().pointerMoved(x, y, modifiers());
    }

    @Override
    public void button(WlPointer self, int newSerial, int time, int code, int state) {
        int button = switch (code) {
            case BTN_LEFT -> BrowserHost.LEFT;
            case BTN_MIDDLE -> BrowserHost.MIDDLE;
            case BTN_RIGHT -> BrowserHost.RIGHT;
            default -> -1;
        };
        if (window == null || button < 0) return;
        boolean pressed = state == WlPointer.BUTTON_STATE_PRESSED;
        int flag = BrowserHost.LEFT_BUTTON << button;
        buttons = pressed ? buttons | flag : buttons & ~flag;
        if (pressed) count(button, time);
        window.content().button(button, pressed);
        window.content().input().button(x, y, modifiers(), button, pressed, clicks);
    }

    private void count(int button, int time) {
        boolean again = button == clickButton && time - clickTime <= DOUBLE_CLICK_MS
                && Math.abs(x - clickX) <= DOUBLE_CLICK_DISTANCE && Math.abs(y - clickY) <= DOUBLE_CLICK_DISTANCE;
        clicks = again ? Math.min(3, clicks + 1) : 1;
        clickButton = button;
        clickTime = time;
        clickX = x;
        clickY = y;
    }

    @Override
    public void axis(WlPointer self, int time, int axis, double value) {
        smooth[axis] += value;
        if (self.version() < 5) frame(self);
    }

    @Override
    public void axisDiscrete(WlPointer self, int axis, int notches) {
        steps[axis] += notches * NOTCH;
    }

    @Override
    public void axisValue120(WlPointer self, int axis, int value) {
        steps[axis] += value;
    }

    /** What a device did at once: wheel steps where there are any, else the smooth movement of fingers. */
    @Override
    public void frame(WlPointer self) {
        int dy = pixels(WlPointer.AXIS_VERTICAL_SCROLL), dx = pixels(WlPointer.AXIS_HORIZONTAL_SCROLL);
        if (window != null && (dx != 0 || dy != 0)) window.content().input().wheel(x, y, modifiers(), -dx, -dy);
    }

    private int pixels(int axis) {
        double moved = rest[axis] + (steps[axis] != 0 ? steps[axis] / NOTCH * PIXELS_PER_NOTCH : smooth[axis]);
        steps[axis] = smooth[axis] = 0;
        int whole = (int) moved;
        rest[axis] = moved - whole;
        return whole;
    }
}
