package weft.gateway;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import weft.api.message.Connection.Ping;

/**
 * Finds out that a process hangs: one that something is sent to is asked PING, once in a while, and ended if it does not
 * answer. Who is not spoken to is left in peace: nothing wakes for this alone.
 */
final class Liveness {
    private final long limitMs;

    /** @param limitMs how long an answer may take; also how long after one question the next is asked */
    Liveness(long limitMs) {
        this.limitMs = limitMs;
    }

    /** Something was sent to it; from any thread. */
    void spokenTo(ChildProcess child) {
        long now = System.nanoTime(), last = child.pinged.get();
        if (last != 0 && now - last < TimeUnit.MILLISECONDS.toNanos(limitMs) || !child.pinged.compareAndSet(last, now)) return;
        child.request(new Ping()).orTimeout(limitMs, TimeUnit.MILLISECONDS).whenComplete((ok, failure) -> {
            // A connection that was lost is looked after elsewhere.
            if (failure instanceof TimeoutException) child.kill("did not answer for " + Math.ceilDiv(limitMs, 1000) + " s and was ended");
        });
    }
}
