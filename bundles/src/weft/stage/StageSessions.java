package weft.stage;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import weft.api.ErrorCode;
import weft.api.SessionId;
import weft.api.SessionState;
import weft.api.WeftException;
import weft.api.gateway.SessionFacts;
import weft.api.gateway.Sessions;

/** The facts that the host told last. A change is taken for one that somebody else made first: nothing happens. */
final class StageSessions implements Sessions {
    private volatile List<SessionFacts> facts;

    StageSessions(List<SessionFacts> facts) {
        this.facts = facts;
    }

    void set(List<SessionFacts> now) {
        facts = now;
    }

    @Override
    public List<SessionFacts> all() {
        return facts;
    }

    @Override
    public Optional<SessionFacts> get(SessionId session) {
        return facts.stream().filter(f -> f.session().equals(session)).findFirst();
    }

    @Override
    public void add(SessionFacts added) {
        throw new IllegalStateException("no session begins here");
    }

    @Override
    public Optional<Change> update(SessionId session, UnaryOperator<SessionFacts> change) {
        return get(session).map(f -> new Change(f, f));
    }

    @Override
    public CompletableFuture<SessionFacts> whenStopped(SessionId session) {
        var known = get(session);
        if (known.isEmpty()) return CompletableFuture.failedFuture(new WeftException(ErrorCode.NOT_FOUND, "There is no session " + session + "."));
        return known.get().is(SessionState.Stopped) ? CompletableFuture.completedFuture(known.get()) : new CompletableFuture<>();
    }
}
