package weft.ffi;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/**
 * libxkbcommon: keymaps and the state of a keyboard. Handles are addresses of the library's own objects; each object is
 * for one thread at a time. Key codes are those of XKB: evdev's plus 8.
 */
public final class XkbCommon {
    private static final NativeLibrary LIBRARY = NativeLibrary.open("libxkbcommon.so.0");
    private static final MethodHandle CONTEXT_NEW = LIBRARY.function("xkb_context_new", 1);
    private static final MethodHandle CONTEXT_UNREF = LIBRARY.function("xkb_context_unref", 1);
    private static final MethodHandle KEYMAP_NEW = LIBRARY.function("xkb_keymap_new_from_names", 3);
    private static final MethodHandle KEYMAP_FROM_STRING = LIBRARY.function("xkb_keymap_new_from_string", 4);
    private static final MethodHandle KEYMAP_UNREF = LIBRARY.function("xkb_keymap_unref", 1);
    private static final MethodHandle KEYMAP_STRING = LIBRARY.function("xkb_keymap_get_as_string", 2);
    private static final MethodHandle MIN_KEYCODE = LIBRARY.function("xkb_keymap_min_keycode", 1);
    private static final MethodHandle MAX_KEYCODE = LIBRARY.function("xkb_keymap_max_keycode", 1);
    private static final MethodHandle LEVELS = LIBRARY.function("xkb_keymap_num_levels_for_key", 3);
    private static final MethodHandle LEVEL_MODS = LIBRARY.function("xkb_keymap_key_get_mods_for_level", 6);
    private static final MethodHandle LEVEL_SYMS = LIBRARY.function("xkb_keymap_key_get_syms_by_level", 5);
    private static final MethodHandle KEY_REPEATS = LIBRARY.function("xkb_keymap_key_repeats", 2);
    private static final MethodHandle MOD_INDEX = LIBRARY.function("xkb_keymap_mod_get_index", 2);
    private static final MethodHandle STATE_NEW = LIBRARY.function("xkb_state_new", 1);
    private static final MethodHandle STATE_UNREF = LIBRARY.function("xkb_state_unref", 1);
    private static final MethodHandle STATE_UPDATE_KEY = LIBRARY.function("xkb_state_update_key", 3);
    private static final MethodHandle STATE_UPDATE_MASK = LIBRARY.function("xkb_state_update_mask", 7);
    private static final MethodHandle STATE_MODS = LIBRARY.function("xkb_state_serialize_mods", 2);
    private static final MethodHandle STATE_LAYOUT = LIBRARY.function("xkb_state_serialize_layout", 2);
    private static final MethodHandle STATE_SYM = LIBRARY.function("xkb_state_key_get_one_sym", 2);
    private static final MethodHandle SYM_TO_UTF32 = LIBRARY.function("xkb_keysym_to_utf32", 1);
    private static final MethodHandle UTF32_TO_SYM = LIBRARY.function("xkb_utf32_to_keysym", 1);
    private static final MethodHandle FREE = NativeLibrary.libc().function("free", 1);
    /** Parts of a state (enum xkb_state_component). */
    public static final int MODS_DEPRESSED = 1, MODS_LATCHED = 2, MODS_LOCKED = 4, MODS_EFFECTIVE = 8, LAYOUT_EFFECTIVE = 1 << 7;

    private XkbCommon() {}

    /** What chooses a keymap (struct xkb_rule_names); an empty text: the default. */
    public record Names(String rules, String model, String layout, String variant, String options) {}

    public static long newContext() {
        return call(CONTEXT_NEW, 0);
    }

    public static void unrefContext(long context) {
        call(CONTEXT_UNREF, context);
    }

    /** A compiled keymap; 0 if there is none by these names. */
    public static long newKeymap(long context, Names names) {
        try (Arena arena = Arena.ofConfined()) {
            var five = arena.allocate(40, 8);
            String[] fields = {names.rules, names.model, names.layout, names.variant, names.options};
            for (int i = 0; i < 5; i++) five.set(ValueLayout.JAVA_LONG, 8L * i, fields[i].isEmpty() ? 0 : arena.allocateFrom(fields[i]).address());
            return call(KEYMAP_NEW, context, five.address(), 0);
        }
    }

    /** A keymap from its text, format XKB_KEYMAP_FORMAT_TEXT_V1; 0 if it does not compile. */
    public static long newKeymap(long context, String text) {
        try (Arena arena = Arena.ofConfined()) {
            return (long) KEYMAP_FROM_STRING.invokeExact(context, arena.allocateFrom(text).address(), 1L, 0L);
        } catch (Throwable t) {
            throw new AssertionError(t);
        }
    }

    public static void unrefKeymap(long keymap) {
        call(KEYMAP_UNREF, keymap);
    }

    /** The keymap as text, format XKB_KEYMAP_FORMAT_TEXT_V1. */
    public static String keymapText(long keymap) {
        long address = call(KEYMAP_STRING, keymap, 1);
        String text = MemorySegment.ofAddress(address).reinterpret(Long.MAX_VALUE).getString(0);
        call(FREE, address);
        return text;
    }

    public static int minKeycode(long keymap) {
        return (int) call(MIN_KEYCODE, keymap);
    }

    public static int maxKeycode(long keymap) {
        return (int) call(MAX_KEYCODE, keymap);
    }

    /** How many shift levels a key has in a layout. */
    public static int levels(long keymap, int keycode, int layout) {
        return (int) call(LEVELS, keymap, keycode, layout);
    }

    /** The key symbol at a level, if it is exactly one. */
    public static Optional<Integer> symbol(long keymap, int keycode, int layout, int level) {
        try (Arena arena = Arena.ofConfined()) {
            var out = arena.allocate(ValueLayout.JAVA_LONG);
            int n = (int) call(LEVEL_SYMS, keymap, keycode, layout, level, out.address());
            if (n != 1) return Optional.empty();
            return Optional.of(MemorySegment.ofAddress(out.get(ValueLayout.JAVA_LONG, 0)).reinterpret(4).get(ValueLayout.JAVA_INT, 0));
        }
    }

    /** A mask of modifiers that leads to a level, if there is one. */
    public static Optional<Integer> modifiersForLevel(long keymap, int keycode, int layout, int level) {
        try (Arena arena = Arena.ofConfined()) {
            var masks = arena.allocate(4, 4);
            long n = (long) LEVEL_MODS.invokeExact(keymap, (long) keycode, (long) layout, (long) level, masks.address(), 1L);
            return n > 0 ? Optional.of(masks.get(ValueLayout.JAVA_INT, 0)) : Optional.empty();
        } catch (Throwable t) {
            throw new AssertionError(t);
        }
    }

    public static boolean repeats(long keymap, int keycode) {
        return (int) call(KEY_REPEATS, keymap, keycode) != 0;
    }

    /** The bit number of a modifier such as {@code Shift} or {@code Mod4}; -1 if there is none. */
    public static int modifierIndex(long keymap, String name) {
        try (Arena arena = Arena.ofConfined()) {
            return (int) call(MOD_INDEX, keymap, arena.allocateFrom(name).address());
        }
    }

    public static long newState(long keymap) {
        return call(STATE_NEW, keymap);
    }

    public static void unrefState(long state) {
        call(STATE_UNREF, state);
    }

    /** Tells the state of a key going down or up; returns whether modifiers or layout changed. */
    public static boolean updateKey(long state, int keycode, boolean down) {
        return (int) call(STATE_UPDATE_KEY, state, keycode, down ? 1 : 0) != 0;
    }

    /** Replaces a client's state by what its compositor reports. */
    public static void updateMask(long state, int depressed, int latched, int locked, int layout) {
        try {
            long changed = (long) STATE_UPDATE_MASK.invokeExact(state, (long) depressed, (long) latched, (long) locked, 0L, 0L, (long) layout);
        } catch (Throwable t) {
            throw new AssertionError(t);
        }
    }

    public static int modifiers(long state, int component) {
        return (int) call(STATE_MODS, state, component);
    }

    public static int layout(long state) {
        return (int) call(STATE_LAYOUT, state, LAYOUT_EFFECTIVE);
    }

    /** The symbol that a key means now; 0 for none. */
    public static int symbol(long state, int keycode) {
        return (int) call(STATE_SYM, state, keycode);
    }

    /** The symbol of a code point; 0 if there is none. */
    public static int symbolOf(int codePoint) {
        return (int) call(UTF32_TO_SYM, codePoint);
    }

    /** The code point of a symbol; 0 if it is no character. */
    public static int codePointOf(int symbol) {
        return (int) call(SYM_TO_UTF32, symbol & 0xffffffffL);
    }

    private static long call(MethodHandle h, long a) {
        try {
            return (long) h.invokeExact(a);
        } catch (Throwable t) {
            throw new AssertionError(t);
        }
    }

    private static long call(MethodHandle h, long a, long b) {
        try {
            return (long) h.invokeExact(a, b);
        } catch (Throwable t) {
            throw new AssertionError(t);
        }
    }

    private static long call(MethodHandle h, long a, long b, long c) {
        try {
            return (long) h.invokeExact(a, b, c);
        } catch (Throwable t) {
            throw new AssertionError(t);
        }
    }

    private static long call(MethodHandle h, long a, long b, long c, long d, long e) {
        try {
            return (long) h.invokeExact(a, b, c, d, e);
        } catch (Throwable t) {
            throw new AssertionError(t);
        }
    }
}
