package weft.portal;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import weft.api.AppId;
import weft.api.ErrorCode;
import weft.api.SessionId;
import weft.api.WeftException;
import weft.api.gateway.SessionFacts;
import weft.api.gateway.Sessions;
import weft.api.packages.Capability;
import weft.api.packages.Packages;
import weft.os.Fd;
import weft.os.OpenAt2;
import weft.portal.permission.Ledger;
import weft.portal.permission.Stored;

/**
 * Opens what a guest path leads into: {@code /data}, {@code /xdg/NAME}, {@code /picked/N}. What the app's manifest does
 * not declare is denied without a question.
 */
final class GrantOpener {
    private static final System.Logger LOG = System.getLogger("weft.portal");
    private final Sessions sessions;
    private final Packages packages;
    private final Ledger ledger;
    private final AppData data;
    private final XdgFolders folders;

    GrantOpener(Sessions sessions, Packages packages, Ledger ledger, AppData data, XdgFolders folders) {
        this.sessions = sessions;
        this.packages = packages;
        this.ledger = ledger;
        this.data = data;
        this.folders = folders;
    }

    Access.GrantSource of(SessionId session) {
        return new Access.GrantSource() {
            @Override
            public int length(GuestPath guest) {
                return guest.startsWith(List.of("data")) ? 1 : 2;
            }

            @Override
            public Grant open(GuestPath guest) {
                var facts = sessions.get(session).orElseThrow(() -> new WeftException(ErrorCode.DENIED, "there is no such session any more"));
                return GrantOpener.this.open(facts, guest);
            }
        };
    }

    /** What an app's manifest declares about a place: the greater right, if it declares both. */
    static Optional<Capability> declared(Packages packages, AppId app, String place) {
        return packages.find(app).capabilities().stream().filter(c -> c.file().map(f -> f.place().equals(place)).orElse(false))
                .max(Comparator.comparing(c -> c.file().get().writable()));
    }

    private Grant open(SessionFacts session, GuestPath guest) {
        var names = guest.names();
        if (guest.startsWith(List.of("data"))) return folder(session, "app-data", names.subList(0, 1), () -> data.open(session.appId()));
        if (guest.startsWith(List.of("xdg")) && names.size() > 1 && folders.find(names.get(1)).isPresent())
            return folder(session, "xdg-" + names.get(1), names.subList(0, 2), () -> folders.open(names.get(1)));
        if (guest.startsWith(List.of("picked")) && names.size() > 1) return picked(session, names.subList(0, 2));
        throw WeftException.file(ErrorCode.NOT_FOUND, "there is no " + guest, "ENOENT");
    }

    private interface Opening {
        Fd open() throws IOException;
    }

    private Grant folder(SessionFacts session, String place, List<String> guest, Opening opening) {
        var capability = declared(packages, session.appId(), place)
                .orElseThrow(() -> WeftException.denied("fs:read:" + place, "/" + String.join("/", guest) + " was not granted"));
        long expires = ledger.require(session, capability);
        return new Grant(List.copyOf(guest), capability.name(), capability.file().orElseThrow().writable(), open(session, guest, opening), Optional.empty(), expires);
    }

    private static Fd open(SessionFacts session, List<String> guest, Opening opening) {
        try {
            return opening.open();
        } catch (IOException e) {
            LOG.log(Level.ERROR, "{0} of {1} cannot be opened: {2}", guest, session.appId(), e.getMessage());
            throw new WeftException(ErrorCode.UNAVAILABLE, guest.getFirst().equals("data") ? "The data folder of " + session.appId() + " cannot be opened."
                    : "/" + String.join("/", guest) + " cannot be opened.");
        }
    }

    private Grant picked(SessionFacts session, List<String> guest) {
        Stored picked = ledger.picked(session.appId(), session.session(), guest.getLast())
                .orElseThrow(() -> WeftException.denied("fs:read:picked", "/" + String.join("/", guest) + " was not granted"));
        Path path = Path.of(picked.path().orElseThrow());
        boolean folder = picked.path().orElseThrow().endsWith("/");
        Path root = folder ? path : path.getParent();
        // Its path was a real one when it was picked; a link on it now was put there since.
        Fd fd = open(session, guest, () -> OpenAt2.withoutLinks(root.toString(), OpenAt2.O_PATH | OpenAt2.O_DIRECTORY, 0));
        return new Grant(List.copyOf(guest), picked.capability(), picked.capability().startsWith("fs:rw:"), fd,
                folder ? Optional.empty() : Optional.of(path.getFileName().toString()), picked.expiresMs());
    }
}
