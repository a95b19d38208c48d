package weft.compositor.protocol;

import java.util.ArrayList;
import java.util.List;
import weft.wayland.protocol.server.WlSeat;
import weft.wayland.protocol.server.ZwpTextInputManagerV3;
import weft.wayland.protocol.server.ZwpTextInputV3;
import weft.wayland.server.Display;

/** {@code zwp_text_input_manager_v3}: where text is entered, for input methods. The text field of whoever has the keyboard is the active one. */
final class TextInputs implements ZwpTextInputManagerV3.Requests {
    private final List<TextInput> inputs = new ArrayList<>();
    private final InputMethods methods;
    private Surface focus;
    private TextInput active;

    TextInputs(Display display, Globals globals) {
        methods = new InputMethods(display, globals, this);
        display.addGlobal(ZwpTextInputManagerV3.TYPE, 1, m -> m.setRequests(this));
    }

    @Override
    public void getTextInput(ZwpTextInputManagerV3 self, ZwpTextInputV3 id, WlSeat seat) {
        var input = new TextInput(id, this);
        inputs.add(input);
        id.setRequests(input);
        id.onDestroy(() -> {
            inputs.remove(input);
            if (active == input) activate(null);
        });
        if (focus != null && focus.client() == id.client()) id.sendEnter(focus.resource());
    }

    /** The text field that is being written in, or null. */
    TextInput active() {
        return active;
    }

    /** The surface that has the keyboard, or null. */
    Surface focus() {
        return focus;
    }

    /** Another surface, or none (null), has the keyboard. */
    void focusChanged(Surface now) {
        if (now == focus) return;
        if (active != null) active.reset();
        activate(null);
        var before = focus;
        focus = now;
        for (var input : List.copyOf(inputs)) {
            if (before != null && !before.isDestroyed() && input.resource().client() == before.client()) input.resource().sendLeave(before.resource());
            if (now != null && input.resource().client() == now.client()) input.resource().sendEnter(now.resource());
        }
    }

    /** A client has committed the state of a text field. */
    void committed(TextInput input) {
        boolean focused = focus != null && input.resource().client() == focus.client();
        if (focused && input.isEnabled()) activate(input);
        else if (active == input) activate(null);
    }

    private void activate(TextInput input) {
        boolean other = active != input;
        active = input;
        if (other || input != null) methods.update(other);
    }
}
