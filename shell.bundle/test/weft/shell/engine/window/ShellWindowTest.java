package weft.shell.engine.window;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Rectangle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weft.api.Badge;
import weft.os.EventLoop;
import weft.shell.engine.frame.Damage;
import weft.shell.engine.frame.Frame;
import weft.shell.engine.page.InputTarget;

/** Windows against the compositor's side of the real wire; the page is painted by the test. */
class ShellWindowTest {
    private static final int RED = 0xFFFF0000, BLUE = 0xFF0000FF, GREEN = 0xFF00FF00;
    @TempDir Path folder;
    private final EventLoop loop = loop();
    private final Content content = new Content();
    private ScriptedCompositor compositor;
    private CompositorLink link;
    private ShellWindow window;
    private int outputWidth;

    private static EventLoop loop() {
        try {
            return new EventLoop();
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @BeforeEach
    void start() throws Exception {
        compositor = new ScriptedCompositor(loop, folder.resolve("w"));
        link = new CompositorLink(loop, folder.resolve("w"), (w, h) -> outputWidth = w, () -> {});
        link.connect();
    }

    @AfterEach
    void stop() {
        if (compositor != null) compositor.close();
        content.frame.close();
        loop.close();
    }

    /** A page of which the test decides the pixels, and that remembers what it was told. */
    private static final class Content implements WindowContent, InputTarget {
        final List<String> heard = new ArrayList<>();
        final Frame frame = new Frame(() -> {});

        @Override
        public Frame frame() {
            return frame;
        }

        @Override
        public InputTarget input() {
            return this;
        }

        @Override
        public void configured(int width, int height, int state) {
            heard.add("configured " + width + "x" + height);
        }

        @Override
        public void closed() {
            heard.add("closed");
        }

        @Override
        public void focused(boolean has) {}

        @Override
        public void committed() {}

        @Override
        public void visible(ShellWindow w, boolean visible) {
            heard.add(visible ? "seen" : "unseen");
        }

        @Override
        public void focus(boolean focused) {}

        @Override
        public void pointerMoved(int x, int y, int modifiers) {
            heard.add("moved " + x + " " + y);
        }

        @Override
        public void pointerLeft(int x, int y, int modifiers) {
            heard.add("left");
        }

        @Override
        public void button(int x, int y, int modifiers, int button, boolean pressed, int clicks) {
            heard.add((pressed ? "pressed " : "released ") + button + " " + x + " " + y + " x" + clicks);
        }

        @Override
        public void wheel(int x, int y, int modifiers, int dx, int dy) {
            heard.add("wheel " + dx + " " + dy);
        }

        @Override
        public void key(boolean pressed, int modifiers, int evdevCode, int windowsCode, String text) {}
    }

    /** Paints a part of the page in one colour, as the browser would: the whole buffer, of which a part changed. */
    private void paint(int width, int height, int x, int y, int w, int h, int colour) {
        var buffer = ByteBuffer.allocateDirect(4 * width * height).order(ByteOrder.LITTLE_ENDIAN);
        for (int row = y; row < y + h; row++) for (int column = x; column < x + w; column++) buffer.putInt(4 * (row * width + column), colour);
        content.frame.paint(false, new Rectangle[] {new Rectangle(x, y, w, h)}, buffer, width, height);
        var damage = new Damage();
        content.frame.takeDamage(damage);
        if (window != null) window.damaged(damage);
    }

    private void open(int width, int height) throws Exception {
        window = link.open(content, "org.weft.notes", WindowRole.application, "Notes", List.of(new Badge("own data", Badge.Kind.write)), 0, 0, width, height);
        compositor.until(() -> content.heard.contains("configured " + width + "x" + height));
    }

    private ScriptedCompositor.Commit commit(int number) throws Exception {
        compositor.until(() -> compositor.commits.size() >= number);
        return compositor.commits.get(number - 1);
    }

    @Test
    void an_app_window_has_its_role_title_and_badges_and_shows_the_whole_page() throws Exception {
        open(40, 30);
        paint(40, 30, 0, 0, 40, 30, RED);
        var first = commit(1);
        var made = compositor.windows.getFirst();
        assertEquals(4, made.role);
        assertEquals("org.weft.notes Notes", made.appId + " " + made.title);
        assertArrayEquals("\u0001own data\0".getBytes(), made.badges);
        assertEquals("40x30+0+0", first.damage());
        assertEquals(RED, first.pixel(39, 29));
    }

    @Test
    void only_what_changed_is_drawn_and_told_and_both_buffers_end_up_complete() throws Exception {
        open(40, 30);
        paint(40, 30, 0, 0, 40, 30, RED);
        commit(1);
        compositor.showFrame();
        paint(40, 30, 2, 3, 4, 5, BLUE);
        var second = commit(2);
        assertEquals("4x5+2+3", second.damage());
        assertEquals(List.of(BLUE, RED), List.of(second.pixel(2, 3), second.pixel(10, 10)));
        compositor.commits.getFirst().buffer().sendRelease();
        compositor.showFrame();
        paint(40, 30, 20, 20, 1, 1, GREEN);
        var third = commit(3);
        assertEquals("1x1+20+20", third.damage());
        assertEquals(List.of(GREEN, BLUE, RED), List.of(third.pixel(20, 20), third.pixel(5, 7), third.pixel(0, 0)));
    }

    @Test
    void nothing_is_drawn_until_the_compositor_wants_a_frame_and_then_everything_at_once() throws Exception {
        open(40, 30);
        paint(40, 30, 0, 0, 40, 30, RED);
        commit(1);
        paint(40, 30, 0, 0, 2, 2, BLUE);
        paint(40, 30, 10, 10, 2, 2, BLUE);
        compositor.settle();
        assertEquals(1, compositor.commits.size());
        compositor.showFrame();
        assertEquals("12x12+0+0", commit(2).damage());
    }

    @Test
    void a_buffer_that_the_compositor_holds_is_not_drawn_into() throws Exception {
        open(40, 30);
        paint(40, 30, 0, 0, 40, 30, RED);
        commit(1);
        compositor.showFrame();
        paint(40, 30, 0, 0, 40, 30, BLUE);
        commit(2);
        compositor.showFrame();
        paint(40, 30, 0, 0, 40, 30, GREEN);
        compositor.settle();
        assertEquals(2, compositor.commits.size());
        assertEquals(List.of(RED, BLUE), List.of(compositor.commits.get(0).pixel(5, 5), compositor.commits.get(1).pixel(5, 5)));
        compositor.commits.getFirst().buffer().sendRelease();
        assertEquals(GREEN, commit(3).pixel(5, 5));
    }

    @Test
    void a_page_of_a_new_size_gets_new_buffers() throws Exception {
        open(40, 30);
        paint(40, 30, 0, 0, 40, 30, RED);
        commit(1);
        compositor.showFrame();
        compositor.windows.getFirst().object.sendConfigure(0, 0, 60, 50, 0);
        compositor.until(() -> content.heard.contains("configured 60x50"));
        paint(60, 50, 0, 0, 60, 50, BLUE);
        var second = commit(2);
        assertEquals("60x50 60x50+0+0", second.width() + "x" + second.height() + " " + second.damage());
    }

    @Test
    void a_slot_shows_its_part_of_the_page_and_sees_changes_of_that_part_alone() throws Exception {
        window = link.open(content, "org.weft.shell", WindowRole.panel, "panel", List.of(), 10, 20, 30, 8);
        compositor.until(() -> !compositor.windows.isEmpty());
        compositor.settle();
        paint(100, 100, 0, 0, 100, 100, RED);
        var first = commit(1);
        assertEquals("30x8", first.width() + "x" + first.height());
        compositor.showFrame();
        paint(100, 100, 50, 50, 10, 10, BLUE);
        compositor.settle();
        assertEquals(1, compositor.commits.size());
        paint(100, 100, 0, 0, 12, 22, BLUE);
        var second = commit(2);
        assertEquals("2x2+0+0", second.damage());
        assertEquals(List.of(BLUE, RED), List.of(second.pixel(1, 1), second.pixel(2, 2)));
    }

    @Test
    void a_slot_that_moves_shows_the_new_part() throws Exception {
        window = link.open(content, "org.weft.shell", WindowRole.overlay, "menu", List.of(), 0, 0, 30, 8);
        compositor.until(() -> !compositor.windows.isEmpty());
        compositor.settle();
        paint(100, 100, 0, 0, 100, 100, RED);
        commit(1);
        compositor.showFrame();
        paint(100, 100, 50, 50, 30, 8, BLUE);
        window.place(50, 50, 30, 8);
        assertEquals(BLUE, commit(2).pixel(15, 4));
        assertEquals("50 50", compositor.windows.getFirst().x + " " + compositor.windows.getFirst().y);
    }

    @Test
    void the_pointer_over_a_slot_is_told_in_the_page_s_coordinates_and_clicks_are_counted() throws Exception {
        window = link.open(content, "org.weft.shell", WindowRole.panel, "panel", List.of(), 10, 20, 30, 8);
        compositor.until(() -> !compositor.windows.isEmpty() && compositor.pointer != null);
        var surface = compositor.windows.getFirst().surface;
        compositor.pointer.sendEnter(1, surface, 3.5, 2.25);
        for (int i = 0; i < 2; i++) {
            compositor.pointer.sendButton(2, 100 + 100 * i, 0x110, 1);
            compositor.pointer.sendButton(3, 150 + 100 * i, 0x110, 0);
        }
        compositor.pointer.sendAxisValue120(0, 120);
        compositor.pointer.sendFrame();
        compositor.pointer.sendLeave(4, surface);
        compositor.until(() -> content.heard.contains("left"));
        assertEquals(List.of("moved 13 22", "pressed 0 13 22 x1", "released 0 13 22 x1", "pressed 0 13 22 x2", "released 0 13 22 x2",
                "wheel 0 -100", "left"), content.heard);
    }

    @Test
    void when_the_compositor_comes_back_every_window_is_made_again_and_drawn_whole() throws Exception {
        open(40, 30);
        paint(40, 30, 0, 0, 40, 30, RED);
        commit(1);
        compositor.close();
        Files.delete(folder.resolve("w"));
        compositor = new ScriptedCompositor(loop, folder.resolve("w"));
        var again = commit(1);
        assertEquals("40x30+0+0", again.damage());
        assertEquals(RED, again.pixel(20, 20));
        assertEquals("Notes", compositor.windows.getFirst().title);
    }

    @Test
    void a_window_that_gets_no_frames_is_unseen_until_it_gets_one() throws Exception {
        open(40, 30);
        paint(40, 30, 0, 0, 40, 30, RED);
        commit(1);
        paint(40, 30, 0, 0, 1, 1, BLUE);
        compositor.until(() -> content.heard.contains("unseen"));
        compositor.showFrame();
        compositor.until(() -> content.heard.contains("seen"));
    }

    @Test
    void the_user_s_wish_to_close_is_told_and_a_closed_window_goes() throws Exception {
        open(40, 30);
        paint(40, 30, 0, 0, 40, 30, RED);
        commit(1);
        compositor.windows.getFirst().object.sendWindowClosed();
        compositor.until(() -> content.heard.contains("closed"));
        window.close();
        compositor.until(() -> compositor.windows.getFirst().destroyed);
        assertTrue(outputWidth == 1000);
    }
}
