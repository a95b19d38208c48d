package weft.appd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static weft.api.SessionState.Stopped;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import weft.api.AppId;
import weft.api.SessionId;
import weft.api.gateway.Child.Exit;
import weft.api.gateway.SessionFacts;
import weft.api.packages.AppPackage.Restart;
import weft.appd.Restarts.Decision;
import weft.appd.Restarts.Kind;

/** When an app that ended is started again. */
class RestartsTest {
    private static final long NOW = 10_000_000;
    private static final Decision NO = new Decision(Kind.NOTHING, 0);
    private static final Optional<Exit> CLEAN = Optional.of(new Exit(true, 0, 0, Optional.empty())), CRASH = Optional.of(new Exit(true, 3, 0, Optional.empty())),
            KILLED = Optional.of(new Exit(true, 0, 9, Optional.empty())), UNSEEN = Optional.empty();

    private static SessionFacts stopped(String app, long agoMs, String... steps) {
        var timings = new HashMap<String, Object>(Map.of(SessionMachine.STOPPED, 500L));
        for (String step : steps) timings.put(step, 100L);
        return new SessionFacts(new SessionId("s-" + agoMs), new AppId(app), "Notes", Stopped, Optional.of("Notes ended."), List.of(), NOW - agoMs - 500, timings,
                30_000, Optional.empty(), Optional.empty(), List.of(), List.of(), Optional.empty());
    }

    private static SessionFacts ran(long agoMs) {
        return stopped("org.weft.notes", agoMs, SessionMachine.READY_AT);
    }

    private static Decision decide(Restart policy, SessionFacts ended, Optional<Exit> exit, SessionFacts... more) {
        var all = new ArrayList<>(List.of(more));
        all.add(ended);
        return Restarts.decide(policy, ended, exit, all, NOW);
    }

    @Test
    void without_a_policy_nothing_is_started_again() {
        assertEquals(NO, decide(Restart.never, ran(0), CRASH));
    }

    @Test
    void on_failure_a_crash_is_and_a_clean_end_is_not() {
        for (var exit : List.of(CRASH, KILLED, UNSEEN)) assertEquals(new Decision(Kind.AGAIN, 1_000), decide(Restart.on_failure, ran(0), exit));
        assertEquals(NO, decide(Restart.on_failure, ran(0), CLEAN));
        assertEquals(new Decision(Kind.AGAIN, 1_000), decide(Restart.always, ran(0), CLEAN));
    }

    @Test
    void what_was_asked_to_end_or_never_ran_is_not_started_again() {
        assertEquals(NO, decide(Restart.always, stopped("org.weft.notes", 0, SessionMachine.READY_AT, SessionMachine.STOPPING), CRASH));
        assertEquals(NO, decide(Restart.always, stopped("org.weft.notes", 0), CRASH));
    }

    @Test
    void each_end_doubles_the_wait_and_the_sixth_within_two_minutes_is_the_last() {
        var ends = new ArrayList<SessionFacts>();
        for (long wait : new long[] {1_000, 2_000, 4_000, 8_000, 16_000}) {
            assertEquals(new Decision(Kind.AGAIN, wait), decide(Restart.on_failure, ran(0), CRASH, ends.toArray(SessionFacts[]::new)));
            ends.add(ran(ends.size() * 10_000L + 1_000));
        }
        assertEquals(new Decision(Kind.GIVE_UP, 0), decide(Restart.on_failure, ran(0), CRASH, ends.toArray(SessionFacts[]::new)));
    }

    @Test
    void ends_of_other_apps_and_old_ones_do_not_count() {
        var others = new ArrayList<SessionFacts>();
        for (int i = 0; i < 9; i++) others.add(stopped("org.weft.other", i + 1, SessionMachine.READY_AT));
        for (int i = 0; i < 9; i++) others.add(ran(Restarts.WINDOW_MS + i));
        assertEquals(new Decision(Kind.AGAIN, 1_000), decide(Restart.on_failure, ran(0), CRASH, others.toArray(SessionFacts[]::new)));
    }
}
