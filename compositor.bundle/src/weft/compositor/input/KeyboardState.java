package weft.compositor.input;

import java.util.LinkedHashSet;
import java.util.Set;
import weft.ffi.XkbCommon;

/** Which keys are down on a keyboard, and the modifiers that follow from it. Keys are evdev codes. */
public final class KeyboardState implements AutoCloseable {
    static final int EVDEV_OFFSET = 8;
    private final long handle, keymap;
    private final Set<Integer> pressed = new LinkedHashSet<>();

    public KeyboardState(Keymap keymap) {
        this.keymap = keymap.handle();
        handle = XkbCommon.newState(this.keymap);
    }

    /** The modifiers as clients want to know them (wl_keyboard.modifiers). */
    public record Modifiers(int depressed, int latched, int locked, int group) {}

    /** Notes a key going down or up; returns false if it was so already. */
    public boolean update(int key, boolean down) {
        if (down ? !pressed.add(key) : !pressed.remove(key)) return false;
        XkbCommon.updateKey(handle, key + EVDEV_OFFSET, down);
        return true;
    }

    /** The keys that are down, in the order they were pressed. Live. */
    public Set<Integer> pressed() {
        return pressed;
    }

    public Modifiers modifiers() {
        return new Modifiers(XkbCommon.modifiers(handle, XkbCommon.MODS_DEPRESSED), XkbCommon.modifiers(handle, XkbCommon.MODS_LATCHED),
                XkbCommon.modifiers(handle, XkbCommon.MODS_LOCKED), XkbCommon.layout(handle));
    }

    /** Whether a modifier ({@code Shift}, {@code Control}, {@code Mod1} for Alt, {@code Mod4} for Super) holds. */
    public boolean has(String modifier) {
        int index = XkbCommon.modifierIndex(keymap, modifier);
        return index >= 0 && (XkbCommon.modifiers(handle, XkbCommon.MODS_EFFECTIVE) >> index & 1) != 0;
    }

    /** The key symbol (XKB_KEY_…) that a key means at present. */
    public int symbol(int key) {
        return XkbCommon.symbol(handle, key + EVDEV_OFFSET);
    }

    @Override
    public void close() {
        XkbCommon.unrefState(handle);
    }
}
