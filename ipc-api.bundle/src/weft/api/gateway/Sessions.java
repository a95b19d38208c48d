package weft.api.gateway;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.osgi.annotation.versioning.ProviderType;
import weft.api.SessionId;

/** The facts about sessions: every living one, and the last stopped ones. Changes are journaled. */
@ProviderType
public interface Sessions {
    /** Oldest first. */
    List<SessionFacts> all();

    Optional<SessionFacts> get(SessionId session);

    /** Adds a session. @throws IllegalStateException if there is one of that name */
    void add(SessionFacts facts);

    /**
     * Changes a session's facts as one step: of two who try the same, the second sees what the first made. Returning
     * the same object changes nothing.
     *
     * @return before and after; empty if there is no such session
     */
    Optional<Change> update(SessionId session, UnaryOperator<SessionFacts> change);

    /**
     * Completes when the session is Stopped, at once if it is; with NOT_FOUND if there is no such session. The future is
     * the caller's own: a bundle that goes before the session ends cancels it, or else is kept in memory by it.
     */
    CompletableFuture<SessionFacts> whenStopped(SessionId session);

    /** The facts before and after; the same object if nothing changed. */
    record Change(SessionFacts before, SessionFacts after) {
        public boolean happened() {
            return before != after;
        }
    }
}
