package weft.compositor.backend.kms;

import weft.compositor.backend.NoOutputException;
import weft.compositor.input.InputListener;
import weft.compositor.scene.Rect;
import weft.ffi.LibInput;
import weft.os.Epoll;
import weft.os.EventLoop;
import weft.os.OsException;

/**
 * Keyboards and pointers of the seat. Takes Control+Alt+F1 to F12 for itself: another virtual terminal. Devices that come
 * are set as asked for. In the loop's thread.
 */
final class Devices implements LibInput.Opener, AutoCloseable {
    private static final int LEFT_CONTROL = 29, RIGHT_CONTROL = 97, LEFT_ALT = 56, F1 = 59, F10 = 68, F11 = 87, F12 = 88;
    private static final double CLICK = 15, UNITS_PER_CLICK = 120;
    private final SeatSession session;
    private final InputSettings settings;
    private final long context;
    private final EventLoop.Source source;
    private InputListener input;
    private Rect desktop = Rect.EMPTY, primary = Rect.EMPTY;
    private int touchScreens;
    private boolean leftControl, rightControl, alt;

    Devices(EventLoop loop, SeatSession session, long udev, InputSettings settings) throws NoOutputException, OsException {
        this.session = session;
        this.settings = settings;
        context = LibInput.open(udev, session.seat(), this);
        if (context == 0) throw new NoOutputException("There is no input: libinput finds no devices of " + session.seat() + ".");
        source = loop.add(LibInput.descriptor(context), Epoll.IN, events -> {
            LibInput.dispatch(context);
            drain();
        });
    }

    void start(InputListener listener) {
        input = listener;
        drain();
    }

    /** The desktop, for pointers that say where on it they are, and the output that touch screens belong to. */
    void area(Rect newDesktop, Rect newPrimary) {
        desktop = newDesktop;
        primary = newPrimary;
    }

    /** Lets go of all devices, and of what is held on them. */
    void suspend() {
        LibInput.suspend(context);
        LibInput.dispatch(context);
        drain();
        leftControl = rightControl = alt = false;
        input.keyboardLeft();
        input.pointerLeft();
    }

    void resume() {
        LibInput.resume(context);
        LibInput.dispatch(context);
        drain();
    }

    @Override
    public int open(String path) {
        return session.openDevice(path);
    }

    @Override
    public void close(int fd) {
        session.closeDevice(fd);
    }

    private void drain() {
        if (input == null) return;
        for (long event; (event = LibInput.nextEvent(context)) != 0; ) {
            try {
                handle(event);
            } finally {
                LibInput.destroy(event);
            }
        }
    }

    private void handle(long event) {
        switch (LibInput.type(event)) {
            case LibInput.DEVICE_ADDED -> {
                LibInput.configure(event, settings.tap(), settings.naturalScroll(), settings.speed());
                if (LibInput.isTouchScreen(event)) touchScreens(1);
            }
            case LibInput.DEVICE_REMOVED -> {
                if (LibInput.isTouchScreen(event)) touchScreens(-1);
            }
            case LibInput.KEYBOARD_KEY -> key(LibInput.key(event), LibInput.isKeyPressed(event));
            case LibInput.POINTER_MOTION -> input.pointerMovedBy(LibInput.dx(event), LibInput.dy(event), LibInput.rawDx(event), LibInput.rawDy(event));
            case LibInput.POINTER_MOTION_ABSOLUTE -> input.pointerMoved(desktop.x() + LibInput.x(event, desktop.width()), desktop.y() + LibInput.y(event, desktop.height()));
            case LibInput.POINTER_BUTTON -> input.button(LibInput.button(event), LibInput.isButtonPressed(event));
            case LibInput.POINTER_SCROLL_WHEEL -> input.wheel(wheel(event, LibInput.HORIZONTAL), wheel(event, LibInput.VERTICAL), LibInput.scrollsNaturally(event));
            case LibInput.POINTER_SCROLL_FINGER, LibInput.POINTER_SCROLL_CONTINUOUS -> scroll(event);
            case LibInput.TOUCH_DOWN -> input.touchDown(LibInput.finger(event), primary.x() + LibInput.touchX(event, primary.width()), primary.y() + LibInput.touchY(event, primary.height()));
            case LibInput.TOUCH_MOTION -> input.touchMoved(LibInput.finger(event), primary.x() + LibInput.touchX(event, primary.width()), primary.y() + LibInput.touchY(event, primary.height()));
            case LibInput.TOUCH_UP -> input.touchUp(LibInput.finger(event));
            case LibInput.TOUCH_CANCEL -> input.touchCancelled();
            case LibInput.TOUCH_FRAME -> input.touchFrame();
            default -> gesture(event);
        }
    }

    private void gesture(long event) {
        switch (LibInput.type(event)) {
            case LibInput.SWIPE_BEGIN -> input.swipeBegan(LibInput.fingers(event));
            case LibInput.SWIPE_UPDATE -> input.swipeMoved(LibInput.gestureDx(event), LibInput.gestureDy(event));
            case LibInput.SWIPE_END -> input.swipeEnded(LibInput.isCancelled(event));
            case LibInput.PINCH_BEGIN -> input.pinchBegan(LibInput.fingers(event));
            case LibInput.PINCH_UPDATE -> input.pinchMoved(LibInput.gestureDx(event), LibInput.gestureDy(event), LibInput.scale(event), LibInput.turned(event));
            case LibInput.PINCH_END -> input.pinchEnded(LibInput.isCancelled(event));
            case LibInput.HOLD_BEGIN -> input.holdBegan(LibInput.fingers(event));
            case LibInput.HOLD_END -> input.holdEnded(LibInput.isCancelled(event));
            default -> { }
        }
    }

    private void touchScreens(int more) {
        touchScreens += more;
        input.touchScreen(touchScreens > 0);
    }

    private static double wheel(long event, int axis) {
        return LibInput.wheel(event, axis) / UNITS_PER_CLICK * CLICK;
    }

    // Fingers that are lifted scroll by nothing.
    private void scroll(long event) {
        double dx = LibInput.scroll(event, LibInput.HORIZONTAL), dy = LibInput.scroll(event, LibInput.VERTICAL);
        if (dx == 0 && dy == 0) input.scrollStopped();
        else input.scrolled(dx, dy, LibInput.scrollsNaturally(event));
    }

    private void key(int key, boolean pressed) {
        switch (key) {
            case LEFT_CONTROL -> leftControl = pressed;
            case RIGHT_CONTROL -> rightControl = pressed;
            case LEFT_ALT -> alt = pressed;
            default -> { }
        }
        int terminal = key >= F1 && key <= F10 ? key - F1 + 1 : key == F11 || key == F12 ? key - F11 + 11 : 0;
        if (pressed && terminal > 0 && alt && (leftControl || rightControl)) session.switchTo(terminal);
        else input.key(key, pressed);
    }

    @Override
    public void close() {
        source.close();
        LibInput.close(context);
    }
}
