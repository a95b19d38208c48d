package weft.compositor.protocol;

import java.util.ArrayList;
import java.util.List;
import weft.compositor.input.Keymap;
import weft.compositor.input.ShortcutList;
import weft.compositor.scene.SurfaceNode;
import weft.compositor.shell.WindowView;
import weft.compositor.window.Grab;
import weft.wayland.protocol.server.WlKeyboard;
import weft.wayland.protocol.server.WlPointer;
import weft.wayland.protocol.server.WlSeat;
import weft.wayland.protocol.server.WlTouch;
import weft.wayland.server.Client;
import weft.wayland.server.Display;

/**
 * {@code wl_seat}: one pointer, one keyboard, and a touch screen once there is one. What devices, tests or a parent
 * compositor report comes in here.
 */
public final class Seat implements WlSeat.Requests {
    private static final int VERSION = 9, ESCAPE = 1;
    private final Display display;
    private final Globals globals;
    private final SerialLog serials;
    private final SeatPointer pointer;
    private final SeatKeyboard keyboard;
    private final SeatTouch touch;
    private final Shortcuts shortcuts;
    private final List<WlSeat> resources = new ArrayList<>();
    private final RelativePointers relative;
    private final PointerConstraints constraints;
    private final IdleNotifier idle;
    private final PointerGestures gestures;
    private PopupGrab popups;
    /** {@code moved}: windows have changed since the pointer's surface was found. */
    private boolean hasTouch, moved;

    Seat(Display display, Globals globals, Keymap keymap) {
        this.display = display;
        this.globals = globals;
        serials = new SerialLog(display);
        pointer = new SeatPointer(this, globals);
        keyboard = new SeatKeyboard(this, keymap);
        touch = new SeatTouch(this, globals);
        shortcuts = new Shortcuts(globals.workspace(), keyboard);
        relative = new RelativePointers(display);
        constraints = new PointerConstraints(display, this);
        idle = new IdleNotifier(display);
        new VirtualKeyboards(display, keyboard);
        new CursorShapes(display, pointer);
        gestures = new PointerGestures(display, this, globals::swiped);
        display.addGlobal(WlSeat.TYPE, VERSION, seat -> {
            seat.setRequests(this);
            resources.add(seat);
            seat.onDestroy(() -> resources.remove(seat));
            seat.sendCapabilities(capabilities());
            seat.sendName("seat0");
        });
        display.onConnect(client -> client.onDestroy(() -> serials.forget(client)));
        globals.workspace().onFocus(this::focused);
        globals.workspace().onChange(() -> moved = true);
    }

    private void focused(WindowView before, WindowView now) {
        if (popups != null && !popups.isEmpty() && popups.view() != now) popups.dismissAll();
        keyboard.focusWindow(now == null ? null : surface(now.element().root()));
        constraints.focusChanged(before, now);
    }

    /** To be called before the loop waits: finds out what is under the pointer now, if windows have changed. */
    void settle() {
        if (!moved) return;
        moved = false;
        pointer.refocus();
    }

    /** The pointer is at a point of the desktop. */
    public void pointerMoved(double x, double y) {
        idle.active();
        pointer.moveTo(x, y);
    }

    /** Outputs have come, gone or changed: the pointer stays on one. */
    void outputsChanged() {
        pointer.outputsChanged();
        moved = true;
    }

    /** The pointer was moved by so much, as from a mouse; {@code raw}: before any acceleration. */
    public void pointerMovedBy(double dx, double dy, double rawX, double rawY) {
        if (pointer.focus() != null && relative.send(pointer.focus().client(), nanoTime(), dx, dy, rawX, rawY)) pointer.sendFrame();
        idle.active();
        pointer.moveBy(dx, dy);
    }

    /** The pointer has left the output: nothing is under it until it moves again, and its buttons are let go. */
    public void pointerLeft() {
        releaseButtons();
        pointer.leave();
    }

    public double pointerX() {
        return pointer.x();
    }

    public double pointerY() {
        return pointer.y();
    }

    /** A button (an evdev code such as BTN_LEFT, 0x110) goes down or up. */
    public void pointerButton(int button, boolean pressed) {
        idle.active();
        if (pressed) shortcuts.interrupt();
        pointer.button(button, pressed);
    }

    /** A wheel was turned, or fingers scroll. */
    public void pointerScrolled(Scrolling s) {
        idle.active();
        pointer.axis(s);
    }

    /** The fingers that scrolled are lifted. */
    public void pointerScrollStopped() {
        pointer.axisStop();
    }

    /** A key (an evdev code) goes down or up. Ones that are so already are ignored. */
    public void key(int key, boolean pressed) {
        idle.active();
        if (keyboard.state().pressed().contains(key) == pressed) return;
        if (key == ESCAPE && pressed && pointer.grab() instanceof DragGrab drag) {
            drag.abort();
            return;
        }
        if (!shortcuts.handle(key, pressed)) keyboard.key(key, pressed, true);
    }

    /** Fingers began to swipe over a touchpad. */
    public void swipeBegan(int fingers) {
        idle.active();
        gestures.swipeBegan(fingers);
    }

    /** They moved by so many pixels. */
    public void swipeMoved(double dx, double dy) {
        idle.active();
        gestures.swipeMoved(dx, dy);
    }

    /** They were lifted; {@code cancelled}: they meant something else. */
    public void swipeEnded(boolean cancelled) {
        gestures.swipeEnded(cancelled);
    }

    /** Two or more fingers began to pinch or turn. */
    public void pinchBegan(int fingers) {
        idle.active();
        gestures.pinchBegan(fingers);
    }

    /** {@code scale}: their distance, compared to that in the beginning; {@code rotation}: degrees clockwise since the last. */
    public void pinchMoved(double dx, double dy, double scale, double rotation) {
        idle.active();
        gestures.pinchMoved(dx, dy, scale, rotation);
    }

    public void pinchEnded(boolean cancelled) {
        gestures.pinchEnded(cancelled);
    }

    /** Fingers rest on the touchpad. */
    public void holdBegan(int fingers) {
        idle.active();
        gestures.holdBegan(fingers);
    }

    public void holdEnded(boolean cancelled) {
        gestures.holdEnded(cancelled);
    }

    /** Takes other keys for the system from now on. */
    public void use(ShortcutList list) {
        shortcuts.use(list);
    }

    /** Calls back when the user wants the session to end. */
    public void onQuit(Runnable listener) {
        shortcuts.onQuit(listener);
    }

    /** There is a touch screen from now on, or none any more. */
    public void hasTouch(boolean has) {
        if (has == hasTouch) return;
        if (!has) touch.cancel();
        hasTouch = has;
        for (var seat : resources) seat.sendCapabilities(capabilities());
    }

    /** A finger, numbered as long as it touches, comes down at a point of the output. {@link #touchFrame} follows. */
    public void touchDown(int finger, double x, double y) {
        idle.active();
        hasTouch(true);
        shortcuts.interrupt();
        touch.down(finger, x, y);
    }

    public void touchMoved(int finger, double x, double y) {
        idle.active();
        touch.motion(finger, x, y);
    }

    public void touchUp(int finger) {
        idle.active();
        touch.up(finger);
    }

    /** All that the touch screen saw at one time has been told. */
    public void touchFrame() {
        touch.frame();
    }

    /** What the fingers do belongs to something else, such as a gesture of the system. */
    public void touchCancelled() {
        touch.cancel();
    }

    /** Lets go of all keys and buttons that are held, as when the devices go away. */
    public void releaseAll() {
        releaseKeys();
        releaseButtons();
    }

    /** Lets go of all keys that are held, as when the keyboard goes away; no shortcut follows from that. */
    public void releaseKeys() {
        shortcuts.interrupt();
        for (int key : keyboard.state().pressed().toArray(Integer[]::new)) key(key, false);
    }

    private void releaseButtons() {
        for (int button : pointer.pressed().toArray(Integer[]::new)) pointerButton(button, false);
    }

    /** Surfaces may be on other outputs than before. */
    void surfacesMoved() {
        globals.placesChanged();
    }

    Display display() {
        return display;
    }

    SerialLog serials() {
        return serials;
    }

    SeatPointer pointer() {
        return pointer;
    }

    PointerConstraints constraints() {
        return constraints;
    }

    IdleNotifier idle() {
        return idle;
    }

    SeatKeyboard keyboard() {
        return keyboard;
    }

    Surface surface(SurfaceNode node) {
        return globals.surfaces().get(node);
    }

    long nanoTime() {
        return System.nanoTime();
    }

    /** The time of events: milliseconds of the monotonic clock. */
    int time() {
        return (int) (nanoTime() / 1_000_000);
    }

    /** Another surface, or none (null), has the keyboard. */
    void keyboardMoved(Surface now) {
        globals.keyboardMoved(now);
    }

    /** Another client has got the keyboard: it may see the selections. */
    void keyboardEntered(Client client) {
        globals.keyboardEntered(client);
    }

    /** A client asks to move its window; it may while it has a button of the pointer down. */
    void startMove(WindowView view, int serial) {
        if (holds(view, serial)) beginMove(view);
    }

    void beginMove(WindowView view) {
        pointer.grab(new WindowGrab(pointer, Grab.move(desktop(), view.window(), pointer.x(), pointer.y())));
    }

    void startResize(WindowView view, int edges, int serial) {
        if (holds(view, serial)) beginResize(view, edges);
    }

    void beginResize(WindowView view, int edges) {
        pointer.grab(new WindowGrab(pointer, Grab.resize(desktop(), view.window(), edges, pointer.x(), pointer.y())));
    }

    private boolean holds(WindowView view, int serial) {
        return view.window().isMapped() && holds(surface(view.element().root()).client(), serial);
    }

    /** Whether a client holds a button, or a finger, that came down on a surface of its own with that serial; the finger is then the pointer. */
    boolean holds(Client client, int serial) {
        boolean button = pointer.grab() instanceof ClickGrab c && c.serial() == serial && c.surface().client() == client;
        return button || touch.becomePointer(client, serial);
    }

    boolean mayGrab(Client client, int serial) {
        return serials.wasSentTo(client, serial);
    }

    boolean hasKeyboard(Client client) {
        return keyboard.focus() != null && keyboard.focus().client() == client;
    }

    /** Whether a client may put something into a clipboard: it has the keyboard, or had the input event that it names, or is trusted. */
    boolean maySelect(Client client, int serial) {
        return hasKeyboard(client) || mayGrab(client, serial) || client.isPrivileged();
    }

    void popupMapped(PopupSurface p) {
        if (popups == null || popups.isEmpty()) {
            popups = new PopupGrab(this, pointer, globals.workspace());
            pointer.grab(popups);
        }
        popups.add(p);
        pointer.refocus();
    }

    void popupUnmapped(PopupSurface p) {
        if (popups != null) popups.remove(p);
        pointer.refocus();
    }

    /** Dismisses the popups that hold the input if a touch elsewhere does that; null: nobody's surface. */
    boolean dismissesPopups(Surface touched) {
        if (popups == null || popups.isEmpty() || popups.owns(touched)) return false;
        popups.dismissAll();
        return true;
    }

    /** Dismisses the popups of a window that goes. */
    void dismissPopups(WindowView view) {
        if (popups != null && !view.popups().isEmpty()) popups.dismissAll();
    }

    void surfaceDestroyed(Surface s) {
        keyboard.surfaceDestroyed(s);
        pointer.surfaceDestroyed(s);
        touch.surfaceDestroyed(s);
        constraints.surfaceDestroyed(s);
        gestures.surfaceDestroyed(s);
    }

    @Override
    public void getPointer(WlSeat self, WlPointer id) {
        pointer.add(id);
    }

    @Override
    public void getKeyboard(WlSeat self, WlKeyboard id) {
        keyboard.add(id);
    }

    @Override
    public void getTouch(WlSeat self, WlTouch id) {
        if (!hasTouch) throw self.error(WlSeat.ERROR_MISSING_CAPABILITY, "the seat has no touch screen");
        touch.add(id);
    }

    private int capabilities() {
        return WlSeat.CAPABILITY_POINTER | WlSeat.CAPABILITY_KEYBOARD | (hasTouch ? WlSeat.CAPABILITY_TOUCH : 0);
    }

    weft.compositor.window.Desktop desktop() {
        return globals.workspace().desktop();
    }
}
