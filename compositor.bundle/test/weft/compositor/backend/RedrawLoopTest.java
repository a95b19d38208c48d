package weft.compositor.backend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static weft.compositor.backend.RedrawLoop.State.IDLE;
import static weft.compositor.backend.RedrawLoop.State.QUEUED;
import static weft.compositor.backend.RedrawLoop.State.SUSPENDED;
import static weft.compositor.backend.RedrawLoop.State.WAITING_FOR_ESTIMATED_VBLANK;
import static weft.compositor.backend.RedrawLoop.State.WAITING_FOR_VBLANK;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import weft.os.EventLoop;

/** Each edge of the state machine, with the real event loop's timers. */
class RedrawLoopTest implements RedrawLoop.Output {
    private EventLoop events;
    private RedrawLoop redraw;
    private boolean damaged, wanted;
    private int drawn, done;

    @BeforeEach
    void start() throws Exception {
        events = new EventLoop();
        redraw = new RedrawLoop(events, this, 60_000);
    }

    @AfterEach
    void stop() {
        redraw.close();
        events.close();
    }

    @Override
    public boolean draw() {
        if (!damaged) return false;
        damaged = false;
        drawn++;
        return true;
    }

    @Override
    public boolean isFrameWanted() {
        return wanted;
    }

    @Override
    public void frameDone() {
        wanted = false;
        done++;
    }

    private void damage() {
        damaged = true;
        redraw.damaged();
    }

    @Test
    void while_nobody_sees_it_nothing_is_drawn_and_nobody_is_answered_whatever_was_under_way() throws Exception {
        for (var before : RedrawLoop.State.values()) {
            enter(before);
            redraw.suspend();
            int drawnBefore = drawn, doneBefore = done;
            damage();
            wanted = true;
            redraw.frameWanted();
            redraw.vblank();
            assertFalse(redraw.beforeWait());
            events.dispatch(40);
            assertEquals(SUSPENDED, redraw.state());
            assertEquals(drawnBefore, drawn);
            assertEquals(doneBefore, done);
            redraw.resume();
            assertTrue(redraw.beforeWait());
            assertEquals(drawnBefore + 1, drawn);
            redraw.vblank();
        }
    }

    private void enter(RedrawLoop.State state) {
        assertEquals(IDLE, redraw.state());
        wanted = false;
        switch (state) {
            case IDLE, SUSPENDED -> { }
            case QUEUED -> damage();
            case WAITING_FOR_VBLANK -> {
                damage();
                redraw.beforeWait();
            }
            case WAITING_FOR_ESTIMATED_VBLANK -> redraw.frameWanted();
        }
        if (state != SUSPENDED) assertEquals(state, redraw.state());
    }

    @Test
    void idle_becomes_queued_by_damage_and_draws_before_the_loop_waits() {
        damage();
        assertEquals(QUEUED, redraw.state());
        assertEquals(0, drawn);
        assertTrue(redraw.beforeWait());
        assertEquals(WAITING_FOR_VBLANK, redraw.state());
        assertEquals(1, drawn);
        assertEquals(1, done);
    }

    @Test
    void damage_while_a_frame_is_on_its_way_is_drawn_after_it_was_seen() {
        damage();
        redraw.beforeWait();
        damage();
        assertFalse(redraw.beforeWait());
        assertEquals(1, drawn);
        redraw.vblank();
        assertEquals(QUEUED, redraw.state());
        redraw.beforeWait();
        assertEquals(2, drawn);
    }

    @Test
    void without_new_damage_it_is_idle_after_a_frame_was_seen() {
        damage();
        redraw.beforeWait();
        redraw.vblank();
        assertEquals(IDLE, redraw.state());
    }

    @Test
    void a_frame_wanted_while_another_is_on_its_way_is_answered_when_that_was_seen() {
        damage();
        redraw.beforeWait();
        wanted = true;
        redraw.frameWanted();
        assertEquals(WAITING_FOR_VBLANK, redraw.state());
        redraw.vblank();
        assertEquals(2, done);
        assertEquals(IDLE, redraw.state());
    }

    @Test
    void a_frame_wanted_without_damage_is_answered_at_the_time_it_would_have_been_seen() throws Exception {
        wanted = true;
        redraw.frameWanted();
        assertEquals(WAITING_FOR_ESTIMATED_VBLANK, redraw.state());
        assertEquals(0, done);
        while (done == 0) events.dispatch(-1);
        assertEquals(IDLE, redraw.state());
        assertEquals(0, drawn);
    }

    @Test
    void damage_ends_the_waiting_for_an_estimated_time() {
        wanted = true;
        redraw.frameWanted();
        damage();
        assertEquals(QUEUED, redraw.state());
        redraw.beforeWait();
        assertEquals(1, drawn);
        assertEquals(1, done);
    }

    @Test
    void damage_that_was_drawn_otherwise_leads_to_no_frame() {
        damage();
        damaged = false;
        assertFalse(redraw.beforeWait());
        assertEquals(IDLE, redraw.state());
    }

    @Test
    void a_vblank_that_was_not_waited_for_changes_nothing() {
        redraw.vblank();
        assertEquals(IDLE, redraw.state());
        damage();
        redraw.vblank();
        assertEquals(QUEUED, redraw.state());
    }

    @Test
    void ticks_lie_on_a_fixed_grid() {
        assertEquals(110, HeadlessBackend.nextTick(100, 10, 100));
        assertEquals(110, HeadlessBackend.nextTick(100, 10, 109));
        assertEquals(120, HeadlessBackend.nextTick(100, 10, 110));
    }
}
