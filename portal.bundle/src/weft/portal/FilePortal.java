package weft.portal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import weft.api.ErrorCode;
import weft.api.Printable;
import weft.api.SessionId;
import weft.api.WeftException;
import weft.api.gateway.Caller;
import weft.api.gateway.OpenFiles;
import weft.api.gateway.RequestHandler;
import weft.api.gateway.SessionFacts;
import weft.api.gateway.Sessions;
import weft.api.message.Files;
import weft.api.message.Message;
import weft.api.packages.Packages;
import weft.api.portal.Portal;
import weft.codec.Envelope;
import weft.portal.verb.Verbs;

/** Answers file operations, in the name of the session that asks; what is denied is remembered with its session. */
final class FilePortal implements RequestHandler, Portal, AutoCloseable {
    private static final int MAX_DENIALS = 20;
    private final Sessions sessions;
    private final AccessTable table;

    /** @param data parent of the apps' data folders */
    FilePortal(Sessions sessions, Packages packages, OpenFiles files, Path data) {
        this.sessions = sessions;
        this.table = new AccessTable(sessions, packages, files, new AppData(data));
    }

    @Override
    public Message handle(Caller caller, Envelope request) {
        SessionId session = caller.session().orElseThrow(() -> new WeftException(ErrorCode.DENIED, "files belong to an app; this process has none yet"));
        if (!(request.message() instanceof Files files)) throw new WeftException(ErrorCode.INVALID, request.type() + " is no file operation");
        try {
            return Verbs.apply(table.of(session), files);
        } catch (IOException e) {
            throw noted(session, FileErrors.of(e, subject(files)), files);
        } catch (WeftException e) {
            throw noted(session, e, files);
        }
    }

    private WeftException noted(SessionId session, WeftException e, Files request) {
        if (e.code() == ErrorCode.DENIED) {
            String denial = Printable.text(subject(request) + ": " + e.getMessage());
            sessions.update(session, f -> withDenial(f, denial));
        }
        return e;
    }

    private static SessionFacts withDenial(SessionFacts s, String denial) {
        if (s.denials().contains(denial) || s.denials().size() >= MAX_DENIALS) return s;
        var denials = new ArrayList<>(s.denials());
        denials.add(denial);
        return new SessionFacts(s.session(), s.appId(), s.name(), s.state(), s.reason(), s.badges(), s.requestedMs(), s.timings(),
                s.limitMs(), s.child(), s.pid(), s.stderr(), denials);
    }

    private static String subject(Files request) {
        return switch (request) {
            case Files.FsOpen f -> f.path();
            case Files.FsStat f -> f.path();
            case Files.FsList f -> f.path();
            case Files.FsMkdir f -> f.path();
            case Files.FsRename f -> f.from() + " or " + f.to();
            case Files.FsRemove f -> f.path();
            default -> "the file";
        };
    }

    @Override
    public List<Grant> grants(SessionId session) {
        return table.of(session).grants().stream().map(g -> new Grant(g.guestPath(), g.capability(), g.writable())).toList();
    }

    @Override
    public List<String> denials(SessionId session) {
        return sessions.get(session).map(SessionFacts::denials).orElse(List.of());
    }

    @Override
    public void close() {
        table.close();
    }
}
