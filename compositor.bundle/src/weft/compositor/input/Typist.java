package weft.compositor.input;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import weft.ffi.XkbCommon;

/** Finds the keystrokes that write a text on a keymap's first layout. */
public final class Typist {
    private static final int ENTER = 28, TAB = 15, LEFT_SHIFT = 42, RIGHT_ALT = 100;
    private final Map<Integer, Stroke> strokes = new HashMap<>();

    /** A key with the modifier keys that are held meanwhile, all evdev codes. */
    private record Stroke(int key, List<Integer> modifiers) {}

    /** A key going down or up. */
    public record KeyEvent(int key, boolean pressed) {}

    public Typist(Keymap keymap) {
        long map = keymap.handle();
        int shift = 1 << XkbCommon.modifierIndex(map, "Shift"), third = 1 << XkbCommon.modifierIndex(map, "Mod5");
        for (int code = XkbCommon.minKeycode(map); code <= XkbCommon.maxKeycode(map); code++) {
            for (int level = 0; level < XkbCommon.levels(map, code, 0); level++) learn(map, code, level, shift, third);
        }
        strokes.put((int) '\n', new Stroke(ENTER, List.of()));
        strokes.put((int) '\t', new Stroke(TAB, List.of()));
    }

    /**
     * The events, in order, that write a text.
     *
     * @throws IllegalArgumentException naming the first character that the layout cannot write
     */
    public List<KeyEvent> type(String text) {
        var events = new ArrayList<KeyEvent>();
        text.codePoints().forEach(c -> {
            var stroke = strokes.get(c);
            if (stroke == null) throw new IllegalArgumentException("the keymap has no key for '" + Character.toString(c) + "'");
            for (int m : stroke.modifiers) events.add(new KeyEvent(m, true));
            events.add(new KeyEvent(stroke.key, true));
            events.add(new KeyEvent(stroke.key, false));
            for (int m : stroke.modifiers.reversed()) events.add(new KeyEvent(m, false));
        });
        return events;
    }

    private void learn(long map, int code, int level, int shift, int third) {
        int key = code - KeyboardState.EVDEV_OFFSET;
        int symbol = XkbCommon.symbol(map, code, 0, level).orElse(0), character = XkbCommon.codePointOf(symbol);
        int mask = level == 0 ? 0 : XkbCommon.modifiersForLevel(map, code, 0, level).orElse(-1);
        if (character < ' ' || character == 127 || (mask & ~(shift | third)) != 0) return;
        var modifiers = new ArrayList<Integer>();
        if ((mask & shift) != 0) modifiers.add(LEFT_SHIFT);
        if ((mask & third) != 0) modifiers.add(RIGHT_ALT);
        var known = strokes.get(character);
        if (known == null || known.modifiers.size() > modifiers.size()) strokes.put(character, new Stroke(key, modifiers));
    }
}
