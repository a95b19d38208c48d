package weft.gateway;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import weft.api.ContractRange;

/**
 * The providers of one thing, of which the highest ranked is used whose version is in the caller's range. A call that finds none
 * waits a bounded time for one; removing a provider waits, also a bounded time, for the calls that are in it. So a provider can be
 * replaced, even in place, without a failed call.
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
        final Terms terms;
        int calls;

        Provider(S service, int ranking, long serviceId, Terms terms) {
            this.service = service;
            this.ranking = ranking;
            this.serviceId = serviceId;
            this.terms = terms;
        }

        boolean isWithin(ContractRange range) {
            return terms.version.isEmpty() || range.includes(terms.version.get());
        }
    }

    /** @param version of the contract that it answers by; without one, any range will do @param prompt whether it answers without waiting */
    record Terms(Optional<String> version, boolean prompt) {}

    /** As services are ordered: by ranking, the older first among equals. */
    synchronized void add(S service, int ranking, long serviceId, Terms terms) {
        providers.add(new Provider<>(service, ranking, serviceId, terms));
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

    /** Whether there is a provider for this range, and it answers without waiting. */
    synchronized boolean isPrompt(ContractRange range) {
        Provider<S> best = best(range);
        return best != null && best.terms.prompt;
    }

    /** The versions that the providers answer by, as far as they have any. */
    synchronized List<String> versions() {
        return providers.stream().flatMap(p -> p.terms.version.stream()).distinct().sorted().toList();
    }

    /** Calls the best provider in a range. @throws TimeoutException if there is none for {@code parkMs} */
    <R> R call(ContractRange range, long parkMs, Call<S, R> call) throws Exception {
        Provider<S> provider = enter(range, parkMs);
        try {
            return call.on(provider.service);
        } finally {
            leave(provider);
        }
    }

    private Provider<S> best(ContractRange range) {
        for (Provider<S> p : providers) if (p.isWithin(range)) return p;
        return null;
    }

    private synchronized Provider<S> enter(ContractRange range, long parkMs) throws InterruptedException, TimeoutException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(parkMs);
        Provider<S> best;
        while ((best = best(range)) == null) {
            long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            if (left <= 0) throw new TimeoutException();
            wait(left);
        }
        best.calls++;
        return best;
    }

    private synchronized void leave(Provider<S> provider) {
        if (--provider.calls == 0) notifyAll();
    }
}
