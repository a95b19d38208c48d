package weft.compositor.backend.nested;

import weft.compositor.input.InputListener;
import weft.os.Fd;
import weft.wayland.client.Registry;
import weft.wayland.protocol.client.WlKeyboard;
import weft.wayland.protocol.client.WlPointer;
import weft.wayland.protocol.client.WlSeat;
import weft.wayland.protocol.client.WlSurface;
import weft.wayland.protocol.client.WlTouch;
import weft.wayland.wire.IntArrays;

/**
 * The parent's seat: its pointer, keyboard and touch screen while they are on our windows. Of the keyboard only the keys count; what
 * they mean is up to our own keymap. Follows devices that come and go.
 */
final class ParentSeat implements WlSeat.Events, WlKeyboard.Events {
    private static final String TYPE = WlSeat.TYPE.wire().name();
    private static final int VERSION = 9, RELEASABLE = 3;
    private static final int LEFT_CONTROL = 29, RIGHT_CONTROL = 97, LEFT_SHIFT = 42, RIGHT_SHIFT = 54, LEFT_ALT = 56, RIGHT_ALT = 100;
    private final InputListener input;
    private final ParentPlaces places;
    private int name;
    private WlSeat seat;
    private WlPointer pointer;
    private ParentPointer onPointer;
    private WlKeyboard keyboard;
    private WlTouch touch;
    /** What has the keyboard, or null. */
    private WlSurface focus;

    ParentSeat(Registry registry, InputListener input, ParentPlaces places) {
        this.input = input;
        this.places = places;
        registry.onGlobal(g -> {
            if (seat != null || !g.type().equals(TYPE)) return;
            name = g.name();
            seat = registry.bind(g, WlSeat.TYPE, VERSION);
            seat.setEvents(this);
        });
        registry.onRemove(g -> {
            if (seat != null && g.name() == name) forget();
        });
    }

    private void forget() {
        capabilities(seat, 0);
        if (seat.version() >= 5) seat.release();
        seat = null;
    }

    /** A window of ours goes: what is held on it is let go, for the parent may not say so any more. */
    void forget(WlSurface window) {
        if (onPointer != null) onPointer.forget(window);
        if (focus == window) leave(keyboard, 0, window);
    }

    @Override
    public void capabilities(WlSeat self, int capabilities) {
        boolean hasPointer = (capabilities & WlSeat.CAPABILITY_POINTER) != 0, hasKeyboard = (capabilities & WlSeat.CAPABILITY_KEYBOARD) != 0;
        if (hasPointer && pointer == null) {
            pointer = self.getPointer();
            onPointer = new ParentPointer(input, places);
            pointer.setEvents(onPointer);
        } else if (!hasPointer && pointer != null) {
            if (pointer.version() >= RELEASABLE) pointer.release();
            pointer = null;
            onPointer = null;
            input.pointerLeft();
        }
        if (hasKeyboard && keyboard == null) {
            keyboard = self.getKeyboard();
            keyboard.setEvents(this);
        } else if (!hasKeyboard && keyboard != null) {
            if (keyboard.version() >= RELEASABLE) keyboard.release();
            keyboard = null;
            focus = null;
            input.keyboardLeft();
        }
        touch(self, (capabilities & WlSeat.CAPABILITY_TOUCH) != 0);
    }

    private void touch(WlSeat self, boolean has) {
        if (has == (touch != null)) return;
        if (has) {
            touch = self.getTouch();
            touch.setEvents(new ParentTouch(input, places));
        } else {
            if (touch.version() >= RELEASABLE) touch.release();
            touch = null;
        }
        input.touchScreen(has);
    }

    @Override
    public void keymap(WlKeyboard self, int format, Fd fd, int size) {
        fd.close();
    }

    /** Keys that are down already were pressed for somebody else; only those that change what others mean are taken over. */
    @Override
    public void enter(WlKeyboard self, int serial, WlSurface surface, byte[] keys) {
        focus = surface;
        for (int key : IntArrays.ints(keys)) {
            switch (key) {
                case LEFT_CONTROL, RIGHT_CONTROL, LEFT_SHIFT, RIGHT_SHIFT, LEFT_ALT, RIGHT_ALT -> input.key(key, true);
                default -> { }
            }
        }
    }

    @Override
    public void leave(WlKeyboard self, int serial, WlSurface surface) {
        focus = null;
        input.keyboardLeft();
    }

    @Override
    public void key(WlKeyboard self, int serial, int time, int key, int state) {
        if (key > 0) input.key(key, state == WlKeyboard.KEY_STATE_PRESSED);
    }
}
