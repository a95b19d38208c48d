package weft.compositor.protocol;

import weft.compositor.input.KeyboardState;
import weft.wayland.protocol.server.WlKeyboard;
import weft.wayland.protocol.server.WlSeat;
import weft.wayland.protocol.server.WlSurface;
import weft.wayland.protocol.server.ZwpInputMethodKeyboardGrabV2;
import weft.wayland.protocol.server.ZwpInputMethodManagerV2;
import weft.wayland.protocol.server.ZwpInputMethodV2;
import weft.wayland.protocol.server.ZwpInputPopupSurfaceV2;
import weft.wayland.server.Client;
import weft.wayland.server.Display;

/**
 * {@code zwp_input_method_manager_v2}, for one privileged client: it reads what is around the cursor of the active text
 * field, and writes there. With a grab it hears the real keys as long as a text field is active; those that it does not want
 * it gives back by a virtual keyboard.
 */
final class InputMethods implements ZwpInputMethodManagerV2.Requests {
    /** zwp_input_method_v2.error, which the description that Debian has lacks. */
    private static final int ERROR_ROLE = 0;
    private final Globals globals;
    private final TextInputs inputs;
    private Method current;

    InputMethods(Display display, Globals globals, TextInputs inputs) {
        this.globals = globals;
        this.inputs = inputs;
        display.addGlobal(ZwpInputMethodManagerV2.TYPE, 1, Client::isPrivileged, m -> m.setRequests(this));
    }

    @Override
    public void getInputMethod(ZwpInputMethodManagerV2 self, WlSeat seat, ZwpInputMethodV2 id) {
        if (current != null) {
            id.sendUnavailable();
            return;
        }
        var method = new Method(id);
        current = method;
        id.setRequests(method);
        id.onDestroy(() -> {
            current = null;
            method.hidePopup();
        });
        if (inputs.active() != null) update(true);
    }

    /** The active text field, or its state, is another; {@code activated}: it was not active before, or none is now. */
    void update(boolean activated) {
        if (current != null) current.update(inputs.active(), activated);
    }

    private final class KeyGrab implements SeatKeyboard.Grab {
        private final ZwpInputMethodKeyboardGrabV2 resource;

        KeyGrab(ZwpInputMethodKeyboardGrabV2 resource) {
            this.resource = resource;
        }

        @Override
        public boolean isActive() {
            return inputs.active() != null;
        }

        @Override
        public void key(int serial, int time, int key, boolean down) {
            resource.sendKey(serial, time, key, down ? WlKeyboard.KEY_STATE_PRESSED : WlKeyboard.KEY_STATE_RELEASED);
        }

        @Override
        public void modifiers(int serial, KeyboardState.Modifiers held) {
            resource.sendModifiers(serial, held.depressed(), held.latched(), held.locked(), held.group());
        }
    }

    private final class Method implements ZwpInputMethodV2.Requests {
        private final ZwpInputMethodV2 resource;
        private String preedit, text;
        private int begin, end, before, after;
        private boolean told;
        private InputPopup popup;

        Method(ZwpInputMethodV2 resource) {
            this.resource = resource;
        }

        void update(TextInput active, boolean activated) {
            if (activated && told) resource.sendDeactivate();
            if (activated) clear();
            if (active == null) {
                if (told) resource.sendDone();
                told = false;
                hidePopup();
                return;
            }
            if (activated) resource.sendActivate();
            var s = active.state();
            if (s.text() != null) resource.sendSurroundingText(s.text(), s.cursor(), s.anchor());
            resource.sendTextChangeCause(s.cause());
            resource.sendContentType(s.hint(), s.purpose());
            resource.sendDone();
            told = true;
            if (popup != null) popup.follow(inputs);
        }

        void hidePopup() {
            if (popup != null) popup.hide();
        }

        private void clear() {
            preedit = text = null;
            begin = end = before = after = 0;
        }

        @Override
        public void commitString(ZwpInputMethodV2 self, String newText) {
            text = newText;
        }

        @Override
        public void setPreeditString(ZwpInputMethodV2 self, String newText, int cursorBegin, int cursorEnd) {
            preedit = newText;
            begin = cursorBegin;
            end = cursorEnd;
        }

        @Override
        public void deleteSurroundingText(ZwpInputMethodV2 self, int beforeLength, int afterLength) {
            before = beforeLength;
            after = afterLength;
        }

        @Override
        public void commit(ZwpInputMethodV2 self, int serial) {
            if (inputs.active() != null) inputs.active().enter(preedit, begin, end, text, before, after);
            clear();
        }

        @Override
        public void getInputPopupSurface(ZwpInputMethodV2 self, ZwpInputPopupSurfaceV2 id, WlSurface surface) {
            var p = new InputPopup(globals, id, Surface.of(surface), inputs);
            if (!Surface.of(surface).assign(p)) throw self.error(ERROR_ROLE, surface + " has another role");
            id.setRequests(new ZwpInputPopupSurfaceV2.Requests() {});
            popup = p;
            id.onDestroy(() -> {
                p.hide();
                Surface.of(surface).unassign();
                if (popup == p) popup = null;
            });
        }

        @Override
        public void grabKeyboard(ZwpInputMethodV2 self, ZwpInputMethodKeyboardGrabV2 keyboard) {
            var keys = globals.seat().keyboard();
            var grab = new KeyGrab(keyboard);
            keyboard.setRequests(new ZwpInputMethodKeyboardGrabV2.Requests() {});
            keyboard.sendKeymap(WlKeyboard.KEYMAP_FORMAT_XKB_V1, keys.keymap().memory(), keys.keymap().bytes());
            keyboard.sendRepeatInfo(SeatKeyboard.REPEATS_PER_SECOND, SeatKeyboard.REPEAT_DELAY_MS);
            keys.grab(grab);
            keyboard.onDestroy(() -> keys.ungrab(grab));
        }
    }
}
