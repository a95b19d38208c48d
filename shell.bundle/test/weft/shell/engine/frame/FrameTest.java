package weft.shell.engine.frame;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Rectangle;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

class FrameTest {
    private static final int RED = 0xFFFF0000, BLUE = 0xFF0000FF;
    private int changes;
    private final Frame frame = new Frame(() -> changes++);
    private final MemorySegment view = Arena.ofAuto().allocate(4 * 20 * 20, 8);

    private static ByteBuffer filled(int width, int height, int colour) {
        var buffer = ByteBuffer.allocateDirect(4 * width * height).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < width * height; i++) buffer.putInt(4 * i, colour);
        return buffer;
    }

    private void paint(boolean popup, int width, int height, int colour) {
        frame.paint(popup, new Rectangle[] {new Rectangle(width, height)}, filled(width, height, colour), width, height);
    }

    private int pixel(int x, int y) {
        return view.get(ValueLayout.JAVA_INT, 4L * (20 * y + x));
    }

    private String damage() {
        var d = new Damage();
        frame.takeDamage(d);
        return d.toString();
    }

    @Test
    void a_drop_down_lies_above_the_page_and_uncovers_it_when_it_goes() {
        paint(false, 20, 20, RED);
        damage();
        frame.showPopup(true);
        frame.movePopup(new Rectangle(15, 5, 10, 4));
        paint(true, 10, 4, BLUE);
        assertEquals("10x4+15+5", damage());
        frame.copy(0, 0, 0, 0, 20, 20, view, 20);
        assertEquals(BLUE, pixel(19, 8));
        assertEquals(RED, pixel(14, 5));
        frame.showPopup(false);
        assertEquals("10x4+15+5", damage());
        frame.copy(0, 0, 0, 0, 20, 20, view, 20);
        assertEquals(RED, pixel(19, 8));
    }

    @Test
    void what_lies_outside_the_page_is_transparent() {
        paint(false, 20, 20, RED);
        view.fill((byte) 7);
        frame.copy(10, 10, 0, 0, 20, 20, view, 20);
        assertEquals(RED, pixel(9, 9));
        assertEquals(0, pixel(10, 9));
        assertEquals(0, pixel(9, 10));
    }

    @Test
    void one_notice_stands_for_all_changes_until_they_are_taken() {
        paint(false, 20, 20, RED);
        paint(false, 20, 20, BLUE);
        assertEquals(1, changes);
        assertEquals("20x20+0+0", damage());
        assertTrue(damage().equals("nothing"));
        frame.paint(false, new Rectangle[] {new Rectangle(1, 2, 3, 4)}, filled(20, 20, RED), 20, 20);
        assertEquals(2, changes);
        assertEquals("3x4+1+2", damage());
    }

    @Test
    void a_dirty_rectangle_outside_the_frame_is_cut() {
        paint(false, 20, 20, RED);
        damage();
        frame.paint(false, new Rectangle[] {new Rectangle(15, -5, 100, 10)}, filled(20, 20, BLUE), 20, 20);
        assertEquals("5x5+15+0", damage());
    }

    @Test
    void a_closed_frame_ignores_the_last_paints() {
        paint(false, 20, 20, RED);
        frame.close();
        paint(false, 20, 20, BLUE);
        frame.copy(0, 0, 0, 0, 20, 20, view, 20);
        assertEquals(0, pixel(0, 0));
    }
}
