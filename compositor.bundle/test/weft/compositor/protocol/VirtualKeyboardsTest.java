package weft.compositor.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import weft.compositor.input.Keymap;
import weft.os.Memfd;
import weft.wayland.protocol.client.WlKeyboard;
import weft.wayland.protocol.client.WlSeat;
import weft.wayland.protocol.client.ZwpVirtualKeyboardManagerV1;
import weft.wayland.protocol.client.ZwpVirtualKeyboardV1;

/** zwp_virtual_keyboard_manager_v1: a program types. */
class VirtualKeyboardsTest extends ProtocolTest {
    private static final int A = 30, SHIFT = 1;

    private ZwpVirtualKeyboardV1 keyboard(TestClient remote) {
        return remote.bind(ZwpVirtualKeyboardManagerV1.TYPE).createVirtualKeyboard(remote.bind(WlSeat.TYPE));
    }

    private ZwpVirtualKeyboardV1 withKeymap(TestClient remote, String layout) throws Exception {
        var keyboard = keyboard(remote);
        try (var keymap = new Keymap(layout)) {
            keyboard.keymap(WlKeyboard.KEYMAP_FORMAT_XKB_V1, keymap.memory(), keymap.bytes());
        }
        server.settle();
        return keyboard;
    }

    private List<String> listen() throws Exception {
        client.window(200, 100, RED).map();
        client.listenToKeyboard();
        client.takeLog();
        return new ArrayList<>();
    }

    @Test
    void its_keymap_goes_before_its_keys_and_ours_before_our_own() throws Exception {
        listen();
        var keyboard = withKeymap(server.connectPrivileged(), "de");
        assertEquals(List.of(), client.takeLog());
        keyboard.modifiers(SHIFT, 0, 0, 0);
        keyboard.key(0, A, WlKeyboard.KEY_STATE_PRESSED);
        keyboard.key(0, A, WlKeyboard.KEY_STATE_RELEASED);
        server.settle();
        assertEquals(List.of("keymap 1 true 15", "modifiers 1 0", "key 30 1", "key 30 0"), client.takeLog());
        server.tap(A);
        assertEquals(List.of("keymap 1 true 15", "modifiers 0 0", "key 30 1", "key 30 0"), client.takeLog());
    }

    @Test
    void what_is_held_is_let_go_and_our_keymap_is_back_when_it_goes() throws Exception {
        listen();
        var keyboard = withKeymap(server.connectPrivileged(), "de");
        keyboard.key(0, A, WlKeyboard.KEY_STATE_PRESSED);
        server.settle();
        client.takeLog();
        keyboard.destroy();
        server.settle();
        assertEquals(List.of("key 30 0", "keymap 1 true 15"), client.takeLog());
    }

    @Test
    void a_key_that_is_pressed_twice_is_told_once() throws Exception {
        listen();
        var keyboard = withKeymap(server.connectPrivileged(), "us");
        keyboard.key(0, A, WlKeyboard.KEY_STATE_PRESSED);
        keyboard.key(0, A, WlKeyboard.KEY_STATE_PRESSED);
        server.settle();
        assertEquals(1, client.takeLog().stream().filter("key 30 1"::equals).count());
    }

    @Test
    void a_key_before_any_keymap_is_an_error() throws Exception {
        var remote = server.connectPrivileged();
        keyboard(remote).key(0, A, WlKeyboard.KEY_STATE_PRESSED);
        remote.expectError(ZwpVirtualKeyboardV1.ERROR_NO_KEYMAP, "zwp_virtual_keyboard_v1");
    }

    @Test
    void modifiers_before_any_keymap_are_an_error() throws Exception {
        var remote = server.connectPrivileged();
        keyboard(remote).modifiers(1, 0, 0, 0);
        remote.expectError(ZwpVirtualKeyboardV1.ERROR_NO_KEYMAP, "zwp_virtual_keyboard_v1");
    }

    @Test
    void a_text_that_is_no_keymap_is_an_error_and_nobody_else_notices() throws Exception {
        listen();
        var remote = server.connectPrivileged();
        byte[] text = "xkb_keymap { nonsense".getBytes(StandardCharsets.US_ASCII);
        try (var memory = Memfd.create("keymap", text.length); var arena = Arena.ofConfined()) {
            MemorySegment.copy(text, 0, Memfd.map(memory.number(), text.length, true, arena), ValueLayout.JAVA_BYTE, 0, text.length);
            keyboard(remote).keymap(WlKeyboard.KEYMAP_FORMAT_XKB_V1, memory, text.length);
        }
        remote.expectError(ZwpVirtualKeyboardV1.ERROR_NO_KEYMAP, "zwp_virtual_keyboard_v1");
        server.tap(A);
        assertEquals(List.of("key 30 1", "key 30 0"), client.takeLog());
    }

    @Test
    void a_keymap_that_is_shorter_than_said_or_impossibly_long_is_an_error() throws Exception {
        for (int size : new int[] {1 << 16, Integer.MAX_VALUE, -1}) {
            var remote = server.connectPrivileged();
            try (var memory = Memfd.create("keymap", 16)) {
                keyboard(remote).keymap(WlKeyboard.KEYMAP_FORMAT_XKB_V1, memory, size);
            }
            remote.expectError(ZwpVirtualKeyboardV1.ERROR_NO_KEYMAP, "zwp_virtual_keyboard_v1");
        }
        assertTrue(client.connection.isOpen());
    }
}
