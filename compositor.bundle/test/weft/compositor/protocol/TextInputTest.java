package weft.compositor.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import weft.compositor.input.Keymap;
import weft.os.Fd;
import weft.wayland.protocol.client.WlKeyboard;
import weft.wayland.protocol.client.WlSeat;
import weft.wayland.protocol.client.WlSurface;
import weft.wayland.protocol.client.ZwpInputMethodKeyboardGrabV2;
import weft.wayland.protocol.client.ZwpInputMethodManagerV2;
import weft.wayland.protocol.client.ZwpInputMethodV2;
import weft.wayland.protocol.client.ZwpTextInputManagerV3;
import weft.wayland.protocol.client.ZwpTextInputV3;
import weft.wayland.protocol.client.ZwpVirtualKeyboardManagerV1;

/** zwp_text_input_v3 and zwp_input_method_v2: a text field, and who writes in it. */
class TextInputTest extends ProtocolTest {
    private final List<String> field = new ArrayList<>(), method = new ArrayList<>();
    private TestClient writer;
    private ZwpTextInputV3 input;
    private ZwpInputMethodV2 writing;

    @BeforeEach
    void listen() throws Exception {
        writer = server.connectPrivileged();
        writing = method(writer, method);
        input = client.bind(ZwpTextInputManagerV3.TYPE).getTextInput(client.bind(WlSeat.TYPE));
        input.setEvents(new ZwpTextInputV3.Events() {
            @Override
            public void enter(ZwpTextInputV3 self, WlSurface surface) {
                field.add("enter");
            }

            @Override
            public void leave(ZwpTextInputV3 self, WlSurface surface) {
                field.add("leave");
            }

            @Override
            public void preeditString(ZwpTextInputV3 self, String text, int begin, int end) {
                if (text != null) field.add("preedit " + text + " " + begin + ".." + end);
            }

            @Override
            public void commitString(ZwpTextInputV3 self, String text) {
                field.add("commit " + text);
            }

            @Override
            public void deleteSurroundingText(ZwpTextInputV3 self, int before, int after) {
                field.add("delete " + before + "," + after);
            }

            @Override
            public void done(ZwpTextInputV3 self, int serial) {
                field.add("done " + serial);
            }
        });
        server.settle();
    }

    private ZwpInputMethodV2 method(TestClient c, List<String> log) {
        var m = c.bind(ZwpInputMethodManagerV2.TYPE).getInputMethod(c.bind(WlSeat.TYPE));
        m.setEvents(new ZwpInputMethodV2.Events() {
            @Override
            public void activate(ZwpInputMethodV2 self) {
                log.add("activate");
            }

            @Override
            public void deactivate(ZwpInputMethodV2 self) {
                log.add("deactivate");
            }

            @Override
            public void surroundingText(ZwpInputMethodV2 self, String text, int cursor, int anchor) {
                log.add("around " + text + " " + cursor + "," + anchor);
            }

            @Override
            public void contentType(ZwpInputMethodV2 self, int hint, int purpose) {
                log.add("type " + hint + " " + purpose);
            }

            @Override
            public void done(ZwpInputMethodV2 self) {
                log.add("done");
            }

            @Override
            public void unavailable(ZwpInputMethodV2 self) {
                log.add("unavailable");
            }
        });
        return m;
    }

    private void enable() throws Exception {
        client.window(100, 100, RED).map();
        server.settle();
        input.enable();
        input.setSurroundingText("hello", 5, 5);
        input.setContentType(ZwpTextInputV3.CONTENT_HINT_SPELLCHECK, ZwpTextInputV3.CONTENT_PURPOSE_NORMAL);
        input.commit();
        server.settle();
    }

    @Test
    void an_input_method_learns_what_is_around_the_cursor_and_writes_there() throws Exception {
        enable();
        assertEquals(List.of("activate", "around hello 5,5", "type 2 0", "done"), method);
        writing.setPreeditString("wor", 0, 3);
        writing.commit(1);
        server.settle();
        writing.deleteSurroundingText(2, 0);
        writing.commitString("world");
        writing.commit(1);
        server.settle();
        assertEquals(List.of("enter", "preedit wor 0..3", "done 1", "delete 2,0", "commit world", "done 1"), field);
    }

    @Test
    void a_field_that_loses_the_keyboard_is_written_in_no_more() throws Exception {
        enable();
        method.clear();
        server.connect().window(50, 50, BLUE).map();
        server.settle();
        assertEquals(List.of("deactivate", "done"), method);
        assertEquals("leave", field.getLast());
        writing.commitString("late");
        writing.commit(2);
        server.settle();
        assertEquals("leave", field.getLast());
    }

    @Test
    void there_is_one_input_method_at_a_time() throws Exception {
        var log = new ArrayList<String>();
        method(server.connectPrivileged(), log);
        server.settle();
        assertEquals(List.of("unavailable"), log);
        writing.destroy();
        server.settle();
        var next = new ArrayList<String>();
        method(server.connectPrivileged(), next);
        enable();
        assertEquals("activate", next.getFirst());
    }

    @Test
    void with_a_grab_an_input_method_hears_the_keys_of_a_text_field_and_gives_back_what_it_does_not_want() throws Exception {
        enable();
        client.listenToKeyboard();
        client.takeLog();
        var keys = new ArrayList<String>();
        var grab = writing.grabKeyboard();
        grab.setEvents(new ZwpInputMethodKeyboardGrabV2.Events() {
            @Override
            public void keymap(ZwpInputMethodKeyboardGrabV2 self, int format, Fd fd, int size) {
                keys.add("keymap");
                fd.close();
            }

            @Override
            public void key(ZwpInputMethodKeyboardGrabV2 self, int serial, int time, int key, int state) {
                keys.add("key " + key + " " + state);
            }
        });
        server.settle();
        server.tap(30);
        assertEquals(List.of("keymap", "key 30 1", "key 30 0"), keys);
        assertEquals(List.of(), client.takeLog());
        var back = writer.bind(ZwpVirtualKeyboardManagerV1.TYPE).createVirtualKeyboard(writer.bind(WlSeat.TYPE));
        try (var keymap = new Keymap("us")) {
            back.keymap(WlKeyboard.KEYMAP_FORMAT_XKB_V1, keymap.memory(), keymap.bytes());
        }
        back.key(0, 30, WlKeyboard.KEY_STATE_PRESSED);
        back.key(0, 30, WlKeyboard.KEY_STATE_RELEASED);
        server.settle();
        assertEquals(List.of("key 30 1", "key 30 0"), client.takeLog().stream().filter(l -> l.startsWith("key ")).toList());
        server.key(31, true);
        grab.release();
        server.settle();
        server.key(31, false);
        server.tap(32);
        assertEquals(List.of("key 32 1", "key 32 0"), client.takeLog().stream().filter(l -> l.startsWith("key ")).toList());
    }

    @Test
    void a_grab_hears_nothing_while_no_text_field_is_active() throws Exception {
        client.window(100, 100, RED).map();
        client.listenToKeyboard();
        client.takeLog();
        var keys = new ArrayList<String>();
        writing.grabKeyboard().setEvents(new ZwpInputMethodKeyboardGrabV2.Events() {
            @Override
            public void key(ZwpInputMethodKeyboardGrabV2 self, int serial, int time, int key, int state) {
                keys.add("key " + key);
            }
        });
        server.settle();
        server.tap(30);
        assertEquals(List.of(), keys);
        assertEquals(List.of("key 30 1", "key 30 0"), client.takeLog());
    }
}
