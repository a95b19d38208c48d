package weft.appd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static weft.api.SessionState.Requested;
import static weft.api.SessionState.Running;
import static weft.api.SessionState.Starting;
import static weft.api.SessionState.Stopped;
import static weft.api.SessionState.Stopping;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import weft.api.AppId;
import weft.api.Containment;
import weft.api.SessionId;
import weft.api.SessionState;
import weft.api.gateway.Child.Exit;
import weft.api.gateway.Child.FirstLine;
import weft.api.gateway.SessionFacts;
import weft.appd.SessionMachine.Action;
import weft.appd.SessionMachine.Step;

/** One test an edge, then what holds for any sequence of events. */
class SessionMachineTest {
    private static final long T0 = 1_000_000;
    private static final Containment HELD = new Containment(Containment.Sandbox.namespaces, Containment.Limits.process);
    private static final SessionFacts REQUESTED = new SessionFacts(new SessionId("notes-1"), new AppId("org.weft.notes"), "Notes", Requested,
            Optional.empty(), List.of(), T0, Map.of(), 30_000, Optional.empty(), Optional.empty(), List.of(), List.of(), Optional.empty());
    private static final Event READY = said("READY");

    private static Event said(String line) {
        return new Event.Said(new FirstLine(line, Optional.empty()));
    }

    private static Event exit(int code, int signal) {
        return new Event.Exited(new Exit(true, code, signal, Optional.empty()));
    }

    private static SessionFacts after(SessionFacts s, Event... events) {
        for (Event e : events) s = SessionMachine.on(s, e, T0 + 40).facts();
        return s;
    }

    private static final SessionFacts STARTING = after(REQUESTED, new Event.RuntimeTaken("runtime-1"));
    private static final SessionFacts ASSIGNED = after(STARTING, new Event.Assigned(4711, HELD));
    private static final SessionFacts RUNNING = after(ASSIGNED, READY);
    private static final SessionFacts STOPPING = after(RUNNING, new Event.Terminate());

    private static void expect(SessionState state, Action action, String reason, Step step) {
        assertEquals(state, step.facts().state());
        assertEquals(action, step.action());
        assertEquals(Optional.ofNullable(reason), step.facts().reason());
    }

    private static Step on(SessionFacts s, Event e) {
        return SessionMachine.on(s, e, T0 + 50);
    }

    @Test
    void a_requested_session_starts_when_it_has_a_process() {
        Step step = on(REQUESTED, new Event.RuntimeTaken("runtime-1"));
        expect(Starting, Action.ASSIGN, null, step);
        assertEquals(Optional.of("runtime-1"), step.facts().child());
    }

    @Test
    void a_session_without_a_module_runs_at_once() {
        expect(Running, Action.NOTHING, null, on(REQUESTED, new Event.NoModule()));
    }

    @Test
    void a_session_that_cannot_start_stops_with_the_reason() {
        expect(Stopped, Action.NOTHING, "Notes failed to start: its module is missing.", on(REQUESTED, new Event.Unable("its module is missing")));
    }

    @Test
    void ready_makes_it_run_and_is_timed() {
        Step step = on(ASSIGNED, READY);
        expect(Running, Action.NOTHING, null, step);
        assertEquals(Optional.of(50L), step.facts().readyMs());
        assertEquals(Optional.of(4711), step.facts().pid());
    }

    @Test
    void ready_before_the_module_was_given_is_forged() {
        expect(Stopping, Action.KILL, "Notes failed to start: its runtime said \"READY\" instead of that it is ready.", on(STARTING, READY));
    }

    @Test
    void a_second_ready_changes_nothing() {
        assertSame(RUNNING, on(RUNNING, READY).facts());
    }

    @Test
    void a_late_ready_changes_nothing() {
        var late = SessionMachine.on(ASSIGNED, new Event.ReadyLimit(0), T0 + 30_000).facts();
        assertSame(late, on(late, READY).facts());
        var stopped = after(late, exit(0, 9));
        assertSame(stopped, on(stopped, READY).facts());
    }

    @ParameterizedTest
    @ValueSource(strings = {"READYREADY", "READY ", "ready", "", "READY\r", "hello"})
    void a_wrong_line_fails_the_start(String line) {
        Step step = on(ASSIGNED, said(line));
        assertEquals(Stopping, step.facts().state());
        assertEquals(Action.KILL, step.action());
        assertTrue(step.facts().reason().orElseThrow().startsWith("Notes failed to start: its runtime said"));
    }

    @Test
    void a_failure_is_told_in_the_runtimes_words_made_harmless() {
        expect(Stopping, Action.KILL, "Notes failed to start: the module asks for \uFFFD[31m more than it has.",
                on(ASSIGNED, said("FAILED the module asks for \u001b[31m more than it has")));
    }

    @Test
    void an_output_without_a_line_fails_the_start() {
        expect(Stopping, Action.KILL, "Notes failed to start: its runtime did not say that it is ready (the output ended before a line).",
                on(ASSIGNED, new Event.Said(new FirstLine("REA", Optional.of("the output ended before a line")))));
    }

    @Test
    void no_ready_in_time_fails_the_start() {
        expect(Stopping, Action.KILL, "Notes failed to start: it was not ready within 30 s.", SessionMachine.on(ASSIGNED, new Event.ReadyLimit(0), T0 + 30_000));
    }

    @Test
    void a_clock_that_was_set_back_does_not_make_the_time_for_ready_longer() {
        expect(Stopping, Action.KILL, "Notes failed to start: it was not ready within 30 s.", SessionMachine.on(ASSIGNED, new Event.ReadyLimit(0), T0 - 3_600_000));
    }

    @Test
    void progress_starts_the_wait_anew_up_to_ten_times_the_limit() {
        var s = ASSIGNED;
        long before = 0;
        for (long at = 20_000; at < 290_000; at += 20_000) {
            s = SessionMachine.on(s, new Event.Progressed(), T0 + at).facts();
            if (before + 30_000 < 300_000) expect(Starting, Action.AWAIT_READY, null, SessionMachine.on(s, new Event.ReadyLimit(before), T0 + before + 30_000));
            expect(Stopping, Action.KILL, "Notes failed to start: it was not ready within " + Math.min(at + 30_000, 300_000) / 1000 + " s.",
                    SessionMachine.on(s, new Event.ReadyLimit(at), T0 + at + 30_000));
            before = at;
        }
        var last = SessionMachine.on(s, new Event.Progressed(), T0 + 299_000).facts();
        expect(Stopping, Action.KILL, "Notes failed to start: it was not ready within 300 s.", SessionMachine.on(last, new Event.ReadyLimit(before), T0 + 300_000));
    }

    @Test
    void progress_many_times_a_second_changes_nothing() {
        var s = SessionMachine.on(ASSIGNED, new Event.Progressed(), T0 + 5_000).facts();
        assertSame(s, SessionMachine.on(s, new Event.Progressed(), T0 + 5_999).facts());
    }

    @Test
    void progress_before_the_module_was_given_or_after_ready_changes_nothing() {
        assertSame(STARTING, SessionMachine.on(STARTING, new Event.Progressed(), T0 + 5_000).facts());
        assertSame(RUNNING, SessionMachine.on(RUNNING, new Event.Progressed(), T0 + 5_000).facts());
    }

    @Test
    void the_ready_limit_of_a_running_session_means_nothing() {
        assertSame(RUNNING, on(RUNNING, new Event.ReadyLimit(0)).facts());
    }

    @Test
    void a_process_that_is_killed_while_it_starts_fails_the_start() {
        expect(Stopped, Action.NOTHING, "Notes failed to start: it was killed (signal 9).", on(ASSIGNED, exit(0, 9)));
        expect(Stopped, Action.NOTHING, "Notes failed to start: it ended with code 1.", on(STARTING, exit(1, 0)));
        expect(Stopped, Action.NOTHING, "Notes failed to start: it ended by itself.", on(STARTING, exit(0, 0)));
    }

    @Test
    void a_start_that_fails_after_a_process_was_found_ends_the_process() {
        expect(Stopping, Action.KILL, "Notes failed to start: its module cannot be read.", on(STARTING, new Event.Unable("its module cannot be read")));
    }

    @Test
    void a_start_that_a_restart_interrupted_fails() {
        expect(Stopping, Action.KILL, "Notes failed to start: the platform was restarted while it was starting.", on(ASSIGNED, new Event.Interrupted()));
    }

    @Test
    void a_running_process_that_is_killed_stops_the_session() {
        expect(Stopped, Action.NOTHING, "Notes was killed (signal 9).", on(RUNNING, exit(0, 9)));
        expect(Stopped, Action.NOTHING, "Notes was killed (signal 9).", on(RUNNING, exit(137, 0)));
        expect(Stopped, Action.NOTHING, "Notes ended unexpectedly with code 3.", on(RUNNING, exit(3, 0)));
        expect(Stopped, Action.NOTHING, "Notes ended.", on(RUNNING, exit(0, 0)));
    }

    @Test
    void the_limit_that_ended_a_process_is_the_reason() {
        var over = new Event.Exited(new Exit(true, 137, 0, Optional.empty()), Optional.of("was ended because it used more memory than its limit of 480 MB"));
        expect(Stopped, Action.NOTHING, "Notes was ended because it used more memory than its limit of 480 MB.", on(RUNNING, over));
        expect(Stopped, Action.NOTHING, "Notes failed to start: it was ended because it used more memory than its limit of 480 MB.", on(ASSIGNED, over));
        assertEquals(Optional.of(HELD), ASSIGNED.containment());
        assertEquals(Optional.of(HELD), on(RUNNING, over).facts().containment());
    }

    @Test
    void what_the_gateway_ended_it_for_is_the_reason() {
        expect(Stopped, Action.NOTHING, "Notes lost its connection for 10 s.",
                on(RUNNING, new Event.Exited(new Exit(true, 0, 9, Optional.of("lost its connection for 10 s")))));
    }

    @Test
    void a_process_that_vanished_while_nobody_watched_stops_the_session() {
        expect(Stopped, Action.NOTHING, "Notes ended while the platform was not running.", on(RUNNING, new Event.Vanished()));
        expect(Stopped, Action.NOTHING, "Notes failed to start: its process is gone.", on(ASSIGNED, new Event.Vanished()));
        expect(Stopped, Action.NOTHING, null, on(STOPPING, new Event.Vanished()));
    }

    @Test
    void terminate_asks_a_running_process_first() {
        expect(Stopping, Action.SHUT_DOWN, null, on(RUNNING, new Event.Terminate()));
    }

    @Test
    void terminate_kills_a_process_that_is_still_starting() {
        expect(Stopping, Action.KILL, null, on(ASSIGNED, new Event.Terminate()));
    }

    @Test
    void terminate_stops_at_once_what_has_no_process() {
        expect(Stopped, Action.NOTHING, null, on(REQUESTED, new Event.Terminate()));
        expect(Stopped, Action.NOTHING, null, on(after(REQUESTED, new Event.NoModule()), new Event.Terminate()));
    }

    @Test
    void a_second_terminate_changes_nothing() {
        Step step = on(STOPPING, new Event.Terminate());
        assertSame(STOPPING, step.facts());
        assertEquals(Action.NOTHING, step.action());
    }

    @Test
    void a_process_that_does_not_end_in_its_grace_is_killed() {
        expect(Stopping, Action.KILL, null, on(STOPPING, new Event.GraceOver()));
    }

    @Test
    void a_stopping_session_is_stopped_when_its_process_is_gone() {
        expect(Stopped, Action.NOTHING, null, on(STOPPING, exit(0, 0)));
        expect(Stopped, Action.NOTHING, null, on(STOPPING, exit(0, 9)));
    }

    @Test
    void a_failed_start_keeps_its_reason_when_its_process_is_gone() {
        var failed = after(ASSIGNED, said("FAILED no memory"));
        expect(Stopped, Action.NOTHING, "Notes failed to start: no memory.", on(failed, exit(1, 0)));
    }

    @Test
    void any_sequence_of_events_goes_forward_ends_once_and_leaves_no_process() {
        for (int seed = 0; seed < 5_000; seed++) any(new Random(seed), seed);
    }

    private static final Map<SessionState, Set<SessionState>> NEXT = Map.of(
            Requested, Set.of(Requested, Starting, Running, Stopped), Starting, Set.of(Starting, Running, Stopping, Stopped),
            Running, Set.of(Running, Stopping, Stopped), Stopping, Set.of(Stopping, Stopped), Stopped, Set.of(Stopped));

    private static void any(Random random, int seed) {
        SessionFacts s = REQUESTED;
        var history = new ArrayList<Object>();
        boolean killed = false;
        for (int i = 0; i < 40; i++) {
            Event e = event(random);
            Step step = SessionMachine.on(s, e, T0 + 1_000L * i);
            history.add(e);
            String told = "seed " + seed + ": " + history;
            assertTrue(NEXT.get(s.state()).contains(step.facts().state()), told);
            if (s.is(Stopped)) assertSame(s, step.facts(), told);
            if (s.is(Stopped)) assertEquals(Action.NOTHING, step.action(), told);
            // Only an exit, or the absence of a process, stops what has one.
            if (step.facts().is(Stopped) && !s.is(Stopped) && s.child().isPresent()) assertTrue(e instanceof Event.Exited || e instanceof Event.Vanished, told);
            if (step.facts().is(Running) && s.is(Starting)) assertTrue(e.equals(READY) && SessionMachine.isAssigned(s), told);
            // What fails to start is ended in the same step.
            if (step.facts().is(Stopping) && s.is(Starting)) assertEquals(Action.KILL, step.action(), told);
            killed |= step.action() == Action.KILL;
            if (killed) assertTrue(step.facts().is(Stopping) || step.facts().is(Stopped), told);
            s = step.facts();
        }
        if (s.child().isPresent() && !s.is(Stopped)) assertEquals(Stopped, SessionMachine.on(s, exit(0, 9), T0 + 99).facts().state());
    }

    private static Event event(Random random) {
        return switch (random.nextInt(12)) {
            case 0, 1 -> new Event.RuntimeTaken("runtime-1");
            case 2 -> random.nextInt(4) == 0 ? new Event.NoModule() : new Event.Assigned(7, HELD);
            case 3, 4 -> READY;
            case 5 -> new Event.Assigned(7, HELD);
            case 6 -> said("FAILED no");
            case 7 -> new Event.Terminate();
            case 8 -> random.nextBoolean() ? new Event.GraceOver() : new Event.Progressed();
            case 9 -> random.nextBoolean() ? new Event.ReadyLimit(0) : exit(random.nextInt(2), random.nextInt(2) * 9);
            case 10 -> random.nextInt(5) == 0 ? new Event.Vanished() : new Event.Assigned(7, HELD);
            default -> random.nextInt(5) == 0 ? new Event.Unable("no") : new Event.RuntimeTaken("runtime-1");
        };
    }
}
