package weft.supervisor;

import java.util.ArrayDeque;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/** When to start a dead service again: at once, then ever later, and no more when it dies too often. */
final class Restarts {
    static final int LIMIT = 5, WINDOW_SECONDS = 30;
    private static final long FIRST_DELAY_MS = 100;
    private final ArrayDeque<Long> deaths = new ArrayDeque<>();

    /**
     * Notes a death.
     *
     * @param now nanoseconds of any clock that never goes back
     * @return milliseconds to wait before the next start, or nothing after {@link #LIMIT} deaths within the window
     */
    OptionalLong afterDeath(long now) {
        deaths.add(now);
        while (now - deaths.peek() > TimeUnit.SECONDS.toNanos(WINDOW_SECONDS)) deaths.remove();
        if (deaths.size() >= LIMIT) return OptionalLong.empty();
        return OptionalLong.of(deaths.size() == 1 ? 0 : FIRST_DELAY_MS << deaths.size() - 2);
    }
}
