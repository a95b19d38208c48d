package weft.shell;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import weft.api.SessionId;

/** Tells a page that crashed once from one that will not stop crashing. Safe from any thread. */
final class CrashCount {
    static final int TOO_OFTEN = 3;
    private static final long WINDOW_MS = 60_000;
    private final Map<SessionId, Deque<Long>> crashes = new HashMap<>();

    /** Counts a crash; true if it was the third within a minute. */
    synchronized boolean tooOften(SessionId session, long nowMs) {
        var times = crashes.computeIfAbsent(session, s -> new ArrayDeque<>());
        times.addLast(nowMs);
        while (nowMs - times.peekFirst() > WINDOW_MS) times.removeFirst();
        return times.size() >= TOO_OFTEN;
    }

    synchronized void forget(SessionId session) {
        crashes.remove(session);
    }

    /** How many milliseconds ago each session's page crashed. */
    synchronized Map<String, Object> ages(long nowMs) {
        var ages = new HashMap<String, Object>();
        crashes.forEach((session, times) -> ages.put(session.toString(), times.stream().map(t -> nowMs - t).toList()));
        return ages;
    }

    /** Goes on from {@link #ages}. */
    synchronized void goOnFrom(Map<?, ?> ages, long nowMs) {
        ages.forEach((session, list) -> {
            var times = new ArrayDeque<Long>();
            for (Object age : (List<?>) list) times.addLast(nowMs - (Long) age);
            crashes.put(new SessionId((String) session), times);
        });
    }
}
