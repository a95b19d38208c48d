package weft.ffi;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Optional;

/**
 * libxkbcommon: keymaps and the state of a keyboard. Handles are addresses of the library's own objects; each object is
 * for one thread at a time. Key codes are those of XKB: evdev's plus 8.
 */
public final class XkbCommon {
    private static final NativeLibrary LIBRARY = NativeLibrary.open("libxkbcommon.so.0");
    private static final MemorySegment CONTEXT_NEW = LIBRARY.find("xkb_context_new");
    private static final MemorySegment CONTEXT_UNREF = LIBRARY.find("xkb_context_unref");
    private static final MemorySegment KEYMAP_NEW = LIBRARY.find("xkb_keymap_new_from_names");
    private static final MemorySegment KEYMAP_FROM_STRING = LIBRARY.find("xkb_keymap_new_from_string");
    private static final MemorySegment KEYMAP_UNREF = LIBRARY.find("xkb_keymap_unref");
    private static final MemorySegment KEYMAP_STRING = LIBRARY.find("xkb_keymap_get_as_string");
    private static final MemorySegment MIN_KEYCODE = LIBRARY.find("xkb_keymap_min_keycode");
    private static final MemorySegment MAX_KEYCODE = LIBRARY.find("xkb_keymap_max_keycode");
    private static final MemorySegment LEVELS = LIBRARY.find("xkb_keymap_num_levels_for_key");
    private static final MemorySegment LEVEL_MODS = LIBRARY.find("xkb_keymap_key_get_mods_for_level");
    private static final MemorySegment LEVEL_SYMS = LIBRARY.find("xkb_keymap_key_get_syms_by_level");
    private static final MemorySegment KEY_REPEATS = LIBRARY.find("xkb_keymap_key_repeats");
    private static final MemorySegment MOD_INDEX = LIBRARY.find("xkb_keymap_mod_get_index");
    private static final MemorySegment STATE_NEW = LIBRARY.find("xkb_state_new");
    private static final MemorySegment STATE_UNREF = LIBRARY.find("xkb_state_unref");
    private static final MemorySegment STATE_UPDATE_KEY = LIBRARY.find("xkb_state_update_key");
    private static final MemorySegment STATE_UPDATE_MASK = LIBRARY.find("xkb_state_update_mask");
    private static final MemorySegment STATE_MODS = LIBRARY.find("xkb_state_serialize_mods");
    private static final MemorySegment STATE_LAYOUT = LIBRARY.find("xkb_state_serialize_layout");
    private static final MemorySegment STATE_SYM = LIBRARY.find("xkb_state_key_get_one_sym");
    private static final MemorySegment SYM_TO_UTF32 = LIBRARY.find("xkb_keysym_to_utf32");
    private static final MemorySegment UTF32_TO_SYM = LIBRARY.find("xkb_utf32_to_keysym");
    private static final MemorySegment FREE = NativeLibrary.libc().find("free");
    /** Parts of a state (enum xkb_state_component). */
    public static final int MODS_DEPRESSED = 1, MODS_LATCHED = 2, MODS_LOCKED = 4, MODS_EFFECTIVE = 8, LAYOUT_EFFECTIVE = 1 << 7;

    private XkbCommon() {}

    /** What chooses a keymap (struct xkb_rule_names); an empty text: the default. */
    public record Names(String rules, String model, String layout, String variant, String options) {}

    public static long newContext() {
        return LongCall.call(CONTEXT_NEW, 0);
    }

    public static void unrefContext(long context) {
        LongCall.call(CONTEXT_UNREF, context);
    }

    /** A compiled keymap; 0 if there is none by these names. */
    public static long newKeymap(long context, Names names) {
        try (Arena arena = Arena.ofConfined()) {
            var five = arena.allocate(40, 8);
            String[] fields = {names.rules, names.model, names.layout, names.variant, names.options};
            for (int i = 0; i < 5; i++) five.set(ValueLayout.JAVA_LONG, 8L * i, fields[i].isEmpty() ? 0 : arena.allocateFrom(fields[i]).address());
            return LongCall.call(KEYMAP_NEW, context, five.address(), 0);
        }
    }

    /** A keymap from its text, format XKB_KEYMAP_FORMAT_TEXT_V1; 0 if it does not compile. */
    public static long newKeymap(long context, String text) {
        try (Arena arena = Arena.ofConfined()) {
            return LongCall.call(KEYMAP_FROM_STRING, context, arena.allocateFrom(text).address(), 1, 0);
        }
    }

    public static void unrefKeymap(long keymap) {
        LongCall.call(KEYMAP_UNREF, keymap);
    }

    /** The keymap as text, format XKB_KEYMAP_FORMAT_TEXT_V1. */
    public static String keymapText(long keymap) {
        long address = LongCall.call(KEYMAP_STRING, keymap, 1);
        String text = MemorySegment.ofAddress(address).reinterpret(Long.MAX_VALUE).getString(0);
        LongCall.call(FREE, address);
        return text;
    }

    public static int minKeycode(long keymap) {
        return (int) LongCall.call(MIN_KEYCODE, keymap);
    }

    public static int maxKeycode(long keymap) {
        return (int) LongCall.call(MAX_KEYCODE, keymap);
    }

    /** How many shift levels a key has in a layout. */
    public static int levels(long keymap, int keycode, int layout) {
        return (int) LongCall.call(LEVELS, keymap, keycode, layout);
    }

    /** The key symbol at a level, if it is exactly one. */
    public static Optional<Integer> symbol(long keymap, int keycode, int layout, int level) {
        try (Arena arena = Arena.ofConfined()) {
            var out = arena.allocate(ValueLayout.JAVA_LONG);
            int n = (int) LongCall.call(LEVEL_SYMS, keymap, keycode, layout, level, out.address());
            if (n != 1) return Optional.empty();
            return Optional.of(MemorySegment.ofAddress(out.get(ValueLayout.JAVA_LONG, 0)).reinterpret(4).get(ValueLayout.JAVA_INT, 0));
        }
    }

    /** A mask of modifiers that leads to a level, if there is one. */
    public static Optional<Integer> modifiersForLevel(long keymap, int keycode, int layout, int level) {
        try (Arena arena = Arena.ofConfined()) {
            var masks = arena.allocate(4, 4);
            long n = LongCall.call(LEVEL_MODS, keymap, keycode, layout, level, masks.address(), 1);
            return n > 0 ? Optional.of(masks.get(ValueLayout.JAVA_INT, 0)) : Optional.empty();
        }
    }

    public static boolean repeats(long keymap, int keycode) {
        return (int) LongCall.call(KEY_REPEATS, keymap, keycode) != 0;
    }

    /** The bit number of a modifier such as {@code Shift} or {@code Mod4}; -1 if there is none. */
    public static int modifierIndex(long keymap, String name) {
        try (Arena arena = Arena.ofConfined()) {
            return (int) LongCall.call(MOD_INDEX, keymap, arena.allocateFrom(name).address());
        }
    }

    public static long newState(long keymap) {
        return LongCall.call(STATE_NEW, keymap);
    }

    public static void unrefState(long state) {
        LongCall.call(STATE_UNREF, state);
    }

    /** Tells the state of a key going down or up; returns whether modifiers or layout changed. */
    public static boolean updateKey(long state, int keycode, boolean down) {
        return (int) LongCall.call(STATE_UPDATE_KEY, state, keycode, down ? 1 : 0) != 0;
    }

    /** Replaces a client's state by what its compositor reports. */
    public static void updateMask(long state, int depressed, int latched, int locked, int layout) {
        LongCall.call(STATE_UPDATE_MASK, state, depressed, latched, locked, 0, 0, layout);
    }

    public static int modifiers(long state, int component) {
        return (int) LongCall.call(STATE_MODS, state, component);
    }

    public static int layout(long state) {
        return (int) LongCall.call(STATE_LAYOUT, state, LAYOUT_EFFECTIVE);
    }

    /** The symbol that a key means now; 0 for none. */
    public static int symbol(long state, int keycode) {
        return (int) LongCall.call(STATE_SYM, state, keycode);
    }

    /** The symbol of a code point; 0 if there is none. */
    public static int symbolOf(int codePoint) {
        return (int) LongCall.call(UTF32_TO_SYM, codePoint);
    }

    /** The code point of a symbol; 0 if it is no character. */
    public static int codePointOf(int symbol) {
        return (int) LongCall.call(SYM_TO_UTF32, symbol & 0xffffffffL);
    }
}
