package weft.appd;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;
import weft.api.AppId;
import weft.api.ErrorCode;
import weft.api.Places;
import weft.api.SessionId;
import weft.api.SessionState;
import weft.api.WeftException;
import weft.api.appd.Appd;
import weft.api.gateway.Caller;
import weft.api.gateway.Child;
import weft.api.gateway.ChildListener;
import weft.api.gateway.Children;
import weft.api.gateway.EventListener;
import weft.api.gateway.Events;
import weft.api.gateway.RequestHandler;
import weft.api.gateway.SessionFacts;
import weft.api.gateway.Sessions;
import weft.api.message.Connection.Ok;
import weft.api.message.Lifecycle.AppState;
import weft.api.message.Lifecycle.InstalledApps;
import weft.api.message.Lifecycle.LaunchAck;
import weft.api.message.Lifecycle.LaunchApp;
import weft.api.message.Lifecycle.Progress;
import weft.api.message.Lifecycle.QueryAppState;
import weft.api.message.Lifecycle.QueryRunning;
import weft.api.message.Lifecycle.RunningApps;
import weft.api.message.Lifecycle.TerminateApp;
import weft.api.message.Lifecycle.Why;
import weft.api.message.Lifecycle.WhyReport;
import weft.api.message.Message;
import weft.api.packages.Packages;
import weft.codec.Envelope;
import weft.os.DelegatedGroup;

/** appd as a component: its verbs, and its parts put together. */
@Component(service = {Appd.class, RequestHandler.class, ChildListener.class, EventListener.class},
        property = {RequestHandler.TYPES + "=LAUNCH_APP", RequestHandler.TYPES + "=TERMINATE_APP", RequestHandler.TYPES + "=QUERY_RUNNING",
                RequestHandler.TYPES + "=QUERY_APP_STATE", RequestHandler.TYPES + "=WHY", RequestHandler.TYPES + "=PROGRESS", RequestHandler.PROMPT + "=QUERY_RUNNING",
                RequestHandler.PROMPT + "=QUERY_APP_STATE", RequestHandler.PROMPT + "=WHY"})
@Designate(ocd = Settings.class)
public final class AppdComponent implements Appd, RequestHandler, ChildListener, EventListener {
    private static final System.Logger LOG = System.getLogger("weft.appd");
    /** For the end of a process that was killed after its grace. */
    private static final long TERMINATE_LIMIT_MS = 10_000;
    private final Sessions sessions;
    private final Apps apps;
    private final SandboxedRuntimes runtimes;
    private final Optional<MemoryPressure> pressure;

    @Activate
    public AppdComponent(@Reference Children children, @Reference Sessions sessions, @Reference Events events, @Reference Packages packages,
            Settings settings) {
        this.sessions = sessions;
        var places = Places.of(System.getenv());
        var resources = new ResourceControl(DelegatedGroup.current());
        runtimes = new SandboxedRuntimes(places, packages);
        var pool = new RuntimePool(children, runtimes, places.log().resolve("apps"), within(settings.warm_runtimes(), 0, Settings.MAX_WAITING), resources);
        apps = new Apps(children, sessions, events, packages, pool, resources, within(settings.grace_ms(), Settings.MIN_GRACE_MS, Settings.MAX_GRACE_MS));
        apps.resume();
        apps.installed(runtimes::prepare);
        pressure = MemoryPressure.watch(apps::memoryIsShort);
    }

    // The form tells the bounds; who sets it otherwise is held to them too.
    private static int within(int value, int min, int max) {
        int used = Math.clamp(value, min, max);
        if (used != value) LOG.log(Level.WARNING, "a setting of {0} is taken for {1}", value, used);
        return used;
    }

    @Deactivate
    void deactivate() {
        pressure.ifPresent(MemoryPressure::close);
        apps.close();
        runtimes.close();
    }

    @Override
    public void published(Message event) {
        if (event instanceof InstalledApps) apps.installed(runtimes::prepare);
    }

    @Override
    public Message handle(Caller caller, Envelope request) throws Exception {
        return switch (request.message()) {
            case LaunchApp l -> new LaunchAck(launch(l.appId()));
            case TerminateApp t -> stopped(t.session());
            case QueryRunning _ -> running();
            case QueryAppState q -> find(q.session()).toMessage();
            case Why w -> why(w.session());
            case Progress _ -> {
                caller.session().ifPresent(apps::progressed);
                yield new Ok();
            }
            default -> throw new WeftException(ErrorCode.INVALID, request.type() + " is not answered here");
        };
    }

    private AppState stopped(SessionId session) throws InterruptedException {
        try {
            long grace = sessions.get(session).map(apps::grace).orElse(0L);
            return terminate(session).get(grace + TERMINATE_LIMIT_MS, TimeUnit.MILLISECONDS).toMessage();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof WeftException w ? w : new WeftException(ErrorCode.INTERNAL, e.getCause().toString());
        } catch (TimeoutException e) {
            throw new WeftException(ErrorCode.TIMEOUT, find(session).name() + " does not end.");
        }
    }

    private RunningApps running() {
        var running = new ArrayList<AppState>();
        for (SessionFacts s : sessions.all()) if (!s.is(SessionState.Stopped)) running.add(s.toMessage());
        return new RunningApps(running);
    }

    private SessionFacts find(SessionId session) {
        return sessions.get(session).orElseThrow(() -> new WeftException(ErrorCode.NOT_FOUND, "There is no session " + session + "."));
    }

    private WhyReport why(Optional<SessionId> session) {
        SessionFacts s = session.map(this::find).orElseGet(this::lastFailed);
        return new WhyReport(s.session(), s.appId(), s.state(), s.reason().orElse(s.is(SessionState.Stopped) ? "It was stopped as asked." : "Nothing is wrong."),
                s.stderr(), s.timings(), s.denials());
    }

    private SessionFacts lastFailed() {
        List<SessionFacts> failed = sessions.all().stream().filter(s -> s.is(SessionState.Stopped) && s.reason().isPresent()).toList();
        if (failed.isEmpty()) throw new WeftException(ErrorCode.NOT_FOUND, "No app has failed.");
        return failed.getLast();
    }

    @Override
    public SessionId launch(AppId app) {
        return apps.launch(app);
    }

    @Override
    public CompletableFuture<SessionFacts> terminate(SessionId session) {
        return apps.terminate(session);
    }

    @Override
    public int waitingRuntimes() {
        return apps.waitingRuntimes();
    }

    @Override
    public void connected(Child child) {
        apps.connected(child);
    }

    @Override
    public void said(Child child) {
        apps.said(child);
    }

    @Override
    public void exited(Child child) {
        apps.exited(child);
    }
}
