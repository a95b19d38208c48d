package weft.gateway;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import weft.api.ContractRange;
import weft.api.ErrorCode;
import weft.api.SessionId;
import weft.api.SessionState;
import weft.api.WeftException;
import weft.api.gateway.SessionFacts;
import weft.api.gateway.Sessions;

/** The facts about sessions in memory; each change is in the journal before it is seen. Its monitor guards them all. */
final class SessionTable implements Sessions {
    /** How many stopped sessions are remembered. */
    static final int MAX_STOPPED = 32;
    private final Map<SessionId, SessionFacts> sessions = new LinkedHashMap<>();
    private final Map<SessionId, List<CompletableFuture<SessionFacts>>> stopping = new HashMap<>();
    /** What living sessions require of contracts, if they do; read without the monitor, which may be held while the journal is written. */
    private final Map<SessionId, Map<String, String>> requirements = new ConcurrentHashMap<>();
    private final Runnable changed;

    SessionTable(List<SessionFacts> kept, Runnable changed) {
        kept.forEach(f -> {
            sessions.put(f.session(), f);
            bind(f);
        });
        this.changed = changed;
    }

    private void bind(SessionFacts facts) {
        if (facts.requires().isPresent() && !facts.is(SessionState.Stopped)) requirements.put(facts.session(), facts.requires().get());
        else requirements.remove(facts.session());
    }

    /** The range of a contract that a session is bound to. */
    ContractRange range(SessionId session, String contract) {
        var required = requirements.get(session);
        return required == null || !required.containsKey(contract) ? ContractRange.CURRENT : new ContractRange(required.get(contract));
    }

    @Override
    public synchronized List<SessionFacts> all() {
        return new ArrayList<>(sessions.values());
    }

    @Override
    public synchronized Optional<SessionFacts> get(SessionId session) {
        return Optional.ofNullable(sessions.get(session));
    }

    @Override
    public synchronized void add(SessionFacts facts) {
        if (sessions.putIfAbsent(facts.session(), facts) != null) throw new IllegalStateException(facts.session() + " exists");
        bind(facts);
        changed.run();
    }

    @Override
    public synchronized Optional<Change> update(SessionId session, UnaryOperator<SessionFacts> change) {
        SessionFacts before = sessions.get(session);
        if (before == null) return Optional.empty();
        SessionFacts after = change.apply(before);
        if (after != before) {
            // To the end when it stops, so that the longest stopped are forgotten first.
            if (after.is(SessionState.Stopped)) sessions.remove(session);
            sessions.put(session, after);
            bind(after);
            forgetStopped();
            changed.run();
            if (after.is(SessionState.Stopped)) Optional.ofNullable(stopping.remove(session)).ifPresent(all -> all.forEach(f -> f.completeAsync(() -> after)));
        }
        return Optional.of(new Change(before, after));
    }

    @Override
    public synchronized CompletableFuture<SessionFacts> whenStopped(SessionId session) {
        SessionFacts facts = sessions.get(session);
        if (facts == null) return CompletableFuture.failedFuture(new WeftException(ErrorCode.NOT_FOUND, "There is no session " + session + "."));
        if (facts.is(SessionState.Stopped)) return CompletableFuture.completedFuture(facts);
        var stopped = new CompletableFuture<SessionFacts>();
        stopping.computeIfAbsent(session, s -> new ArrayList<>()).add(stopped);
        stopped.whenComplete((f, cancelled) -> forget(session, stopped));
        return stopped;
    }

    private synchronized void forget(SessionId session, CompletableFuture<SessionFacts> awaited) {
        stopping.computeIfPresent(session, (s, all) -> all.remove(awaited) && all.isEmpty() ? null : all);
    }

    private void forgetStopped() {
        var stopped = sessions.values().stream().filter(f -> f.is(SessionState.Stopped)).map(SessionFacts::session).toList();
        stopped.stream().limit(Math.max(0, stopped.size() - MAX_STOPPED)).forEach(sessions::remove);
    }
}
