package weft.os;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import weft.ffi.XkbCommon;

/**
 * A keymap as a Wayland client gets it, with the state of modifiers and layout that the compositor reports. Keys are named
 * by their evdev codes. For one thread.
 */
public final class Keymap implements AutoCloseable {
    /** Modifiers for {@link #isActive}, by the names that xkeyboard-config gives them. */
    public static final int SHIFT = 0, CAPS_LOCK = 1, CONTROL = 2, ALT = 3, NUM_LOCK = 4, SUPER = 5, ALT_GR = 6;
    private static final String[] NAMES = {"Shift", "Lock", "Control", "Mod1", "Mod2", "Mod4", "Mod5"};
    private static final int MAX_BYTES = 1 << 20, XKB_OFFSET = 8;
    private final long context, keymap, state;
    private final int[] masks = new int[NAMES.length];
    private int active;

    private Keymap(String text) throws IOException {
        context = XkbCommon.newContext();
        keymap = XkbCommon.newKeymap(context, text);
        if (keymap == 0) {
            XkbCommon.unrefContext(context);
            throw new IOException("the keymap does not compile");
        }
        state = XkbCommon.newState(keymap);
        for (int i = 0; i < NAMES.length; i++) {
            int index = XkbCommon.modifierIndex(keymap, NAMES[i]);
            masks[i] = index < 0 ? 0 : 1 << index;
        }
    }

    /** Reads the keymap of {@code wl_keyboard.keymap}; the descriptor stays the caller's. */
    public static Keymap read(Fd fd, int size) throws IOException {
        if (size <= 0 || size > MAX_BYTES) throw new IOException("a keymap of " + Integer.toUnsignedLong(size) + " bytes");
        byte[] bytes = new byte[size];
        try (Arena arena = Arena.ofConfined()) {
            // Read, not mapped: a file that shrinks while it is mapped would end this process.
            var buffer = arena.allocate(size);
            int n = 0;
            while (n < size) {
                long got = OsException.check(weft.ffi.Libc.pread(fd.number(), buffer.address() + n, size - n, n), "pread of the keymap");
                if (got == 0) break;
                n += (int) got;
            }
            java.lang.foreign.MemorySegment.copy(buffer, ValueLayout.JAVA_BYTE, 0, bytes, 0, n);
            while (n > 0 && bytes[n - 1] == 0) n--;
            return new Keymap(new String(bytes, 0, n, StandardCharsets.UTF_8));
        }
    }

    /** Takes over what {@code wl_keyboard.modifiers} says. */
    public void update(int depressed, int latched, int locked, int layout) {
        active = depressed | latched | locked;
        XkbCommon.updateMask(state, depressed, latched, locked, layout);
    }

    public boolean isActive(int modifier) {
        return (active & masks[modifier]) != 0;
    }

    /** The symbol that a key means now; 0 for none. */
    public int symbol(int evdevCode) {
        return XkbCommon.symbol(state, evdevCode + XKB_OFFSET);
    }

    /** The character that a key types now; 0 for none. */
    public int codePoint(int evdevCode) {
        return XkbCommon.codePointOf(symbol(evdevCode));
    }

    public boolean repeats(int evdevCode) {
        return XkbCommon.repeats(keymap, evdevCode + XKB_OFFSET);
    }

    @Override
    public void close() {
        XkbCommon.unrefState(state);
        XkbCommon.unrefKeymap(keymap);
        XkbCommon.unrefContext(context);
    }
}
