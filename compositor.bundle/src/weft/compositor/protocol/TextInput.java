package weft.compositor.protocol;

import weft.compositor.scene.Rect;
import weft.wayland.protocol.server.ZwpTextInputV3;

/** One {@code zwp_text_input_v3}: a text field as its client describes it. What is described takes effect with {@code commit}. */
final class TextInput implements ZwpTextInputV3.Requests {
    private final ZwpTextInputV3 resource;
    private final TextInputs all;
    private State pending = State.NONE, current = State.NONE;
    private int commits;

    /** {@code text} is null where the client tells none; cursor and anchor are bytes of it in UTF-8. */
    record State(boolean enabled, String text, int cursor, int anchor, int cause, int hint, int purpose, Rect cursorAt) {
        static final State NONE = new State(false, null, 0, 0, 0, 0, 0, null), ENABLED = new State(true, null, 0, 0, 0, 0, 0, null);
    }

    TextInput(ZwpTextInputV3 resource, TextInputs all) {
        this.resource = resource;
        this.all = all;
    }

    ZwpTextInputV3 resource() {
        return resource;
    }

    boolean isEnabled() {
        return current.enabled;
    }

    State state() {
        return current;
    }

    /** It is no longer where text goes; its client enables it again when it has the keyboard again. */
    void reset() {
        pending = current = State.NONE;
    }

    /** What an input method has made: null or nothing where it has said nothing. */
    void enter(String preedit, int begin, int end, String text, int deleteBefore, int deleteAfter) {
        if (preedit != null) resource.sendPreeditString(preedit, begin, end);
        if (deleteBefore > 0 || deleteAfter > 0) resource.sendDeleteSurroundingText(deleteBefore, deleteAfter);
        if (text != null) resource.sendCommitString(text);
        resource.sendDone(commits);
    }

    @Override
    public void enable(ZwpTextInputV3 self) {
        pending = State.ENABLED;
    }

    @Override
    public void disable(ZwpTextInputV3 self) {
        pending = State.NONE;
    }

    @Override
    public void setSurroundingText(ZwpTextInputV3 self, String text, int cursor, int anchor) {
        var p = pending;
        pending = new State(p.enabled, text, cursor, anchor, p.cause, p.hint, p.purpose, p.cursorAt);
    }

    @Override
    public void setTextChangeCause(ZwpTextInputV3 self, int cause) {
        var p = pending;
        pending = new State(p.enabled, p.text, p.cursor, p.anchor, cause, p.hint, p.purpose, p.cursorAt);
    }

    @Override
    public void setContentType(ZwpTextInputV3 self, int hint, int purpose) {
        var p = pending;
        pending = new State(p.enabled, p.text, p.cursor, p.anchor, p.cause, hint, purpose, p.cursorAt);
    }

    @Override
    public void setCursorRectangle(ZwpTextInputV3 self, int x, int y, int width, int height) {
        var p = pending;
        pending = new State(p.enabled, p.text, p.cursor, p.anchor, p.cause, p.hint, p.purpose, new Rect(x, y, Math.max(0, width), Math.max(0, height)));
    }

    @Override
    public void commit(ZwpTextInputV3 self) {
        commits++;
        current = pending;
        all.committed(this);
    }
}
