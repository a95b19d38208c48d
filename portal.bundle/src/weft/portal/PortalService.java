package weft.portal;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import weft.api.AppId;
import weft.api.Badge;
import weft.api.ErrorCode;
import weft.api.SessionId;
import weft.api.SessionState;
import weft.api.WeftException;
import weft.api.gateway.Caller;
import weft.api.gateway.Child;
import weft.api.gateway.Children;
import weft.api.gateway.Events;
import weft.api.gateway.OpenFiles;
import weft.api.gateway.SessionFacts;
import weft.api.gateway.Sessions;
import weft.api.message.Connection.Ok;
import weft.api.message.Connection.Role;
import weft.api.message.Files;
import weft.api.message.Lifecycle;
import weft.api.message.Message;
import weft.api.message.Permissions;
import weft.api.message.Services;
import weft.api.packages.AppPackage;
import weft.api.packages.Capability;
import weft.api.packages.Packages;
import weft.api.portal.Portal;
import weft.codec.Envelope;
import weft.portal.net.Fetcher;
import weft.portal.permission.GrantStore;
import weft.portal.permission.Ledger;
import weft.portal.permission.Questions;
import weft.portal.permission.UserPolicy;
import weft.portal.permission.Words;

/** The portal put together: files and services for apps, and what the user decides about them. */
final class PortalService implements Portal, Ledger.Listener, AutoCloseable {
    private static final long CLOSE_LIMIT_MS = 5_000;
    private final Platform platform;
    private final Questions questions;
    private final Ledger ledger;
    private final SessionEnds ends;
    private final AccessTable table;
    private final FilePortal files;
    private final FilePicker picker;
    private final Fetcher fetcher;
    private final Notices notices;
    private final ClipboardAccess clipboard;

    /** What the portal works with. */
    record Platform(Sessions sessions, Packages packages, OpenFiles files, Events events, Children children) {}

    /**
     * @param data   the folder of all that WEFT keeps for the user; the apps' own data is in {@code data/data}
     * @param state  the folder of this instance
     * @param config the folder of what the user wrote for WEFT
     */
    record Settings(Path data, Path state, Path config, XdgFolders folders, LongSupplier clockMs, long answerLimitMs, long quotaBytes,
            long fetchLimitMs) {}

    PortalService(Platform platform, Settings settings) {
        this.platform = platform;
        questions = new Questions(platform.events(), settings.answerLimitMs());
        ledger = new Ledger(new GrantStore(settings.state().resolve("grants.json")), new UserPolicy(settings.config().resolve("permissions")), questions,
                platform.packages(), settings.clockMs(), this);
        var opener = new GrantOpener(platform.sessions(), platform.packages(), ledger, new AppData(settings.data().resolve("data")), settings.folders());
        ends = new SessionEnds(platform.sessions());
        table = new AccessTable(platform.sessions(), platform.files(), opener, settings.clockMs(), settings.quotaBytes());
        files = new FilePortal(platform.sessions(), table, ledger);
        picker = new FilePicker(platform.packages(), ledger, settings.folders(), settings.data());
        fetcher = new Fetcher(platform.packages(), ledger, settings.fetchLimitMs());
        clipboard = new ClipboardAccess(platform.children(), platform.packages(), ledger);
        notices = new Notices(platform.packages(), ledger, platform.events(), settings.clockMs());
        ledger.keepOnly(living().stream().map(SessionFacts::session).toList());
        living().forEach(s -> began(s.session()));
    }

    private List<SessionFacts> living() {
        return platform.sessions().all().stream().filter(s -> !s.is(SessionState.Stopped)).toList();
    }

    Message handle(Caller caller, Envelope request) {
        return switch (request.message()) {
            case Files f -> files.handle(session(caller), f);
            case Services s -> serve(session(caller), s);
            case Permissions p when caller.isTrusted() -> decide(p);
            default -> throw new WeftException(ErrorCode.DENIED, request.type() + " is for the system alone");
        };
    }

    /** What is in no file: who has shown notifications lately. */
    Map<String, Object> state() {
        return Map.of("notices", notices.ages());
    }

    void goOnFrom(Map<String, Object> state) {
        notices.goOnFrom((Map<?, ?>) state.get("notices"));
    }

    private static SessionId session(Caller caller) {
        return caller.session().orElseThrow(() -> new WeftException(ErrorCode.DENIED, "files belong to an app; this process has none yet"));
    }

    private Message serve(SessionId session, Services request) {
        var facts = platform.sessions().get(session).filter(f -> !f.is(SessionState.Stopped))
                .orElseThrow(() -> new WeftException(ErrorCode.DENIED, "there is no such session any more"));
        try {
            return switch (request) {
                case Services.PickFiles p -> picker.pick(facts, p);
                case Services.QueryPlaces _ -> places(facts);
                case Services.Fetch f -> fetcher.fetch(facts, f);
                case Services.Notify n -> notified(facts, n);
                case Services.ReadClipboard _ -> clipboard.read(facts);
                case Services.WriteClipboard w -> clipboard.write(facts, w);
                case Services.Picked _, Services.Places _, Services.Fetched _, Services.ClipboardText _ -> throw new WeftException(ErrorCode.INVALID, "an answer is no request");
            };
        } catch (WeftException e) {
            throw files.noted(session, e, request.getClass().getSimpleName());
        }
    }

    private Ok notified(SessionFacts session, Services.Notify notice) {
        notices.show(session, notice);
        return new Ok();
    }

    private Services.Places places(SessionFacts session) {
        var paths = new ArrayList<String>();
        for (var c : platform.packages().find(session.appId()).capabilities()) {
            var place = c.file().map(f -> f.place()).orElse("");
            String path = place.equals("app-data") ? "/data" : place.startsWith("xdg-") ? "/xdg/" + place.substring(4) : place.equals("picked") ? "/picked" : "";
            if (!path.isEmpty() && !paths.contains(path)) paths.add(path);
        }
        for (var p : ledger.picked(session.appId(), session.session())) paths.add("/picked/" + p.capability().substring(p.capability().lastIndexOf('/') + 1));
        return new Services.Places(paths);
    }

    private Message decide(Permissions request) {
        switch (request) {
            case Permissions.QueryGrants q -> { return new Permissions.Grants(ledger.ledger(q.appId())); }
            case Permissions.QueryQuestions _ -> { return questions.current(); }
            case Permissions.BrowseFolder b -> { return picker.browse(b); }
            case Permissions.Grant g -> ledger.grant(g.appId(), g.capability(), g.days());
            case Permissions.Revoke r -> ledger.revoke(r.appId(), r.capability(), r.ask());
            case Permissions.AnswerQuestion a -> questions.answer(a.question(), new Questions.Answer(a.decision(), a.paths()));
            default -> throw new WeftException(ErrorCode.INVALID, "an event or an answer is no request");
        }
        return new Ok();
    }

    // What changes.

    @Override
    public void changed(AppId app) {
        platform.events().publish(new Permissions.GrantsChanged(app));
        for (SessionFacts s : living()) if (s.appId().equals(app)) showBadges(s.session());
    }

    @Override
    public void revoked(AppId app, String capability) {
        table.revoke(app, capability);
        if (capability.endsWith(":app-data")) passedBack(app);
        fetcher.revoke(app, capability, WeftException.denied(capability, "this was revoked"));
    }

    // Descriptors cannot be taken back, but who holds them can be made to close them, or ended.
    private void passedBack(AppId app) {
        for (SessionFacts s : living()) {
            if (s.appId().equals(app)) platform.children().of(s.session()).filter(c -> c.role() == Role.runtime).ifPresent(this::passedBack);
        }
    }

    private void passedBack(Child runtime) {
        try {
            runtime.request(new Lifecycle.ClosePassed()).get(CLOSE_LIMIT_MS, TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            runtime.kill("did not close its files when they were revoked");
        } catch (InterruptedException e) {
            runtime.kill("did not close its files when they were revoked");
            Thread.currentThread().interrupt();
        }
    }

    /** A session is there: its title bar says what it may, and when it ends, so does what was for it alone. */
    void began(SessionId session) {
        platform.sessions().get(session).ifPresent(s -> {
            showBadges(session);
            ends.of(session, () -> ended(session, s.appId()));
        });
    }

    private void ended(SessionId session, AppId app) {
        notices.forget(session);
        ledger.ended(session, app);
    }

    private void showBadges(SessionId session) {
        var app = platform.sessions().get(session).map(SessionFacts::appId);
        if (app.isEmpty()) return;
        var badges = ledger.badges(app.get(), session);
        var change = platform.sessions().update(session, s -> s.is(SessionState.Stopped) || s.badges().equals(badges) ? s : withBadges(s, badges));
        change.filter(Sessions.Change::happened).ifPresent(c -> platform.events().publish(c.after().toMessage()));
    }

    private static SessionFacts withBadges(SessionFacts s, List<Badge> badges) {
        return new SessionFacts(s.session(), s.appId(), s.name(), s.state(), s.reason(), badges, s.requestedMs(), s.timings(),
                s.limitMs(), s.child(), s.pid(), s.stderr(), s.denials(), s.revision(), s.containment(), s.requires());
    }

    @Override
    public List<Portal.Grant> grants(SessionId session) {
        return table.of(session).grants().stream().map(g -> new Portal.Grant(g.guestPath(), g.capability(), g.writable())).toList();
    }

    @Override
    public List<String> denials(SessionId session) {
        return platform.sessions().get(session).map(SessionFacts::denials).orElse(List.of());
    }

    @Override
    public List<Permissions.AppGrants> ledger() {
        return ledger.ledger(Optional.empty());
    }

    // Asked in the system's own name: the package is no app yet, and no session of its can answer for it.
    @Override
    public boolean approves(AppPackage app, List<Capability> asked, boolean update) {
        var wants = asked.stream().map(c -> new Permissions.Want(c.name(), Words.of(c), c.reason())).toList();
        var question = new Permissions.Question(0, update ? Permissions.QuestionKind.update_app : Permissions.QuestionKind.install_app, SessionId.SYSTEM, app.id(),
                app.name() + " " + app.version(), "", "", "", false, false, Optional.empty(), wants);
        return ledger.await(question).map(a -> a.decision() != Permissions.Decision.deny).orElse(false);
    }

    @Override
    public void revoke(AppId app, String capability, boolean askAgain) {
        ledger.revoke(app, capability, askAgain);
    }

    @Override
    public void close() {
        questions.close();
        fetcher.close();
        ends.close();
        table.close();
    }
}
