package weft.compositor.protocol;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import weft.compositor.input.KeyboardState;
import weft.compositor.input.Keymap;
import weft.wayland.protocol.server.WlKeyboard;
import weft.wayland.wire.IntArrays;

/**
 * {@code wl_keyboard}: which surface has the keyboard, and what its client hears. The keyboard follows the focused
 * window, unless a popup holds it.
 */
final class SeatKeyboard {
    static final int REPEATS_PER_SECOND = 25, REPEAT_DELAY_MS = 500;
    private final Seat seat;
    private final Keymap keymap;
    /** By which the last key is understood: ours or a virtual keyboard's. */
    private Keymap current;
    private final KeyboardState state;
    private final List<WlKeyboard> resources = new ArrayList<>();
    /** Keys that are down as far as clients know. */
    private final Set<Integer> told = new LinkedHashSet<>();
    private final Set<Integer> grabbed = new HashSet<>();
    private Grab grab;
    private Surface window, holder, focus;
    private KeyboardState.Modifiers modifiers;

    /** Hears keys in place of who has the keyboard. */
    interface Grab {
        /** Whether it wants the key that is going down; its release follows the press. */
        boolean isActive();

        void key(int serial, int time, int key, boolean down);

        void modifiers(int serial, KeyboardState.Modifiers held);
    }

    SeatKeyboard(Seat seat, Keymap keymap) {
        this.seat = seat;
        this.keymap = keymap;
        current = keymap;
        state = new KeyboardState(keymap);
        modifiers = state.modifiers();
    }

    KeyboardState state() {
        return state;
    }

    Surface focus() {
        return focus;
    }

    void add(WlKeyboard resource) {
        resource.setRequests(new WlKeyboard.Requests() {});
        resources.add(resource);
        resource.onDestroy(() -> resources.remove(resource));
        sendKeymap(resource);
        resource.sendRepeatInfo(REPEATS_PER_SECOND, REPEAT_DELAY_MS);
        if (focus != null && focus.client() == resource.client()) enter(resource, seat.display().nextSerial());
    }

    /** The focused window's surface, or null. */
    void focusWindow(Surface s) {
        window = s;
        update();
    }

    /** Gives the keyboard to a popup's surface, whatever window is focused; null ends that. */
    void hold(Surface s) {
        holder = s;
        update();
    }

    void surfaceDestroyed(Surface s) {
        if (window == s) window = null;
        if (holder == s) holder = null;
        if (focus == s) focus = null;
        update();
    }

    /** Notes a key and tells the client, if it is to hear of it; a modifier's effect it hears of in any case. */
    void key(int key, boolean down, boolean forward) {
        if (!state.update(key, down)) return;
        if (grab != null && (down ? forward && grab.isActive() && grabbed.add(key) : grabbed.remove(key))) {
            grab.key(seat.display().nextSerial(), seat.time(), key, down);
            grab.modifiers(seat.display().nextSerial(), state.modifiers());
            return;
        }
        useOwn();
        if (down ? forward : told.contains(key)) send(key, down);
        sendModifiers(state.modifiers());
    }

    /** Gives real keys to a grab from now on, as far as it wants them, in place of any before. */
    void grab(Grab newGrab) {
        grab = newGrab;
        grabbed.clear();
        newGrab.modifiers(seat.display().nextSerial(), state.modifiers());
    }

    /** Ends a grab; harmless if it is not the present one. */
    void ungrab(Grab ended) {
        if (grab != ended) return;
        grab = null;
        grabbed.clear();
        useOwn();
        sendModifiers(state.modifiers());
    }

    /** The keymap of real keys. */
    Keymap keymap() {
        return keymap;
    }

    /** Tells the client of a key without noting it. */
    void send(int key, boolean down) {
        if (down ? !told.add(key) : !told.remove(key)) return;
        if (focus == null) return;
        int serial = seat.serials().issue(focus.client()), time = seat.time();
        for (var k : resources) {
            if (k.client() == focus.client()) k.sendKey(serial, time, key, down ? WlKeyboard.KEY_STATE_PRESSED : WlKeyboard.KEY_STATE_RELEASED);
        }
    }

    /** The next keys are a virtual keyboard's, with these modifiers held. */
    void use(Keymap other, KeyboardState.Modifiers held) {
        change(other);
        sendModifiers(held);
    }

    /** The next keys are our own again. */
    void useOwn() {
        if (current == keymap) return;
        change(keymap);
        sendModifiers(state.modifiers());
    }

    private void change(Keymap next) {
        if (next == current) return;
        current = next;
        for (var k : resources) sendKeymap(k);
    }

    private void sendKeymap(WlKeyboard k) {
        k.sendKeymap(WlKeyboard.KEYMAP_FORMAT_XKB_V1, current.memory(), current.bytes());
    }

    private void sendModifiers(KeyboardState.Modifiers now) {
        if (now.equals(modifiers)) return;
        modifiers = now;
        if (focus == null) return;
        int serial = seat.display().nextSerial();
        for (var k : resources) if (k.client() == focus.client()) k.sendModifiers(serial, now.depressed(), now.latched(), now.locked(), now.group());
    }

    private void update() {
        var next = holder != null ? holder : window;
        if (next == focus) return;
        var before = focus;
        if (focus != null && !focus.isDestroyed()) {
            int serial = seat.display().nextSerial();
            for (var k : resources) if (k.client() == focus.client()) k.sendLeave(serial, focus.resource());
        }
        focus = next;
        boolean otherClient = before == null || focus == null || before.client() != focus.client();
        if (otherClient && focus != null) seat.keyboardEntered(focus.client());
        if (focus != null) {
            int serial = seat.serials().issue(focus.client());
            for (var k : resources) if (k.client() == focus.client()) enter(k, serial);
        }
        seat.keyboardMoved(focus);
    }

    private void enter(WlKeyboard k, int serial) {
        k.sendEnter(serial, focus.resource(), IntArrays.bytes(told.stream().mapToInt(i -> i).toArray()));
        k.sendModifiers(seat.display().nextSerial(), modifiers.depressed(), modifiers.latched(), modifiers.locked(), modifiers.group());
    }
}
