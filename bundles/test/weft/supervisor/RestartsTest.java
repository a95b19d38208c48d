package weft.supervisor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RestartsTest {
    private final Restarts restarts = new Restarts();

    private long delayAt(double seconds) {
        return restarts.afterDeath((long) (seconds * TimeUnit.SECONDS.toNanos(1))).orElse(-1);
    }

    @Test
    void the_first_restart_is_at_once_and_every_further_one_later() {
        assertEquals(0, delayAt(0));
        assertEquals(100, delayAt(1));
        assertEquals(200, delayAt(2));
        assertEquals(400, delayAt(3));
    }

    @Test
    void the_fifth_death_within_the_window_is_the_last() {
        for (int i = 0; i < 4; i++) assertTrue(delayAt(i * 7) >= 0);
        assertEquals(-1, delayAt(29.9));
    }

    @Test
    void deaths_longer_ago_are_forgotten() {
        for (int i = 0; i < 100; i++) assertTrue(delayAt(i * 8) >= 0, "death " + i);
        assertEquals(0, delayAt(1000));
    }
}
