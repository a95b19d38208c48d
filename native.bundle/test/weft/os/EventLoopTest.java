package weft.os;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EventLoopTest {
    private final int openBefore = openDescriptors();
    private final List<String> seen = new ArrayList<>();
    private EventLoop loop;

    @BeforeEach
    void start() throws OsException {
        loop = new EventLoop();
    }

    @AfterEach
    void nothing_is_left_open() {
        loop.close();
        assertEquals(openBefore, openDescriptors());
    }

    private static int openDescriptors() {
        return new File("/proc/self/fd").list().length;
    }

    @Test
    void work_posted_by_another_thread_wakes_the_loop() throws Exception {
        var thread = Thread.ofPlatform().start(() -> {
            for (int i = 0; i < 1000; i++) {
                int n = i;
                loop.post(() -> seen.add("" + n));
            }
            loop.stop();
        });
        loop.run();
        thread.join();
        assertEquals(1000, seen.size());
        for (int i = 0; i < 1000; i++) assertEquals("" + i, seen.get(i));
    }

    @Test
    void work_posted_by_work_comes_after_the_descriptors_that_are_ready() throws Exception {
        loop.post(() -> loop.post(() -> seen.add("second")));
        loop.dispatch(0);
        assertEquals(List.of(), seen);
        loop.dispatch(0);
        assertEquals(List.of("second"), seen);
    }

    @Test
    void work_that_fails_does_not_lose_what_was_posted_after_it() throws Exception {
        loop.post(() -> {
            throw new IllegalStateException("a bug");
        });
        loop.post(() -> seen.add("after"));
        assertThrows(IllegalStateException.class, () -> loop.dispatch(0));
        loop.dispatch(0);
        assertEquals(List.of("after"), seen);
    }

    @Test
    void with_nothing_to_do_nothing_is_ready() throws Exception {
        loop.post(() -> {});
        assertEquals(1, loop.dispatch(0));
        assertEquals(0, loop.dispatch(0));
        try (var timer = loop.timer(() -> seen.add("timer"))) {
            timer.startAfter(3_600_000_000_000L);
            assertEquals(0, loop.dispatch(0));
        }
    }

    @Test
    void a_timer_fires_once_at_its_time_and_not_when_stopped() throws Exception {
        try (var timer = loop.timer(() -> seen.add("timer")); var other = loop.timer(() -> seen.add("stopped"))) {
            long time = System.nanoTime() + 2_000_000;
            timer.startAt(time);
            other.startAt(time);
            other.stop();
            while (seen.isEmpty()) loop.dispatch(-1);
            assertTrue(System.nanoTime() >= time);
            assertEquals(0, loop.dispatch(0));
            timer.startAt(1);
            loop.dispatch(-1);
        }
        assertEquals(List.of("timer", "timer"), seen);
    }

    @Test
    void a_source_closed_by_another_of_the_same_pass_is_not_called() throws Exception {
        Fd[] one = UnixSocket.pair();
        Fd[] two = UnixSocket.pair();
        try (Fd a = one[0]; Fd b = one[1]; Fd c = two[0]; Fd d = two[1]) {
            var sources = new EventLoop.Source[2];
            sources[0] = loop.add(a.number(), Epoll.IN, events -> closeBoth(sources));
            sources[1] = loop.add(c.number(), Epoll.IN, events -> closeBoth(sources));
            b.write(new byte[1], 0, 1);
            d.write(new byte[1], 0, 1);
            loop.dispatch(-1);
            assertEquals(List.of("called"), seen);
            assertEquals(0, loop.dispatch(0));
        }
    }

    private void closeBoth(EventLoop.Source[] sources) {
        seen.add("called");
        for (var source : sources) source.close();
    }

    @Test
    void a_source_in_the_place_of_a_closed_one_does_not_get_its_events() throws Exception {
        Fd[] one = UnixSocket.pair();
        Fd[] two = UnixSocket.pair();
        try (Fd a = one[0]; Fd b = one[1]; Fd c = two[0]; Fd d = two[1]) {
            var sources = new EventLoop.Source[2];
            for (int i = 0; i < 2; i++) {
                int other = 1 - i;
                sources[i] = loop.add((i == 0 ? a : c).number(), Epoll.IN, events -> replace(sources, other));
            }
            b.write(new byte[1], 0, 1);
            d.write(new byte[1], 0, 1);
            loop.dispatch(-1);
            assertEquals(List.of("replaced"), seen);
        }
    }

    private void replace(EventLoop.Source[] sources, int other) {
        seen.add("replaced");
        sources[other].close();
        try {
            loop.timer(() -> seen.add("never")).close();
            Fd[] pair = UnixSocket.pair();
            loop.add(pair[0].number(), Epoll.IN, events -> seen.add("of the closed one")).close();
            for (Fd fd : pair) fd.close();
        } catch (OsException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void a_callback_may_dispatch_itself() throws Exception {
        loop.post(() -> {
            loop.post(() -> seen.add("inner"));
            try {
                loop.dispatch(-1);
            } catch (OsException e) {
                throw new AssertionError(e);
            }
            seen.add("outer");
        });
        loop.dispatch(-1);
        assertEquals(List.of("inner", "outer"), seen);
    }

    @Test
    void work_before_the_wait_keeps_the_pass_from_blocking_if_it_changed_something() throws Exception {
        var changes = new int[] {3};
        EventLoop.BeforeWait work = () -> changes[0]-- > 0;
        loop.beforeWait(work);
        for (int i = 0; i < 3; i++) assertEquals(0, loop.dispatch(-1));
        loop.removeBeforeWait(work);
        assertEquals(0, loop.dispatch(0));
        assertEquals(0, changes[0]);
    }

    @Test
    void interest_decides_what_wakes() throws Exception {
        Fd[] pair = UnixSocket.pair();
        try (Fd a = pair[0]; Fd b = pair[1]; var source = loop.add(a.number(), 0, events -> seen.add("" + events))) {
            b.write(new byte[1], 0, 1);
            assertEquals(0, loop.dispatch(0));
            source.interest(Epoll.IN);
            assertEquals(1, loop.dispatch(0));
            source.interest(Epoll.IN | Epoll.OUT);
            assertEquals(1, loop.dispatch(0));
        }
        assertEquals(List.of("1", "5"), seen);
    }
}
