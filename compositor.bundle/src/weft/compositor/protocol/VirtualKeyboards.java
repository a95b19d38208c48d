package weft.compositor.protocol;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.Set;
import weft.compositor.input.Keymap;
import weft.compositor.input.KeyboardState.Modifiers;
import weft.os.Fd;
import weft.wayland.protocol.server.WlKeyboard;
import weft.wayland.protocol.server.WlSeat;
import weft.wayland.protocol.server.ZwpVirtualKeyboardManagerV1;
import weft.wayland.protocol.server.ZwpVirtualKeyboardV1;
import weft.wayland.server.Client;
import weft.wayland.server.Display;

/**
 * {@code zwp_virtual_keyboard_manager_v1}, for privileged clients: programs that type, with a keymap of their own. Keys go
 * to whoever has the keyboard; none of them is a shortcut of the system.
 */
final class VirtualKeyboards implements ZwpVirtualKeyboardManagerV1.Requests {
    private static final int MOST_BYTES = 1 << 20, MOST_KEYS = 256;
    private final SeatKeyboard keyboard;

    VirtualKeyboards(Display display, SeatKeyboard keyboard) {
        this.keyboard = keyboard;
        display.addGlobal(ZwpVirtualKeyboardManagerV1.TYPE, 1, Client::isPrivileged, m -> m.setRequests(this));
    }

    @Override
    public void createVirtualKeyboard(ZwpVirtualKeyboardManagerV1 self, WlSeat seat, ZwpVirtualKeyboardV1 id) {
        var virtual = new VirtualKeyboard();
        id.setRequests(virtual);
        id.onDestroy(virtual::end);
    }

    private final class VirtualKeyboard implements ZwpVirtualKeyboardV1.Requests {
        private final Set<Integer> pressed = new LinkedHashSet<>();
        private Keymap keymap;
        private Modifiers modifiers = new Modifiers(0, 0, 0, 0);

        @Override
        public void keymap(ZwpVirtualKeyboardV1 self, int format, Fd fd, int size) {
            try (fd) {
                if (format != WlKeyboard.KEYMAP_FORMAT_XKB_V1 || size <= 0 || size > MOST_BYTES) throw self.error(ZwpVirtualKeyboardV1.ERROR_NO_KEYMAP, "a keymap of format " + format + ", " + Integer.toUnsignedString(size) + " bytes");
                var next = Keymap.parse(text(fd, size));
                letGo();
                forget();
                keymap = next;
            } catch (IOException | IllegalArgumentException e) {
                throw self.error(ZwpVirtualKeyboardV1.ERROR_NO_KEYMAP, e.getMessage());
            }
        }

        // Read, not mapped: the memory stays its sender's, who may cut it short.
        private static String text(Fd fd, int size) throws IOException {
            byte[] bytes = new byte[size];
            int length = 0;
            for (int n; length < size && (n = fd.readAt(length, bytes, length, size - length)) > 0; ) length += n;
            var text = new String(bytes, 0, length, StandardCharsets.UTF_8);
            int end = text.indexOf(0);
            return end < 0 ? text : text.substring(0, end);
        }

        @Override
        public void key(ZwpVirtualKeyboardV1 self, int time, int key, int state) {
            requireKeymap(self);
            boolean down = state == WlKeyboard.KEY_STATE_PRESSED;
            if (down ? pressed.size() == MOST_KEYS || !pressed.add(key) : !pressed.remove(key)) return;
            keyboard.use(keymap, modifiers);
            keyboard.send(key, down);
        }

        @Override
        public void modifiers(ZwpVirtualKeyboardV1 self, int depressed, int latched, int locked, int group) {
            requireKeymap(self);
            modifiers = new Modifiers(depressed, latched, locked, group);
            keyboard.use(keymap, modifiers);
        }

        private void requireKeymap(ZwpVirtualKeyboardV1 self) {
            if (keymap == null) throw self.error(ZwpVirtualKeyboardV1.ERROR_NO_KEYMAP, "there is no keymap yet");
        }

        private void letGo() {
            if (!pressed.isEmpty()) keyboard.use(keymap, modifiers);
            for (int key : pressed) keyboard.send(key, false);
            pressed.clear();
        }

        private void forget() {
            if (keymap == null) return;
            keyboard.useOwn();
            keymap.close();
        }

        void end() {
            letGo();
            forget();
        }
    }
}
