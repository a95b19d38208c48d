package weft.compositor.scene;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

class BufferMappingTest {
    @Test
    void a_buffer_of_scale_two_is_half_as_large_on_the_surface() {
        var map = new BufferMapping();
        map.scale(2);
        map.bufferSize(80, 60);
        assertEquals(40, map.width());
        assertEquals(30, map.height());
        assertEquals(20, map.bufferX(10, 5));
        assertEquals(10, map.bufferY(10, 5));
    }

    @Test
    void content_turned_by_its_client_is_turned_back() {
        // Turned by 90 degrees against the clock: what is upright at the top left is at the lower left of the buffer.
        var map = new BufferMapping();
        map.transform(Transform.TURNED_90);
        map.bufferSize(30, 40);
        assertEquals(40, map.width());
        assertEquals(30, map.height());
        assertEquals(0, map.bufferX(0, 0));
        assertEquals(40, map.bufferY(0, 0));
        assertEquals(0, map.bufferY(40, 0));
        assertEquals(30, map.bufferX(0, 30));
    }

    @Test
    void a_cropped_source_fills_the_destination() {
        var map = new BufferMapping();
        map.bufferSize(100, 100);
        map.source(25, 50, 50, 50);
        map.destination(200, 100);
        assertEquals(200, map.width());
        assertEquals(25, map.bufferX(0, 0));
        assertEquals(75, map.bufferX(200, 0));
        assertEquals(100, map.bufferY(0, 100));
    }

    @Test
    void damage_of_the_buffer_covers_all_that_its_pixels_touch_on_the_surface() {
        var random = new Random(3);
        for (int i = 0; i < 2000; i++) {
            var map = new BufferMapping();
            int bw = 1 + random.nextInt(40), bh = 1 + random.nextInt(40);
            map.bufferSize(bw, bh);
            map.transform(Transform.of(random.nextInt(8)));
            if (random.nextBoolean()) map.destination(1 + random.nextInt(80), 1 + random.nextInt(80));
            int x = random.nextInt(bw), y = random.nextInt(bh);
            var damage = new Region();
            map.addBufferDamage(x, y, 1, 1, damage);
            for (int sy = 0; sy < map.height(); sy++) {
                for (int sx = 0; sx < map.width(); sx++) {
                    double u = map.bufferX(sx + .5, sy + .5), v = map.bufferY(sx + .5, sy + .5);
                    if ((int) u == x && (int) v == y) assertTrue(damage.contains(sx, sy), "run " + i);
                }
            }
        }
    }
}
