package weft.compositor.backend.kms;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import weft.os.EventLoop;

/** With the real event loop's timers; only bounds from below are asserted, which no load breaks. */
class FramePaceTest {
    private static final long PERIOD = 1_000_000_000L / 50;
    private final List<Long> seen = new ArrayList<>();
    private EventLoop loop;
    private FramePace pace;

    @BeforeEach
    void open() throws Exception {
        loop = new EventLoop();
        pace = new FramePace(loop, seen::add);
        pace.refresh(50_000);
    }

    @AfterEach
    void close() {
        pace.close();
        loop.close();
    }

    private void await(int frames) throws Exception {
        while (seen.size() < frames) loop.dispatch(1000);
    }

    @Test
    void a_device_that_shows_every_frame_at_once_is_held_to_the_displays_rate() throws Exception {
        for (int i = 1; i <= 5; i++) {
            pace.shown(System.nanoTime());
            await(i);
        }
        for (int i = 1; i < 5; i++) assertTrue(seen.get(i) - seen.get(i - 1) >= PERIOD, "only " + (seen.get(i) - seen.get(i - 1)) + " ns");
    }

    @Test
    void the_devices_own_time_is_told_if_it_makes_sense() throws Exception {
        long now = System.nanoTime();
        pace.shown(now - 1_000_000);
        assertEquals(List.of(now - 1_000_000), seen);
        while (System.nanoTime() < now + PERIOD) loop.dispatch(1);
        pace.shown(0);
        assertTrue(seen.getLast() > now, "a time of long ago is told");
    }

    @Test
    void a_frame_that_could_not_be_shown_delays_the_next_one_but_does_not_stop_it() throws Exception {
        long now = System.nanoTime();
        pace.skipped();
        await(1);
        assertTrue(seen.getFirst() >= now + PERIOD);
        pace.skipped();
        pace.stop();
        loop.dispatch(60);
        assertEquals(1, seen.size());
    }
}
