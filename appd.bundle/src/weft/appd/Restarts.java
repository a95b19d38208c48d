package weft.appd;

import java.util.List;
import java.util.Optional;
import weft.api.SessionState;
import weft.api.gateway.Child.Exit;
import weft.api.gateway.SessionFacts;
import weft.api.packages.AppPackage.Restart;

/**
 * Whether an app that ended by itself is started again, and when: as its manifest says ({@code restart = "on-failure"} or
 * {@code "always"}), ever later if it keeps ending, and no more after five times within two minutes. One that never became
 * ready is not started again. All that is needed is in the facts, so a new appd goes on where another was.
 */
final class Restarts {
    static final int MOST = 5;
    static final long WINDOW_MS = 120_000, FIRST_MS = 1_000;
    /** Steps in {@link SessionFacts#timings}: when the app is started again, and that this was done or called off. */
    static final String DUE = "restart", DONE = "restarted";

    private Restarts() {}

    /** What is to be done about an app that ended: nothing, start it again in a while, or give it up. */
    enum Kind { NOTHING, AGAIN, GIVE_UP }

    record Decision(Kind kind, long delayMs) {}

    /**
     * @param ended  a Stopped session
     * @param exit   how its process ended; empty if nobody saw that
     * @param others all sessions that are known, the ended one too
     */
    static Decision decide(Restart policy, SessionFacts ended, Optional<Exit> exit, List<SessionFacts> others, long nowMs) {
        boolean wanted = policy == Restart.always || policy == Restart.on_failure && !wasClean(exit);
        if (!wanted || !endedByItself(ended)) return new Decision(Kind.NOTHING, 0);
        long times = others.stream().filter(s -> s.appId().equals(ended.appId()) && endedByItself(s) && nowMs - stoppedMs(s) < WINDOW_MS).count();
        if (times > MOST) return new Decision(Kind.GIVE_UP, 0);
        return new Decision(Kind.AGAIN, FIRST_MS << Math.max(0, times - 1));
    }

    /** A restart that was decided and neither done nor called off. */
    static boolean isPending(SessionFacts s) {
        return s.is(SessionState.Stopped) && s.timings().containsKey(DUE) && !s.timings().containsKey(DONE);
    }

    static long dueMs(SessionFacts s) {
        return s.requestedMs() + ((Number) s.timings().get(DUE)).longValue();
    }

    private static boolean endedByItself(SessionFacts s) {
        return s.is(SessionState.Stopped) && s.timings().containsKey(SessionMachine.READY_AT) && !s.timings().containsKey(SessionMachine.STOPPING);
    }

    private static boolean wasClean(Optional<Exit> exit) {
        return exit.filter(e -> e.known() && e.code() == 0 && e.signal() == 0 && e.cause().isEmpty()).isPresent();
    }

    private static long stoppedMs(SessionFacts s) {
        return s.requestedMs() + ((Number) s.timings().getOrDefault(SessionMachine.STOPPED, 0L)).longValue();
    }
}
