package weft.portal;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import weft.api.AppId;
import weft.api.ErrorCode;
import weft.api.SessionId;
import weft.api.SessionState;
import weft.api.WeftException;
import weft.api.gateway.OpenFiles;
import weft.api.gateway.SessionFacts;
import weft.api.gateway.Sessions;
import weft.api.packages.Capability;
import weft.api.packages.Packages;

/**
 * The sessions' grants. They are opened at a session's first request, from what its manifest asks for, and closed when
 * it has stopped. So far the own data of an app is granted by being asked for; everything else is not granted.
 */
final class AccessTable implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("weft.portal");
    private final Sessions sessions;
    private final Packages packages;
    private final OpenFiles files;
    private final AppData data;
    private final Map<SessionId, Access> open = new HashMap<>();
    private boolean ended;

    AccessTable(Sessions sessions, Packages packages, OpenFiles files, AppData data) {
        this.sessions = sessions;
        this.packages = packages;
        this.files = files;
        this.data = data;
    }

    /** @throws WeftException DENIED for a session that is over; UNAVAILABLE if its folders cannot be opened */
    synchronized Access of(SessionId session) {
        SessionFacts facts = sessions.get(session).filter(f -> !f.is(SessionState.Stopped) && !ended)
                .orElseThrow(() -> new WeftException(ErrorCode.DENIED, "there is no such session any more"));
        Access known = open.get(session);
        if (known != null) return known;
        Access access = new Access(session, grants(facts.appId()), files);
        open.put(session, access);
        sessions.whenStopped(session).thenRun(() -> forget(session));
        return access;
    }

    private List<Grant> grants(AppId app) {
        var grants = new ArrayList<Grant>();
        for (Capability c : packages.find(app).capabilities()) {
            var access = c.file().filter(f -> f.place().equals("app-data"));
            if (access.isPresent()) add(grants, new Requested(c.name(), access.get().writable()), app);
        }
        return grants;
    }

    private record Requested(String capability, boolean writable) {}

    // Asked for twice, reading and writing: the greater one counts.
    private void add(List<Grant> grants, Requested asked, AppId app) {
        var present = grants.stream().filter(g -> g.guest().equals(List.of("data"))).findFirst();
        if (present.isPresent()) {
            if (asked.writable()) grants.set(grants.indexOf(present.get()), new Grant(List.of("data"), asked.capability(), true, present.get().root()));
            return;
        }
        try {
            grants.add(new Grant(List.of("data"), asked.capability(), asked.writable(), data.open(app)));
        } catch (IOException e) {
            LOG.log(Level.ERROR, "the data folder of {0} cannot be opened: {1}", app, e.getMessage());
            throw new WeftException(ErrorCode.UNAVAILABLE, "The data folder of " + app + " cannot be opened.");
        }
    }

    private synchronized void forget(SessionId session) {
        Access access = open.remove(session);
        if (access != null) access.close();
    }

    @Override
    public synchronized void close() {
        ended = true;
        open.values().forEach(Access::close);
        open.clear();
    }
}
