package weft.shell.engine.window;

import java.io.IOException;
import weft.os.EventLoop;
import weft.os.Fd;
import weft.os.Keymap;
import weft.os.OsException;
import weft.shell.engine.cef.BrowserHost;
import weft.shell.engine.page.InputTarget;
import weft.wayland.protocol.client.WlKeyboard;
import weft.wayland.protocol.client.WlSurface;

/** The keyboard while one of our windows has it: what keys mean by the compositor's keymap, and their repetition. */
final class Keyboard implements WlKeyboard.Events {
    private static final long SECOND = 1_000_000_000L, MILLISECOND = 1_000_000L;
    private final EventLoop.Timer repeat;
    private WlKeyboard bound;
    private ShellWindow window;
    private Keymap keymap;
    private int modifiers;
    private int repeatRate = 25, repeatDelay = 600, repeating = -1;

    Keyboard(EventLoop loop) throws OsException {
        repeat = loop.timer(this::repeat);
    }

    void bind(WlKeyboard keyboard) {
        bound = keyboard;
        keyboard.setEvents(this);
    }

    void lost() {
        leave();
        bound = null;
    }

    void forget(ShellWindow closed) {
        if (window == closed) leave();
    }

    /** Flags of {@link BrowserHost} for what is held or locked. */
    int modifiers() {
        return modifiers;
    }

    @Override
    public void keymap(WlKeyboard self, int format, Fd fd, int size) {
        try (fd) {
            if (format != WlKeyboard.KEYMAP_FORMAT_XKB_V1) return;
            var replacement = Keymap.read(fd, size);
            if (keymap != null) keymap.close();
            keymap = replacement;
        } catch (IOException e) {
            System.err.println("keymap refused: " + e.getMessage());
        }
    }

    @Override
    public void enter(WlKeyboard self, int serial, WlSurface surface, byte[] pressed) {
        if (surface == null) return;
        var entered = surface.userData(ShellWindow.class);
        if (window != null && window.content() != entered.content()) leave();
        window = entered;
        target().focus(true);
    }

    @Override
    public void leave(WlKeyboard self, int serial, WlSurface surface) {
        leave();
    }

    private void leave() {
        stopRepeating();
        modifiers = 0;
        if (window != null) target().focus(false);
        window = null;
    }

    private InputTarget target() {
        return window.content().input();
    }

    @Override
    public void modifiers(WlKeyboard self, int serial, int depressed, int latched, int locked, int group) {
        if (keymap == null) return;
        keymap.update(depressed, latched, locked, group);
        modifiers = (keymap.isActive(Keymap.SHIFT) ? BrowserHost.SHIFT : 0) | (keymap.isActive(Keymap.CONTROL) ? BrowserHost.CONTROL : 0)
                | (keymap.isActive(Keymap.ALT) ? BrowserHost.ALT : 0) | (keymap.isActive(Keymap.SUPER) ? BrowserHost.COMMAND : 0)
                | (keymap.isActive(Keymap.CAPS_LOCK) ? BrowserHost.CAPS_LOCK : 0) | (keymap.isActive(Keymap.NUM_LOCK) ? BrowserHost.NUM_LOCK : 0)
                | (keymap.isActive(Keymap.ALT_GR) ? BrowserHost.ALT_GR : 0);
    }

    @Override
    public void key(WlKeyboard self, int serial, int time, int code, int state) {
        if (window == null || keymap == null) return;
        boolean pressed = state == WlKeyboard.KEY_STATE_PRESSED;
        send(code, pressed, 0);
        if (pressed && repeatRate > 0 && keymap.repeats(code)) {
            repeating = code;
            repeat.startAfter(repeatDelay * MILLISECOND);
        } else if (code == repeating) stopRepeating();
    }

    private void send(int code, boolean pressed, int more) {
        int symbol = keymap.symbol(code);
        int flags = modifiers | more | (WindowsKeys.isKeyPad(symbol) ? BrowserHost.KEY_PAD : 0);
        if (pressed) window.content().keyPressed(flags, WindowsKeys.code(code, symbol));
        target().key(pressed, flags, code, WindowsKeys.code(code, symbol), WindowsKeys.text(symbol, keymap.codePoint(code)));
    }

    private void repeat() {
        if (window == null || keymap == null || repeating < 0) return;
        send(repeating, true, BrowserHost.REPEAT);
        repeat.startAfter(SECOND / repeatRate);
    }

    private void stopRepeating() {
        repeating = -1;
        repeat.stop();
    }

    @Override
    public void repeatInfo(WlKeyboard self, int rate, int delay) {
        repeatRate = rate;
        repeatDelay = delay;
        if (rate <= 0) stopRepeating();
    }
}
