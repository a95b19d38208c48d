package weft.compositor.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import weft.compositor.backend.nested.NestedBackend;
import weft.compositor.output.OutputMode;
import weft.compositor.window.Placement;
import weft.compositor.window.Window;
import weft.wayland.client.Connection;
import weft.wayland.protocol.client.WlOutput;

/** A whole compositor that is a window of another whole compositor, both in one thread, and clients in both. */
class NestedCompositorTest {
    private static final int WIDTH = 400, HEIGHT = 300, RED = 0xffcc2211, BLUE = 0xff1122cc;
    private final List<String> sent = new ArrayList<>(), endings = new ArrayList<>();
    private TestCompositor outer, inner;
    private Window window;

    @BeforeEach
    void open() throws Exception {
        outer = new TestCompositor();
        var parent = new Connection(outer.fixture().connectRaw(false), outer.host().loop());
        parent.trace(sent::add);
        inner = new TestCompositor(outer.host().loop(), new NestedBackend(parent, List.of(new NestedBackend.Wanted(new OutputMode(WIDTH, HEIGHT, 0), null))));
        inner.host().onEnding((why, failed) -> endings.add(why + (failed ? ", failed" : "")));
        outer.until(() -> outer.lastWindow().isMapped());
        window = outer.lastWindow();
    }

    @AfterEach
    void close() {
        inner.close();
        outer.close();
    }

    private int outerX(int innerX) {
        return window.content().x() + innerX;
    }

    private int outerY(int innerY) {
        return window.content().y() + innerY;
    }

    private TestWindow show(TestClient client, int argb) throws Exception {
        var w = client.window(200, 100, argb).map();
        var place = inner.lastWindow().content();
        outer.until(() -> outer.pixel(outerX(place.x() + 5), outerY(place.y() + 5)) == argb);
        return w;
    }

    @Test
    void the_parents_window_shows_what_inner_clients_draw() throws Exception {
        assertEquals(WIDTH, window.content().width());
        assertEquals("WEFT OS", window.title());
        show(inner.connect(), RED);
        var place = inner.lastWindow().content();
        assertEquals(inner.pixel(20, HEIGHT - 20), outer.pixel(outerX(20), outerY(HEIGHT - 20)));
        assertEquals(RED, outer.pixel(outerX(place.right() - 20), outerY(place.bottom() - 20)));
    }

    @Test
    void only_what_changes_is_sent_and_nothing_while_nothing_does() throws Exception {
        var client = inner.connect();
        var w = show(client, RED);
        outer.until(() -> !inner.host().state("WEFT-1").name().startsWith("WAITING_FOR_VBLANK"));
        long frames = inner.host().frames();
        sent.clear();
        inner.settle();
        assertEquals(frames, inner.host().frames());
        w.surface.attach(client.buffer(200, 100, BLUE), 0, 0);
        w.surface.damage(10, 20, 30, 40);
        w.surface.commit();
        outer.until(() -> inner.host().frames() == frames + 1);
        var place = inner.lastWindow().content();
        String damage = "damage_buffer(" + (place.x() + 10) + ", " + (place.y() + 20) + ", 30, 40)";
        var damages = sent.stream().filter(s -> s.contains("damage_buffer")).toList();
        assertEquals(1, damages.size(), sent.toString());
        assertTrue(damages.getFirst().endsWith(damage), damages + " is not " + damage);
        outer.until(() -> outer.pixel(outerX(place.x() + 15), outerY(place.y() + 25)) == BLUE);
        assertEquals(RED, outer.pixel(outerX(place.x() + 5), outerY(place.y() + 5)));
    }

    @Test
    void the_pointer_of_the_parent_is_the_inner_one_while_it_is_on_the_window() throws Exception {
        var client = inner.connect();
        show(client, RED);
        client.listenToPointer();
        var place = inner.lastWindow().content();
        int x = outerX(place.x() + 50), y = outerY(place.y() + 60);
        outer.move(x, y);
        outer.button(TestCompositor.LEFT, true);
        outer.button(TestCompositor.LEFT, false);
        outer.host().globals().seat().pointerScrolled(Scrolling.wheel(0, 30, false));
        outer.host().globals().seat().pointerScrolled(Scrolling.fingers(0, 7, false));
        outer.host().globals().seat().pointerScrollStopped();
        outer.move(x + 2, y);
        inner.settle();
        var log = client.takeLog();
        assertTrue(log.getFirst().matches("enter \\d+ 50,60"), log.toString());
        assertEquals(List.of("button 272 1", "button 272 0", "direction 0 0", "units 0 240", "axis 0 30.0", "direction 0 0", "axis 0 7.0", "motion 52,60"), log.subList(1, log.size()));
        outer.until(() -> outer.pixel(x + 3, y + 4) != RED);
        outer.move(5, 595);
        inner.settle();
        assertTrue(client.takeLog().getFirst().startsWith("leave "));
        outer.until(() -> outer.pixel(x + 3, y + 4) == RED);
    }

    @Test
    void a_button_that_is_held_when_the_pointer_leaves_is_let_go() throws Exception {
        var client = inner.connect();
        show(client, RED);
        client.listenToPointer();
        var place = inner.lastWindow().content();
        inner.move(place.x() + 5, place.y() + 5);
        inner.button(TestCompositor.LEFT, true);
        client.takeLog();
        inner.host().globals().seat().pointerLeft();
        inner.settle();
        var log = client.takeLog();
        assertEquals("button 272 0", log.getFirst());
        assertTrue(log.getLast().startsWith("leave "), log.toString());
    }

    @Test
    void keys_reach_the_inner_client_with_modifiers_of_the_inner_keymap() throws Exception {
        var client = inner.connect();
        show(client, RED);
        client.listenToKeyboard();
        client.takeLog();
        outer.key(42, true);
        outer.tap(30);
        outer.key(42, false);
        inner.settle();
        assertEquals(List.of("key 42 1", "modifiers 1 0", "key 30 1", "key 30 0", "key 42 0", "modifiers 0 0"), client.takeLog());
    }

    @Test
    void keys_held_when_the_parent_takes_the_keyboard_away_do_not_stick() throws Exception {
        var client = inner.connect();
        show(client, RED);
        client.listenToKeyboard();
        outer.key(29, true);
        outer.key(30, true);
        inner.settle();
        client.takeLog();
        var other = outer.connect().window(50, 50, BLUE).map();
        inner.settle();
        assertEquals(List.of("key 29 0", "modifiers 0 0", "key 30 0"), client.takeLog());
        outer.key(30, false);
        other.surface.attach(null, 0, 0);
        other.surface.commit();
        outer.settle();
        inner.settle();
        // Control is still down, and counts again; the rest was for somebody else.
        assertEquals(List.of("key 29 1", "modifiers 4 0"), client.takeLog());
    }

    @Test
    void resizing_the_parents_window_changes_the_output_and_lays_windows_out_again() throws Exception {
        var client = inner.connect();
        var w = show(client, RED);
        var modes = new ArrayList<String>();
        client.bind(WlOutput.TYPE).setEvents(new WlOutput.Events() {
            @Override
            public void mode(WlOutput self, int flags, int width, int height, int refresh) {
                modes.add(width + "x" + height);
            }

            @Override
            public void done(WlOutput self) {
                modes.add("done");
            }
        });
        inner.settle();
        inner.host().workspace().desktop().place(inner.lastWindow(), Placement.MAXIMIZED);
        inner.settle();
        assertEquals(List.of(WIDTH + "x" + HEIGHT, "done"), modes);
        outer.host().workspace().desktop().place(window, Placement.MAXIMIZED);
        outer.until(() -> modes.size() == 4 && window.content().width() > WIDTH);
        int width = window.content().width(), height = window.content().height();
        assertEquals(List.of(width + "x" + height, "done"), modes.subList(2, 4));
        outer.until(() -> w.width > WIDTH && w.width > width - 10);
        outer.until(() -> outer.pixel(outerX(width - 20), outerY(height - 20)) == RED);
    }

    @Test
    void while_the_parent_does_not_show_the_window_nothing_is_drawn() throws Exception {
        var client = inner.connect();
        var w = show(client, RED);
        outer.host().workspace().desktop().minimize(window);
        outer.settle();
        w.surface.attach(client.buffer(200, 100, BLUE), 0, 0);
        w.surface.damage(0, 0, 200, 100);
        w.surface.commit();
        inner.settle();
        long frames = inner.host().frames();
        w.surface.damage(0, 0, 200, 100);
        w.surface.commit();
        for (int i = 0; i < 5; i++) inner.settle();
        assertEquals(frames, inner.host().frames());
        outer.host().workspace().desktop().activate(window);
        var place = inner.lastWindow().content();
        outer.until(() -> outer.pixel(outerX(place.x() + 5), outerY(place.y() + 5)) == BLUE);
    }

    @Test
    void closing_the_parents_window_ends_the_session() throws Exception {
        outer.host().workspace().desktop().requestClose(window);
        outer.until(() -> !endings.isEmpty());
        assertEquals(List.of("the window was closed"), endings);
    }

    @Test
    void when_the_parent_goes_the_reason_is_told() throws Exception {
        outer.fixture().lastClient().destroy();
        outer.until(() -> !endings.isEmpty());
        assertEquals(List.of("the Wayland session that showed the window is gone (the compositor closed the connection)"), endings);
    }

    @Test
    void a_parent_that_takes_offence_makes_it_fail_with_what_the_parent_said() throws Exception {
        var client = outer.fixture().lastClient();
        client.postError(client.resource(1), 3, "no more");
        outer.until(() -> !endings.isEmpty());
        assertEquals(List.of("the Wayland session that shows the window refused it: wl_display#1: no more, failed"), endings);
    }
}
