package weft.portal;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.Set;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import weft.api.AppId;
import weft.api.Places;
import weft.api.SessionId;
import weft.api.SessionState;
import weft.api.gateway.Caller;
import weft.api.gateway.Children;
import weft.api.gateway.EventListener;
import weft.api.gateway.Events;
import weft.api.gateway.OpenFiles;
import weft.api.gateway.RequestHandler;
import weft.api.gateway.Sessions;
import weft.api.message.Lifecycle.AppState;
import weft.api.message.Message;
import weft.api.message.Permissions;
import weft.api.packages.AppPackage;
import weft.api.packages.Capability;
import weft.api.packages.Packages;
import weft.api.portal.Portal;
import weft.api.update.StateSnapshot;
import weft.codec.Envelope;

/** The portal as a component. */
@Component(service = {Portal.class, RequestHandler.class, EventListener.class, StateSnapshot.class}, immediate = true,
        property = {StateSnapshot.NAME + "=portal", StateSnapshot.SCHEMA + ":Integer=1", RequestHandler.TYPES + "=FS_OPEN", RequestHandler.TYPES + "=FS_READ", RequestHandler.TYPES + "=FS_WRITE",
                RequestHandler.TYPES + "=FS_CLOSE", RequestHandler.TYPES + "=FS_STAT", RequestHandler.TYPES + "=FS_FSTAT",
                RequestHandler.TYPES + "=FS_LIST", RequestHandler.TYPES + "=FS_MKDIR", RequestHandler.TYPES + "=FS_RENAME",
                RequestHandler.TYPES + "=FS_REMOVE", RequestHandler.TYPES + "=FS_TRUNCATE", RequestHandler.TYPES + "=FS_SYNC",
                RequestHandler.TYPES + "=FS_REPLACE", RequestHandler.TYPES + "=FS_WATCH", RequestHandler.TYPES + "=FS_NEXT_CHANGES",
                RequestHandler.TYPES + "=FS_UNWATCH", RequestHandler.TYPES + "=PICK_FILES", RequestHandler.TYPES + "=QUERY_PLACES",
                RequestHandler.TYPES + "=FETCH", RequestHandler.TYPES + "=NOTIFY",
                RequestHandler.TYPES + "=READ_CLIPBOARD", RequestHandler.TYPES + "=WRITE_CLIPBOARD",
                RequestHandler.TYPES + "=QUERY_GRANTS", RequestHandler.TYPES + "=GRANT", RequestHandler.TYPES + "=REVOKE",
                RequestHandler.TYPES + "=QUERY_QUESTIONS", RequestHandler.TYPES + "=ANSWER_QUESTION", RequestHandler.TYPES + "=BROWSE_FOLDER"})
public final class PortalComponent implements Portal, RequestHandler, EventListener, StateSnapshot {
    private static final long ANSWER_LIMIT_MS = 120_000, QUOTA_BYTES = 1L << 30, FETCH_LIMIT_MS = 30_000;
    private final PortalService portal;
    private final Set<SessionId> known = ConcurrentHashMap.newKeySet();
    private final ExecutorService thread = Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().name("weft-portal").factory());

    @Activate
    public PortalComponent(@Reference Sessions sessions, @Reference Packages packages, @Reference OpenFiles files, @Reference Events events,
            @Reference Children children) {
        portal = new PortalService(new PortalService.Platform(sessions, packages, files, events, children), settings(System.getenv()));
    }

    private static PortalService.Settings settings(Map<String, String> environment) {
        var places = Places.of(environment);
        Path home = Path.of(environment.getOrDefault("HOME", "/"));
        return new PortalService.Settings(places.data(), places.state(), places.config(), new XdgFolders(home, places.config().getParent()),
                System::currentTimeMillis, ANSWER_LIMIT_MS, QUOTA_BYTES, FETCH_LIMIT_MS);
    }

    @Deactivate
    void deactivate() {
        thread.shutdown();
        portal.close();
    }

    @Override
    public Message handle(Caller caller, Envelope request) {
        return portal.handle(caller, request);
    }

    // A session is heard of first by its state.
    @Override
    public void published(Message event) {
        if (!(event instanceof AppState app)) return;
        if (app.state() == SessionState.Stopped) known.remove(app.session());
        else if (known.add(app.session())) later(() -> portal.began(app.session()));
    }

    private void later(Runnable task) {
        try {
            thread.execute(task);
        } catch (RejectedExecutionException e) {
            // Closed: a successor sees to it.
        }
    }

    @Override
    public Map<String, Object> take() {
        return portal.state();
    }

    @Override
    public void restore(int schema, Map<String, Object> state) {
        portal.goOnFrom(state);
    }

    @Override
    public List<Grant> grants(SessionId session) {
        return portal.grants(session);
    }

    @Override
    public List<String> denials(SessionId session) {
        return portal.denials(session);
    }

    @Override
    public List<Permissions.AppGrants> ledger() {
        return portal.ledger();
    }

    @Override
    public boolean approves(AppPackage app, List<Capability> asked, boolean update) {
        return portal.approves(app, asked, update);
    }

    @Override
    public void revoke(AppId app, String capability, boolean askAgain) {
        portal.revoke(app, capability, askAgain);
    }
}
