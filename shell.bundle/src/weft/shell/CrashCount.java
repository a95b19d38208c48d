package weft.shell;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import weft.api.SessionId;

/** Tells a page that crashed once from one that will not stop crashing. */
final class CrashCount {
    static final int TOO_OFTEN = 3;
    private static final long WINDOW_MS = 60_000;
    private final Map<SessionId, Deque<Long>> crashes = new HashMap<>();

    /** Counts a crash; true if it was the third within a minute. */
    boolean tooOften(SessionId session, long nowMs) {
        var times = crashes.computeIfAbsent(session, s -> new ArrayDeque<>());
        times.addLast(nowMs);
        while (nowMs - times.peekFirst() > WINDOW_MS) times.removeFirst();
        return times.size() >= TOO_OFTEN;
    }

    void forget(SessionId session) {
        crashes.remove(session);
    }
}
