package weft.compositor.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import weft.compositor.backend.nested.NestedBackend;
import weft.compositor.output.OutputWords;
import weft.compositor.scene.Rect;
import weft.compositor.scene.Transform;
import weft.compositor.window.Window;
import weft.wayland.client.Connection;

/** A compositor whose outputs are windows of another one, both in one thread. */
class NestedOutputsTest {
    private static final int RED = 0xffcc2211, BLUE = 0xff1122cc, ALT = 56, A = 30;
    private final List<String> endings = new ArrayList<>();
    private TestCompositor outer, inner;

    private void open(String screen, String... outputs) throws Exception {
        outer = new TestCompositor(List.of(screen));
        var wanted = Stream.of(outputs).map(OutputWords.Short::parse).map(o -> new NestedBackend.Wanted(o.mode(), o)).toList();
        inner = new TestCompositor(outer.host().loop(), new NestedBackend(new Connection(outer.fixture().connectRaw(false), outer.host().loop()), wanted));
        inner.host().onEnding((why, failed) -> endings.add(why + (failed ? ", failed" : "")));
        outer.until(() -> outer.windows() == outputs.length && outer.lastWindow().isMapped());
    }

    @AfterEach
    void close() {
        if (inner != null) inner.close();
        outer.close();
    }

    private Window window(int output) {
        return List.copyOf(outer.host().workspace().views()).get(output - 1).window();
    }

    /** Moves a window of the outer compositor, and waits until it is drawn there. */
    private void putOuter(int output, int x, int y) throws Exception {
        outer.host().workspace().desktop().ask(window(output), new Rect(x, y, window(output).content().width(), window(output).content().height()));
        outer.until(() -> window(output).content().x() == x && window(output).content().y() == y);
    }

    /** A red window at a place of the inner desktop. */
    private TestWindow show(TestClient client, int x, int y, int width, int height) throws Exception {
        var w = client.window(width, height, RED).map();
        inner.host().workspace().desktop().ask(inner.lastWindow(), new Rect(x, y, width, height));
        inner.settle();
        return w;
    }

    private int outerPixel(int output, int x, int y) {
        return outer.pixel(window(output).content().x() + x, window(output).content().y() + y);
    }

    @Test
    void each_output_is_a_window_that_shows_its_part_of_the_desktop_with_the_pointer_and_keys_of_the_parent_in_it() throws Exception {
        open("1000x700", "300x200", "320x240");
        assertEquals(List.of("WEFT OS · WEFT-1", "WEFT OS · WEFT-2"), List.of(window(1).title(), window(2).title()));
        assertEquals(new Rect(300, 0, 320, 240), inner.settings("WEFT-2").area());
        putOuter(1, 20, 60);
        putOuter(2, 400, 300);
        var client = inner.connect();
        show(client, 190, 80, 200, 60);
        outer.until(() -> outerPixel(1, 299, 100) == RED && outerPixel(2, 0, 100) == RED && outerPixel(2, 89, 100) == RED && outerPixel(2, 92, 100) != RED);
        client.listenToPointer();
        client.listenToKeyboard();
        client.takeLog();
        outer.move(400 + 20, 300 + 90);
        inner.settle();
        var log = client.takeLog();
        assertTrue(log.getFirst().matches("enter \\d+ 130,10"), log.toString());
        outer.move(20 + 260, 60 + 90);
        inner.settle();
        log = client.takeLog();
        assertTrue(log.getFirst().startsWith("leave ") && log.getLast().matches("enter \\d+ 70,10"), log.toString());
        outer.button(TestCompositor.LEFT, true);
        outer.button(TestCompositor.LEFT, false);
        outer.tap(A);
        inner.settle();
        log = client.takeLog();
        assertTrue(log.containsAll(List.of("button 272 1", "button 272 0", "key 30 1", "key 30 0")), log.toString());
    }

    @Test
    void a_window_that_is_resized_pushes_the_outputs_right_of_it() throws Exception {
        open("1000x700", "300x200", "320x240");
        outer.host().workspace().desktop().ask(window(1), new Rect(50, 60, 420, 260));
        outer.until(() -> inner.settings("WEFT-1").area().equals(new Rect(0, 0, 420, 260)));
        assertEquals(new Rect(420, 0, 320, 240), inner.settings("WEFT-2").area());
        outer.host().workspace().desktop().ask(window(1), new Rect(50, 60, 200, 260));
        outer.until(() -> inner.settings("WEFT-2").area().equals(new Rect(200, 0, 320, 240)));
    }

    @Test
    void closing_a_window_unplugs_its_output_and_closing_the_last_one_ends_the_session() throws Exception {
        open("1000x700", "300x200", "320x240");
        var client = inner.connect();
        show(client, 350, 80, 100, 60);
        client.listenToKeyboard();
        outer.host().workspace().desktop().activate(window(2));
        outer.key(ALT, true);
        inner.settle();
        client.takeLog();
        outer.host().workspace().desktop().requestClose(window(2));
        outer.until(() -> outer.windows() == 1);
        inner.settle();
        assertEquals(1, inner.host().outputs().all().size());
        assertTrue(inner.lastWindow().frame().overlap(new Rect(0, 0, 300, 200)) > 0, inner.lastWindow().frame().toString());
        assertEquals(List.of(), endings);
        outer.key(ALT, false);
        inner.settle();
        var log = client.takeLog();
        assertEquals("modifiers 0 0", log.stream().filter(l -> l.startsWith("modifiers")).toList().getLast(), log.toString());
        outer.host().workspace().desktop().requestClose(window(1));
        outer.until(() -> !endings.isEmpty());
        assertEquals(List.of("the window was closed"), endings);
    }

    @Test
    void the_parents_scale_is_followed_so_that_a_pixel_is_a_pixel() throws Exception {
        open("1200x900@1.5", "301x201");
        outer.until(() -> inner.settings("WEFT-1").scale() == 180);
        assertEquals(List.of(452, 302), List.of(inner.settings("WEFT-1").mode().width(), inner.settings("WEFT-1").mode().height()));
        putOuter(1, 40, 80);
        var client = inner.connect();
        show(client, 20, 60, 101, 61);
        // The outer screen's pixels of the window are the inner ones, with the bar's text and all.
        outer.until(() -> samePixels(60, 120));
        outer.change("WEFT-1", s -> s.withScale(240));
        outer.until(() -> inner.settings("WEFT-1").scale() == 240 && inner.settings("WEFT-1").mode().width() == 602);
        inner.change("WEFT-1", s -> s.withScale(120));
        putOuter(1, 40, 81);
        assertEquals(120, inner.settings("WEFT-1").scale());
    }

    private boolean samePixels(int atX, int atY) {
        var all = outer.host().picture("WEFT-1");
        var part = inner.host().picture("WEFT-1");
        for (int y = 0; y < 200; y++) for (int x = 0; x < 300; x++) if ((all.get(atX + x, atY + y) ^ part.get(x, y)) << 8 != 0) return false;
        return true;
    }

    @Test
    void a_scale_that_is_asked_for_comes_on_top_of_the_parents() throws Exception {
        open("1200x900@1.5", "300x200@2");
        outer.until(() -> inner.settings("WEFT-1").scale() == 360);
        assertEquals(new Rect(0, 0, 150, 100), inner.settings("WEFT-1").area());
    }

    @ParameterizedTest
    @EnumSource(Transform.class)
    void the_pointer_is_where_it_is_seen_however_the_picture_is_turned(Transform transform) throws Exception {
        open("1000x700", "300x200+100+50/" + OutputWords.text(transform));
        putOuter(1, 30, 70);
        var client = inner.connect();
        show(client, 120, 100, 90, 60);
        client.listenToPointer();
        var area = inner.settings("WEFT-1").area();
        assertEquals(transform.swapsAxes() ? 200 : 300, area.width());
        double x = 150 - area.x(), y = 110 - area.y();
        outer.move(30 + transform.bufferX(x, y, area.width(), area.height()), 70 + transform.bufferY(x, y, area.width(), area.height()));
        inner.settle();
        var log = client.takeLog();
        assertTrue(log.getLast().matches("enter \\d+ 30,10"), log.toString());
    }
}
