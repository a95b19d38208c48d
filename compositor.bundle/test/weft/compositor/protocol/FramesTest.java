package weft.compositor.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import weft.wayland.protocol.client.WpPresentation;
import weft.wayland.protocol.client.WpPresentationFeedback;

/** When clients hear that a frame is due, drawn and seen. */
class FramesTest extends ProtocolTest {
    private TestWindow window;

    @BeforeEach
    void start() throws Exception {
        window = client.window(200, 100, RED).map();
    }

    @Test
    void a_frame_callback_is_answered_when_the_frame_was_drawn_and_not_while_hidden() throws Exception {
        boolean[] done = {false};
        window.surface.frame().setEvents((self, time) -> done[0] = true);
        window.draw();
        server.until(() -> done[0]);
        server.host().workspace().desktop().minimize(server.lastWindow());
        done[0] = false;
        window.surface.frame().setEvents((self, time) -> done[0] = true);
        window.draw();
        for (int i = 0; i < 5; i++) server.settle();
        assertFalse(done[0]);
        server.host().workspace().desktop().activate(server.lastWindow());
        server.until(() -> done[0]);
    }

    @Test
    void a_frame_callback_without_any_change_is_answered_too() throws Exception {
        boolean[] done = {false};
        server.until(() -> server.host().state("WEFT-1") == weft.compositor.backend.RedrawLoop.State.IDLE);
        long frames = server.host().frames();
        window.surface.frame().setEvents((self, time) -> done[0] = true);
        window.surface.commit();
        server.until(() -> done[0]);
        assertEquals(frames, server.host().frames(), "nothing had to be drawn");
    }

    @Test
    void a_commit_is_said_to_be_presented_at_a_time_of_the_monotonic_clock() throws Exception {
        List<Long> times = new ArrayList<>();
        long before = System.nanoTime();
        WpPresentationFeedback f = client.bind(WpPresentation.TYPE).feedback(window.surface);
        f.setEvents(new WpPresentationFeedback.Events() {
            @Override
            public void presented(WpPresentationFeedback self, int secHigh, int secLow, int nsec, int refresh, int seqHigh, int seqLow, int flags) {
                times.add((((long) secHigh << 32) + Integer.toUnsignedLong(secLow)) * 1_000_000_000 + nsec);
            }
        });
        window.draw();
        server.until(() -> !times.isEmpty());
        assertTrue(times.getFirst() >= before && times.getFirst() <= System.nanoTime() + 20_000_000, "presented at " + times + ", begun at " + before);
    }

    @Test
    void feedback_of_a_commit_that_was_replaced_before_it_was_seen_is_discarded() throws Exception {
        var outcome = new ArrayList<String>();
        for (int i = 0; i < 2; i++) {
            String name = "commit " + i;
            client.bind(WpPresentation.TYPE).feedback(window.surface).setEvents(new WpPresentationFeedback.Events() {
                @Override
                public void presented(WpPresentationFeedback self, int a, int b, int c, int d, int e, int g, int h) {
                    outcome.add(name + " seen");
                }

                @Override
                public void discarded(WpPresentationFeedback self) {
                    outcome.add(name + " discarded");
                }
            });
            window.draw();
        }
        server.until(() -> outcome.size() == 2);
        assertEquals(List.of("commit 0 discarded", "commit 1 seen"), outcome);
    }

    @Test
    void a_window_that_is_covered_waits_for_its_frame_until_it_can_be_seen() throws Exception {
        server.host().workspace().desktop().ask(server.lastWindow(), new weft.compositor.scene.Rect(300, 200, 200, 100));
        server.settle();
        var over = client.window(400, 300, BLUE).map();
        server.host().workspace().desktop().ask(server.lastWindow(), new weft.compositor.scene.Rect(250, 150, 400, 300));
        var done = new ArrayList<Integer>();
        window.surface.frame().setEvents((self, time) -> done.add(time));
        window.draw();
        over.surface.frame().setEvents((self, time) -> done.add(-1));
        over.draw();
        server.until(() -> !done.isEmpty());
        assertEquals(List.of(-1), done);
        server.host().workspace().desktop().minimize(server.lastWindow());
        server.until(() -> done.size() == 2);
        assertNotEquals(-1, done.getLast());
    }
}
