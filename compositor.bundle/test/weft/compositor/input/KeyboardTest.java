package weft.compositor.input;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.util.List;
import org.junit.jupiter.api.Test;
import weft.ffi.XkbCommon;
import weft.os.Memfd;

class KeyboardTest {
    private static final int KEY_Y = 21, KEY_A = 30, LEFT_SHIFT = 42, LEFT_SUPER = 125, RIGHT_ALT = 100, CAPS_LOCK = 58;

    @Test
    void the_keymaps_memory_holds_its_text_and_nobody_can_change_it() throws Exception {
        try (var keymap = new Keymap("us"); Arena arena = Arena.ofConfined()) {
            assertEquals(Memfd.SEAL_SEAL | Memfd.SEAL_SHRINK | Memfd.SEAL_GROW | Memfd.SEAL_WRITE, Memfd.seals(keymap.memory().number()));
            var text = Memfd.map(keymap.memory().number(), keymap.bytes(), false, arena);
            assertTrue(text.getString(0).startsWith("xkb_keymap {"));
            assertEquals(0, text.get(ValueLayout.JAVA_BYTE, keymap.bytes() - 1));
        }
    }

    @Test
    void layouts_differ_in_what_a_key_means() throws Exception {
        try (var us = new Keymap("us"); var german = new Keymap("de")) {
            assertEquals('y', new KeyboardState(us).symbol(KEY_Y));
            assertEquals('z', new KeyboardState(german).symbol(KEY_Y));
        }
    }

    @Test
    void an_unknown_layout_is_refused_by_name() {
        var e = assertThrows(IllegalArgumentException.class, () -> new Keymap("no-such-layout"));
        assertTrue(e.getMessage().contains("no-such-layout"));
    }

    @Test
    void modifiers_follow_from_the_keys_that_are_down() throws Exception {
        try (var keymap = new Keymap("us"); var state = new KeyboardState(keymap)) {
            assertTrue(state.update(LEFT_SHIFT, true));
            assertTrue(state.has("Shift"));
            assertEquals('A', state.symbol(KEY_A));
            assertEquals(1, state.modifiers().depressed());
            state.update(LEFT_SHIFT, false);
            assertEquals('a', state.symbol(KEY_A));
            state.update(CAPS_LOCK, true);
            state.update(CAPS_LOCK, false);
            assertEquals(2, state.modifiers().locked());
            state.update(LEFT_SUPER, true);
            assertTrue(state.has("Mod4"));
        }
    }

    @Test
    void a_key_that_is_down_already_changes_nothing() throws Exception {
        try (var keymap = new Keymap("us"); var state = new KeyboardState(keymap)) {
            assertTrue(state.update(KEY_A, true));
            assertFalse(state.update(KEY_A, true));
            assertTrue(state.update(KEY_A, false));
            assertFalse(state.update(KEY_A, false));
        }
    }

    @Test
    void letters_repeat_and_modifiers_do_not() throws Exception {
        try (var keymap = new Keymap("us")) {
            assertTrue(keymap.repeats(KEY_A));
            assertFalse(keymap.repeats(LEFT_SHIFT));
        }
    }

    @Test
    void typed_text_comes_back_out_of_the_keyboards_state() throws Exception {
        for (String layout : List.of("us", "de", "fr")) {
            String text = "Hello, World! {[]}\\|@~ 0123456789;:<>?/+*\n";
            try (var keymap = new Keymap(layout); var state = new KeyboardState(keymap)) {
                var read = new StringBuilder();
                for (var e : new Typist(keymap).type(text)) {
                    int symbol = e.pressed() ? state.symbol(e.key()) : 0;
                    state.update(e.key(), e.pressed());
                    if (symbol == 0xff0d) read.append('\n');
                    else if (e.pressed() && XkbCommon.codePointOf(symbol) != 0) read.appendCodePoint(XkbCommon.codePointOf(symbol));
                }
                assertEquals(text, read.toString(), layout);
                assertTrue(state.pressed().isEmpty());
            }
        }
    }

    @Test
    void third_level_characters_are_typed_with_the_right_alt_key() throws Exception {
        try (var keymap = new Keymap("de")) {
            assertEquals(RIGHT_ALT, new Typist(keymap).type("@").getFirst().key());
        }
    }

    @Test
    void a_character_without_a_key_is_named() throws Exception {
        try (var keymap = new Keymap("us")) {
            var e = assertThrows(IllegalArgumentException.class, () -> new Typist(keymap).type("aя"));
            assertTrue(e.getMessage().contains("я"));
        }
    }
}
