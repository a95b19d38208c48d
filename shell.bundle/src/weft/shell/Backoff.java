package weft.shell;

import java.util.ArrayDeque;
import java.util.Deque;

/** How long to wait before the next start of a process that ended: not at all at first, ever longer when it keeps ending. */
final class Backoff {
    private static final long WINDOW_MS = 60_000, FIRST_MS = 250, MAX_MS = 30_000;
    private final Deque<Long> starts = new ArrayDeque<>();

    /** @return milliseconds to wait from now; counts this start */
    long next(long nowMs) {
        while (!starts.isEmpty() && nowMs - starts.peekFirst() > WINDOW_MS) starts.removeFirst();
        int recent = starts.size();
        starts.addLast(nowMs);
        return recent == 0 ? 0 : Math.min(MAX_MS, FIRST_MS << Math.min(recent - 1, 10));
    }
}
