package weft.portal;

import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import weft.api.SessionId;
import weft.api.gateway.Sessions;

/** What is to be done when sessions end. Closing it takes all back: the gateway would keep it, and this bundle with it, for as long as a session lives. */
final class SessionEnds implements AutoCloseable {
    private final Sessions sessions;
    private final Set<CompletableFuture<?>> awaited = ConcurrentHashMap.newKeySet();

    SessionEnds(Sessions sessions) {
        this.sessions = sessions;
    }

    void of(SessionId session, Runnable then) {
        var end = sessions.whenStopped(session);
        awaited.add(end);
        end.whenComplete((facts, error) -> awaited.remove(end));
        end.thenRun(then);
    }

    @Override
    public void close() {
        for (var end : awaited) end.cancel(false);
    }
}
