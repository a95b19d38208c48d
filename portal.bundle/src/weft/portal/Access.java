package weft.portal;

import java.util.List;
import weft.api.ErrorCode;
import weft.api.SessionId;
import weft.api.WeftException;
import weft.api.gateway.OpenFiles;

/** What one session may reach, for as long as it lives. */
public final class Access implements AutoCloseable {
    private final SessionId session;
    private final List<Grant> grants;
    private final OpenFiles files;

    Access(SessionId session, List<Grant> grants, OpenFiles files) {
        this.session = session;
        this.grants = grants;
        this.files = files;
    }

    public SessionId session() {
        return session;
    }

    public List<Grant> grants() {
        return grants;
    }

    public OpenFiles files() {
        return files;
    }

    /**
     * Where a guest path leads.
     *
     * @throws WeftException DENIED, naming the capability that it would take; NOT_FOUND where no capability leads
     */
    public Place place(String path) {
        GuestPath guest = GuestPath.of(path);
        for (Grant g : grants) {
            if (guest.startsWith(g.guest())) return new Place(g, guest.names().subList(g.guest().size(), guest.names().size()), guest.mustBeFolder());
        }
        throw notGranted(guest);
    }

    private static WeftException notGranted(GuestPath guest) {
        var names = guest.names();
        if (guest.startsWith(List.of("data"))) return WeftException.denied("fs:read:app-data", guest + " was not granted");
        if (guest.startsWith(List.of("xdg")) && names.size() > 1) return WeftException.denied("fs:read:xdg-" + names.get(1), guest + " was not granted");
        if (guest.startsWith(List.of("picked"))) return WeftException.denied("fs:read:picked", guest + " was not granted");
        return WeftException.file(ErrorCode.NOT_FOUND, "there is no " + guest, "ENOENT");
    }

    @Override
    public void close() {
        grants.forEach(g -> g.root().close());
    }
}
