package weft.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import weft.api.SessionId;

class BackoffTest {
    @Test
    void the_first_start_is_at_once_and_each_one_soon_after_waits_twice_as_long() {
        var backoff = new Backoff();
        assertEquals(0, backoff.next(0));
        assertEquals(250, backoff.next(10));
        assertEquals(500, backoff.next(20));
        assertEquals(1000, backoff.next(30));
        for (int i = 0; i < 20; i++) backoff.next(40);
        assertEquals(30_000, backoff.next(50));
    }

    @Test
    void after_a_quiet_minute_it_is_at_once_again() {
        var backoff = new Backoff();
        backoff.next(0);
        backoff.next(100);
        assertEquals(0, backoff.next(60_101));
    }

    @Test
    void three_crashes_within_a_minute_are_too_many_three_in_an_hour_are_not() {
        var crashes = new CrashCount();
        var notes = new SessionId("1");
        assertFalse(crashes.tooOften(notes, 0));
        assertFalse(crashes.tooOften(notes, 50_000));
        assertFalse(crashes.tooOften(notes, 100_000));
        assertFalse(crashes.tooOften(new SessionId("2"), 100_001));
        assertTrue(crashes.tooOften(notes, 100_002));
    }
}
