package weft.compositor.protocol;

import java.io.IOException;
import java.io.UncheckedIOException;
import weft.os.Fd;
import weft.os.Keymap;
import weft.wayland.protocol.client.WlKeyboard;
import weft.wayland.protocol.client.WlSurface;

/** Understands keys by the keymap that goes before them, as toolkits do, and writes down the characters. */
final class TypedText implements WlKeyboard.Events {
    private final StringBuilder text;
    private Keymap keymap;

    TypedText(StringBuilder text) {
        this.text = text;
    }

    @Override
    public void keymap(WlKeyboard self, int format, Fd fd, int size) {
        try (fd) {
            if (keymap != null) keymap.close();
            keymap = Keymap.read(fd, size);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void enter(WlKeyboard self, int serial, WlSurface surface, byte[] keys) {}

    @Override
    public void modifiers(WlKeyboard self, int serial, int depressed, int latched, int locked, int group) {
        keymap.update(depressed, latched, locked, group);
    }

    @Override
    public void key(WlKeyboard self, int serial, int time, int key, int state) {
        if (state == WlKeyboard.KEY_STATE_PRESSED) text.appendCodePoint(keymap.codePoint(key));
    }
}
