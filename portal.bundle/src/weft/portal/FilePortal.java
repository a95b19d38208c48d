package weft.portal;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import weft.api.ErrorCode;
import weft.api.Printable;
import weft.api.SessionId;
import weft.api.WeftException;
import weft.api.gateway.SessionFacts;
import weft.api.gateway.Sessions;
import weft.api.message.Files;
import weft.api.message.Message;
import weft.portal.permission.Ledger;
import weft.portal.verb.Verbs;

/** Answers file operations, in the name of the session that asks; what is denied is remembered with its session. */
final class FilePortal {
    private static final int MAX_DENIALS = 20;
    private final Sessions sessions;
    private final AccessTable table;
    private final Ledger ledger;

    FilePortal(Sessions sessions, AccessTable table, Ledger ledger) {
        this.sessions = sessions;
        this.table = table;
        this.ledger = ledger;
    }

    Message handle(SessionId session, Files request) {
        try {
            Access access = table.of(session);
            access.prepare(paths(request));
            // It waits, and ends by itself when its grant is revoked.
            if (request instanceof Files.FsNextChanges) return Verbs.apply(access, request);
            return access.run(() -> Verbs.apply(access, request));
        } catch (IOException e) {
            throw noted(session, FileErrors.of(e, subject(request)), subject(request));
        } catch (WeftException e) {
            throw noted(session, e, subject(request));
        }
    }

    /** Remembers a denial with its session, and in the ledger. */
    WeftException noted(SessionId session, WeftException e, String subject) {
        if (e.code() != ErrorCode.DENIED) return e;
        String denial = Printable.text(subject + ": " + e.getMessage());
        sessions.update(session, f -> withDenial(f, denial));
        e.capability().ifPresent(c -> sessions.get(session).ifPresent(f -> ledger.denied(f.appId(), c)));
        return e;
    }

    private static SessionFacts withDenial(SessionFacts s, String denial) {
        if (s.denials().contains(denial) || s.denials().size() >= MAX_DENIALS) return s;
        var denials = new ArrayList<>(s.denials());
        denials.add(denial);
        return new SessionFacts(s.session(), s.appId(), s.name(), s.state(), s.reason(), s.badges(), s.requestedMs(), s.timings(),
                s.limitMs(), s.child(), s.pid(), s.stderr(), denials, s.revision(), s.containment(), s.requires());
    }

    private static List<String> paths(Files request) {
        return switch (request) {
            case Files.FsOpen f -> List.of(f.path());
            case Files.FsStat f -> List.of(f.path());
            case Files.FsList f -> List.of(f.path());
            case Files.FsMkdir f -> List.of(f.path());
            case Files.FsRename f -> List.of(f.from(), f.to());
            case Files.FsRemove f -> List.of(f.path());
            case Files.FsReplace f -> List.of(f.path());
            case Files.FsSetTimes f -> List.of(f.path());
            case Files.FsWatch f -> List.of(f.path());
            default -> List.of();
        };
    }

    private static String subject(Files request) {
        var paths = paths(request);
        return paths.isEmpty() ? "the file" : String.join(" or ", paths);
    }
}
