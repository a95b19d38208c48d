package weft.proving;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import weft.api.AppId;
import weft.api.ErrorCode;
import weft.api.SessionId;
import weft.api.WeftException;
import weft.api.gateway.Caller;
import weft.api.gateway.CallInterceptor;
import weft.api.message.Message;
import weft.api.message.Proving.AddFault;
import weft.api.message.Proving.Fault;
import weft.api.message.Proving.FaultKind;
import weft.codec.Envelope;

/** The faults in force: few, each for a bounded time, after which it ends by itself and whoever waits in it goes on. */
final class FaultTable implements CallInterceptor, AutoCloseable {
    static final int MOST = 16, MAX_SECONDS = 600, MAX_DELAY_MS = 60_000;
    private final Map<Long, Active> active = new ConcurrentSkipListMap<>();
    private final AtomicLong numbers = new AtomicLong();
    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, Thread.ofPlatform().daemon().name("weft-faults").factory());
    private final Function<SessionId, Optional<AppId>> apps;
    private final Runnable changed;

    private record Active(long number, AddFault fault, List<String> types, long endNanos, AtomicLong met, Set<CountDownLatch> waiting, AtomicBoolean over) {
        long leftMs() {
            return Math.max(0, TimeUnit.NANOSECONDS.toMillis(endNanos - System.nanoTime()));
        }

        void release() {
            over.set(true);
            waiting.forEach(CountDownLatch::countDown);
        }

        Fault toMessage() {
            return new Fault(number, fault.service(), types, fault.appId(), fault.kind(), fault.delayMs(), leftMs(), met.get());
        }
    }

    /** @param apps the app of a session @param changed called when a fault has come or ended */
    FaultTable(Function<SessionId, Optional<AppId>> apps, Runnable changed) {
        timer.setRemoveOnCancelPolicy(true);
        timer.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy()); // after the end nobody waits any more
        this.apps = apps;
        this.changed = changed;
    }

    /** @throws WeftException INVALID naming the bound; CONFLICT if there are too many */
    void add(AddFault fault, List<String> types) {
        if (fault.seconds() < 1 || fault.seconds() > MAX_SECONDS) throw invalid("a fault lasts between 1 and " + MAX_SECONDS + " seconds");
        boolean delays = fault.kind() == FaultKind.delay;
        if (delays != fault.delayMs().isPresent()) throw invalid(delays ? "a delay needs its milliseconds" : fault.kind() + " takes no milliseconds");
        if (delays && (fault.delayMs().get() < 1 || fault.delayMs().get() > MAX_DELAY_MS)) throw invalid("a delay has between 1 and " + MAX_DELAY_MS + " milliseconds");
        long number = numbers.incrementAndGet();
        synchronized (this) {
            if (active.size() >= MOST) throw new WeftException(ErrorCode.CONFLICT, "there are " + MOST + " faults already");
            active.put(number, new Active(number, fault, types, System.nanoTime() + TimeUnit.SECONDS.toNanos(fault.seconds()), new AtomicLong(), ConcurrentHashMap.newKeySet(), new AtomicBoolean()));
        }
        changed.run();
        timer.schedule(() -> end(number), fault.seconds(), TimeUnit.SECONDS);
    }

    private boolean end(long number) {
        Active fault = active.remove(number);
        if (fault == null) return false;
        fault.release();
        changed.run();
        return true;
    }

    /** @throws WeftException NOT_FOUND */
    void clear(long number) {
        if (!end(number)) throw new WeftException(ErrorCode.NOT_FOUND, "there is no fault " + number);
    }

    void clear() {
        active.keySet().forEach(this::end);
    }

    @Override
    public void close() {
        clear();
        timer.shutdownNow();
    }

    boolean isEmpty() {
        return active.isEmpty();
    }

    List<Fault> faults() {
        return active.values().stream().map(Active::toMessage).toList();
    }

    @Override
    public boolean concerns(Caller caller, Envelope request) {
        return active.values().stream().anyMatch(f -> meets(f, caller, request));
    }

    @Override
    public Message intercept(Caller caller, Envelope request, Call call) throws Exception {
        for (Active f : active.values()) if (meets(f, caller, request)) apply(f, request);
        return call.proceed();
    }

    private boolean meets(Active f, Caller caller, Envelope request) {
        return f.types.contains(request.type()) && (f.fault.appId().isEmpty() || caller.session().flatMap(apps).equals(f.fault.appId()));
    }

    // Not by a wait with a limit: a virtual thread's is remembered until then, and with it this bundle.
    private void pause(Active f, long ms) throws InterruptedException {
        var latch = new CountDownLatch(1);
        f.waiting.add(latch);
        var later = timer.schedule(latch::countDown, ms, TimeUnit.MILLISECONDS);
        try {
            if (!f.over.get()) latch.await();
        } finally {
            f.waiting.remove(latch);
            later.cancel(false);
        }
    }

    private void apply(Active f, Envelope request) throws InterruptedException {
        f.met.incrementAndGet();
        switch (f.fault.kind()) {
            case delay -> pause(f, f.fault.delayMs().orElseThrow());
            case drop -> {
                pause(f, f.leftMs());
                throw new WeftException(ErrorCode.TIMEOUT, request.type() + " was not answered: fault " + f.number + " dropped it.");
            }
            case fail -> throw new WeftException(ErrorCode.UNAVAILABLE, request.type() + " failed: fault " + f.number + " made it fail.");
        }
    }

    private static WeftException invalid(String sentence) {
        return new WeftException(ErrorCode.INVALID, sentence);
    }
}
