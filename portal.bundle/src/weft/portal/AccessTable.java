package weft.portal;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import weft.api.AppId;
import weft.api.ErrorCode;
import weft.api.SessionId;
import weft.api.SessionState;
import weft.api.WeftException;
import weft.api.gateway.OpenFiles;
import weft.api.gateway.SessionFacts;
import weft.api.gateway.Sessions;

/** The sessions' access to files; closed when a session has stopped. */
final class AccessTable implements AutoCloseable {
    private final Sessions sessions;
    private final OpenFiles files;
    private final GrantOpener opener;
    private final LongSupplier clockMs;
    private final long quotaBytes;
    private final Map<SessionId, Access> open = new HashMap<>();
    private final Map<AppId, Quota> quotas = new ConcurrentHashMap<>();
    private final SessionEnds ends;
    private boolean ended;

    AccessTable(Sessions sessions, OpenFiles files, GrantOpener opener, LongSupplier clockMs, long quotaBytes) {
        this.sessions = sessions;
        ends = new SessionEnds(sessions);
        this.files = files;
        this.opener = opener;
        this.clockMs = clockMs;
        this.quotaBytes = quotaBytes;
    }

    /** @throws WeftException DENIED for a session that is over */
    synchronized Access of(SessionId session) {
        SessionFacts facts = sessions.get(session).filter(f -> !f.is(SessionState.Stopped) && !ended)
                .orElseThrow(() -> new WeftException(ErrorCode.DENIED, "there is no such session any more"));
        Access known = open.get(session);
        if (known != null) return known;
        Access access = new Access(session, files, quotas.computeIfAbsent(facts.appId(), a -> new Quota(quotaBytes, System::nanoTime)), opener.of(session), clockMs);
        open.put(session, access);
        ends.of(session, () -> forget(session));
        return access;
    }

    private synchronized void forget(SessionId session) {
        Access access = open.remove(session);
        if (access != null) access.close();
    }

    /** Ends what a capability granted to an app, in all its sessions; returns when nothing is done with it any more. */
    void revoke(AppId app, String capability) {
        var why = WeftException.denied(capability, "this was revoked");
        for (Access access : of(app)) access.revoke(capability, why);
    }

    private synchronized List<Access> of(AppId app) {
        return open.values().stream().filter(a -> sessions.get(a.session()).map(f -> f.appId().equals(app)).orElse(false)).toList();
    }

    @Override
    public synchronized void close() {
        ended = true;
        ends.close();
        open.values().forEach(Access::close);
        open.clear();
    }
}
