package weft.gateway;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The providers of one thing, of which the highest ranked is used. A call that finds none waits a bounded time for one;
 * removing a provider waits, also a bounded time, for the calls that are in it. So a provider can be replaced, even in
 * place, without a failed call.
 */
final class DrainingReference<S> {
    private final List<Provider<S>> providers = new ArrayList<>();

    /** A call as it goes to a provider. */
    interface Call<S, R> {
        R on(S service) throws Exception;
    }

    private static final class Provider<S> {
        final S service;
        final int ranking;
        final long serviceId;
        int calls;

        Provider(S service, int ranking, long serviceId) {
            this.service = service;
            this.ranking = ranking;
            this.serviceId = serviceId;
        }
    }

    /** As services are ordered: by ranking, the older first among equals. */
    synchronized void add(S service, int ranking, long serviceId) {
        providers.add(new Provider<>(service, ranking, serviceId));
        providers.sort(Comparator.<Provider<S>>comparingInt(p -> -p.ranking).thenComparingLong(p -> p.serviceId));
        notifyAll();
    }

    /** No new call enters the provider from now on; returns when the last one has left, or false after the limit. */
    synchronized boolean remove(long serviceId, long limitMs) throws InterruptedException {
        var provider = providers.stream().filter(p -> p.serviceId == serviceId).findFirst().orElse(null);
        if (provider == null) return true;
        providers.remove(provider);
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(limitMs);
        while (provider.calls > 0) {
            long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            if (left <= 0) return false;
            wait(left);
        }
        return true;
    }

    synchronized boolean isEmpty() {
        return providers.isEmpty();
    }

    /** Calls the best provider. @throws TimeoutException if there is none for {@code parkMs} */
    <R> R call(long parkMs, Call<S, R> call) throws Exception {
        Provider<S> provider = enter(parkMs);
        try {
            return call.on(provider.service);
        } finally {
            leave(provider);
        }
    }

    private synchronized Provider<S> enter(long parkMs) throws InterruptedException, TimeoutException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(parkMs);
        while (providers.isEmpty()) {
            long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            if (left <= 0) throw new TimeoutException();
            wait(left);
        }
        Provider<S> best = providers.getFirst();
        best.calls++;
        return best;
    }

    private synchronized void leave(Provider<S> provider) {
        if (--provider.calls == 0) notifyAll();
    }
}
