package weft.compositor.protocol;

import weft.compositor.input.Keymap;
import weft.compositor.scene.SurfaceNode;
import weft.compositor.shell.WindowView;
import weft.compositor.window.Grab;
import weft.wayland.protocol.server.WlKeyboard;
import weft.wayland.protocol.server.WlPointer;
import weft.wayland.protocol.server.WlSeat;
import weft.wayland.protocol.server.WlTouch;
import weft.wayland.server.Client;
import weft.wayland.server.Display;

/** {@code wl_seat}: one pointer and one keyboard. What devices, tests or a parent compositor report comes in here. */
public final class Seat implements WlSeat.Requests {
    private static final int VERSION = 7, ESCAPE = 1;
    private final Display display;
    private final Globals globals;
    private final SerialLog serials;
    private final SeatPointer pointer;
    private final SeatKeyboard keyboard;
    private final Shortcuts shortcuts;
    private PopupGrab popups;

    Seat(Display display, Globals globals, Keymap keymap) {
        this.display = display;
        this.globals = globals;
        serials = new SerialLog(display);
        pointer = new SeatPointer(this, globals);
        keyboard = new SeatKeyboard(this, keymap);
        shortcuts = new Shortcuts(globals.workspace(), keyboard);
        display.addGlobal(WlSeat.TYPE, VERSION, seat -> {
            seat.setRequests(this);
            seat.sendCapabilities(WlSeat.CAPABILITY_POINTER | WlSeat.CAPABILITY_KEYBOARD);
            seat.sendName("seat0");
        });
        display.onConnect(client -> client.onDestroy(() -> serials.forget(client)));
        globals.workspace().onFocus((before, now) -> keyboard.focusWindow(now == null ? null : surface(now.element().root())));
    }

    /** The pointer is at a point of the output. */
    public void pointerMoved(double x, double y) {
        var stage = globals.stage();
        pointer.motion(Math.clamp(x, 0, stage.width() - 1), Math.clamp(y, 0, stage.height() - 1));
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
        if (pressed) shortcuts.interrupt();
        pointer.button(button, pressed);
    }

    /** A wheel was turned; 15 is one click, down and to the right are positive. */
    public void pointerAxis(double dx, double dy) {
        pointer.axis(dx, dy, true);
    }

    /** Fingers on a touchpad scroll by so many pixels. */
    public void pointerScrolled(double dx, double dy) {
        pointer.axis(dx, dy, false);
    }

    /** The fingers that scrolled are lifted. */
    public void pointerScrollStopped() {
        pointer.axisStop();
    }

    /** A key (an evdev code) goes down or up. Ones that are so already are ignored. */
    public void key(int key, boolean pressed) {
        if (keyboard.state().pressed().contains(key) == pressed) return;
        if (key == ESCAPE && pressed && pointer.grab() instanceof DragGrab drag) {
            drag.abort();
            return;
        }
        if (!shortcuts.handle(key, pressed)) keyboard.key(key, pressed, true);
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

    Display display() {
        return display;
    }

    SerialLog serials() {
        return serials;
    }

    SeatPointer pointer() {
        return pointer;
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

    /** Another client has got the keyboard: it may see the selections. */
    void keyboardEntered(Client client) {
        globals.keyboardEntered(client);
    }

    /** A client asks to move its window; it may while it has a button of the pointer down. */
    void startMove(WindowView view, int serial) {
        if (holdsButton(view, serial)) pointer.grab(new WindowGrab(pointer, Grab.move(desktop(), view.window(), pointer.x(), pointer.y())));
    }

    void startResize(WindowView view, int edges, int serial) {
        if (holdsButton(view, serial)) pointer.grab(new WindowGrab(pointer, Grab.resize(desktop(), view.window(), edges, pointer.x(), pointer.y())));
    }

    private boolean holdsButton(WindowView view, int serial) {
        return view.window().isMapped() && pointer.grab() instanceof ClickGrab c && c.serial() == serial
                && c.surface().client() == surface(view.element().root()).client();
    }

    boolean mayGrab(Client client, int serial) {
        return serials.wasSentTo(client, serial);
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

    /** Dismisses the popups of a window that goes. */
    void dismissPopups(WindowView view) {
        if (popups != null && !view.popups().isEmpty()) popups.dismissAll();
    }

    void surfaceDestroyed(Surface s) {
        keyboard.surfaceDestroyed(s);
        pointer.surfaceDestroyed(s);
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
        throw self.error(WlSeat.ERROR_MISSING_CAPABILITY, "the seat has no touch screen");
    }

    private weft.compositor.window.Desktop desktop() {
        return globals.workspace().desktop();
    }
}
