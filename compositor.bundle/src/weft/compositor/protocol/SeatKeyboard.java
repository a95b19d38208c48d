package weft.compositor.protocol;

import java.util.ArrayList;
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
    private static final int REPEATS_PER_SECOND = 25, REPEAT_DELAY_MS = 500;
    private final Seat seat;
    private final Keymap keymap;
    /** By which the last key is understood: ours or a virtual keyboard's. */
    private Keymap current;
    private final KeyboardState state;
    private final List<WlKeyboard> resources = new ArrayList<>();
    /** Keys that are down as far as clients know. */
    private final Set<Integer> told = new LinkedHashSet<>();
    private Surface window, holder, focus;
    private KeyboardState.Modifiers modifiers;

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
        useOwn();
        if (down ? forward : told.contains(key)) send(key, down);
        sendModifiers(state.modifiers());
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
