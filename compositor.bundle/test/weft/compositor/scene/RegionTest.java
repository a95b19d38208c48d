package weft.compositor.scene;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

class RegionTest {
    private static final int SIZE = 24;

    @Test
    void random_additions_and_subtractions_give_the_same_pixels_as_a_bitmap() {
        for (int seed = 0; seed < 300; seed++) {
            var random = new Random(seed);
            var region = new Region();
            boolean[][] bitmap = new boolean[SIZE][SIZE];
            for (int step = 0; step < 40; step++) {
                int x = random.nextInt(SIZE), y = random.nextInt(SIZE), w = random.nextInt(SIZE - x + 1), h = random.nextInt(SIZE - y + 1);
                boolean add = random.nextInt(3) > 0;
                if (add) region.add(x, y, w, h);
                else region.subtract(x, y, w, h);
                for (int py = y; py < y + h; py++) for (int px = x; px < x + w; px++) bitmap[py][px] = add;
                assertSamePixels(bitmap, region, "seed " + seed + " step " + step);
            }
        }
    }

    @Test
    void rectangles_never_overlap() {
        var random = new Random(7);
        var region = new Region();
        for (int i = 0; i < 200; i++) region.add(random.nextInt(50), random.nextInt(50), random.nextInt(20), random.nextInt(20));
        for (int i = 0; i < region.count(); i++) {
            for (int j = i + 1; j < region.count(); j++) {
                assertTrue(region.left(i) >= region.right(j) || region.right(i) <= region.left(j) || region.top(i) >= region.bottom(j) || region.bottom(i) <= region.top(j));
            }
        }
    }

    @Test
    void sizes_that_overflow_reach_to_the_limit_instead() {
        var region = new Region();
        region.add(10, 10, Integer.MAX_VALUE, Integer.MAX_VALUE);
        assertTrue(region.contains(1_000_000, 1_000_000));
        region.subtract(Integer.MIN_VALUE, Integer.MIN_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE);
        assertTrue(region.contains(10, 10));
    }

    @Test
    void a_negative_size_adds_nothing() {
        var region = new Region();
        region.add(5, 5, -3, 10);
        region.add(5, 5, 3, 0);
        assertTrue(region.isEmpty());
    }

    @Test
    void simplifying_keeps_every_pixel() {
        var region = new Region();
        for (int i = 0; i < 20; i++) region.add(i * 10, i * 7, 3, 3);
        region.simplify(4);
        assertEquals(1, region.count());
        for (int i = 0; i < 20; i++) assertTrue(region.contains(i * 10 + 1, i * 7 + 1));
    }

    @Test
    void clipping_keeps_only_what_is_inside() {
        var region = new Region();
        region.add(0, 0, 100, 10);
        region.add(50, 50, 10, 10);
        region.clip(20, 0, 40, 40);
        assertEquals(200, region.area());
        assertFalse(region.contains(55, 55));
    }

    private static void assertSamePixels(boolean[][] bitmap, Region region, String where) {
        long area = 0;
        for (int y = 0; y < SIZE; y++) {
            for (int x = 0; x < SIZE; x++) {
                if (bitmap[y][x]) area++;
                assertEquals(bitmap[y][x], region.contains(x, y), where + " at " + x + "," + y);
            }
        }
        assertEquals(area, region.area(), where);
    }
}
