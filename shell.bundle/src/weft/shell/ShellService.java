package weft.shell;

import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import weft.api.AppId;
import weft.api.ErrorCode;
import weft.api.SessionId;
import weft.api.SessionState;
import weft.api.WeftException;
import weft.api.appd.Appd;
import weft.api.gateway.Child;
import weft.api.gateway.Children;
import weft.api.gateway.Children.ChildSpec;
import weft.api.gateway.Events;
import weft.api.gateway.SessionFacts;
import weft.api.gateway.Sessions;
import weft.api.message.Pages.Notification;
import weft.api.message.Pages.OpenPage;
import weft.api.packages.AppPackage;
import weft.api.packages.Packages;

/**
 * The shell: one web engine, in it the system page and a page for each running session of an app that has one. Safe from
 * any thread; everything is done on one thread of its own, which waits for nothing.
 */
final class ShellService implements PageSet.Owner, AutoCloseable {
    private static final System.Logger LOG = System.getLogger("weft.shell");
    /** A page that is shown subscribes within this time; what is told before, it does not hear. */
    private static final long LISTENING_MS = 1_500;
    static final AppId SYSTEM_APP = new AppId("org.weft.shell");

    /** What the shell works with. */
    record Platform(Children children, Sessions sessions, Events events, Packages packages, Appd appd) {}

    private final Platform platform;
    private final OpenPage systemPage;
    private final ScheduledThreadPoolExecutor thread = new ScheduledThreadPoolExecutor(1, Thread.ofPlatform().daemon().name("weft-shell").factory());
    private final EngineProcess engine;
    private final PageSet pages = new PageSet(this, this::post);
    private final CrashCount crashes = new CrashCount();

    /**
     * @param engine     how the web engine is started
     * @param systemPage folder of the system UI's files
     */
    ShellService(Platform platform, ChildSpec engine, Path systemPage) {
        this.platform = platform;
        // It is laid out at the size of the output, whatever that is: 0 × 0.
        this.systemPage = new OpenPage(SessionId.SYSTEM, SYSTEM_APP, "WEFT OS", systemPage.toString(), "index.html", 0, 0, List.of());
        this.engine = new EngineProcess(platform.children(), engine, thread, ShellService::nowMs, pages::connected, this::engineUnable);
        thread.setRemoveOnCancelPolicy(true);
        thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    private static long nowMs() {
        return System.nanoTime() / 1_000_000;
    }

    void start() {
        post(engine::ensure);
    }

    private void post(Runnable task) {
        try {
            thread.execute(() -> {
                try {
                    task.run();
                } catch (RuntimeException e) {
                    LOG.log(Level.ERROR, "the shell failed at something", e);
                }
            });
        } catch (RejectedExecutionException e) {
            // Closed: a successor sees to it.
        }
    }

    /** What is in no fact: how often pages crashed lately. */
    Map<String, Object> state() {
        return Map.of("crashes", crashes.ages(nowMs()));
    }

    void goOnFrom(Map<String, Object> state) {
        crashes.goOnFrom((Map<?, ?>) state.get("crashes"), nowMs());
    }

    // What happens.

    void engineConnected(Child child) {
        post(() -> {
            engine.ensure();
            if (engine.is(child) && child.connected()) pages.connected(child);
        });
    }

    // Said once, not at every try.
    private void engineUnable(String why) {
        if (!pages.obstacle(why)) return;
        LOG.log(Level.ERROR, "the web engine cannot be started: {0}", why);
        tell("No window can be shown", "The web engine cannot be started: " + why + ".");
    }

    void engineDisconnected(Child child) {
        post(() -> {
            if (engine.is(child) && !child.connected()) pages.disconnected();
        });
    }

    void engineExited(Child child) {
        post(() -> {
            if (engine.is(child)) pages.disconnected();
            engine.exited(child);
        });
    }

    void sessionsChanged() {
        post(pages::reconcile);
    }

    /** The user closed the window: the app ends. */
    void pageClosed(SessionId session) {
        post(() -> {
            pages.gone(session);
            if (session.equals(SessionId.SYSTEM)) pages.reconcile();
            else end(session);
        });
    }

    /** The engine loads a crashed page again; one that does nothing but crash is given up. */
    void pageCrashed(SessionId session, String reason) {
        post(() -> {
            boolean tooOften = crashes.tooOften(session, nowMs());
            LOG.log(Level.WARNING, "the page of {0} crashed: {1}", session, reason);
            if (session.equals(SessionId.SYSTEM)) systemCrashed(tooOften);
            else appCrashed(session, tooOften);
        });
    }

    private void systemCrashed(boolean tooOften) {
        if (tooOften) giveUpEngine("could not keep the system page alive");
        else tellSoon("The desktop was loaded again", "Its page had stopped working. No app was interrupted.");
    }

    private void appCrashed(SessionId session, boolean tooOften) {
        String name = platform.sessions().get(session).map(SessionFacts::name).orElse("An app");
        if (!tooOften) {
            tell(name + " was loaded again", "Its page had stopped working. The app itself went on.");
            return;
        }
        tell(name + " was closed", "Its page stopped working " + CrashCount.TOO_OFTEN + " times within a minute.");
        end(session);
    }

    private void giveUpEngine(String cause) {
        crashes.forget(SessionId.SYSTEM);
        engine.current().ifPresent(e -> e.kill(cause));
    }

    private void end(SessionId session) {
        pages.dismiss(session);
        crashes.forget(session);
        try {
            platform.appd().terminate(session);
        } catch (WeftException e) {
            LOG.log(Level.WARNING, "{0} cannot be ended: {1}", session, e.getMessage());
        }
    }

    private void tell(String title, String text) {
        platform.events().publish(new Notification(title, text, "failure"));
    }

    private void tellSoon(String title, String text) {
        thread.schedule(() -> tell(title, text), LISTENING_MS, TimeUnit.MILLISECONDS);
    }

    // What is wanted.

    CompletableFuture<Void> focus(SessionId session) {
        var done = new CompletableFuture<Void>();
        post(() -> {
            try {
                pageOf(running(session)).orElseThrow(() -> new WeftException(ErrorCode.NOT_FOUND, "This app has no window."));
            } catch (WeftException e) {
                done.completeExceptionally(e);
                return;
            }
            pages.focus(session).whenComplete((ok, why) -> {
                if (why == null) done.complete(null);
                else done.completeExceptionally(Failures.cause(why));
            });
        });
        return done;
    }

    private SessionFacts running(SessionId session) {
        var facts = platform.sessions().get(session)
                .orElseThrow(() -> new WeftException(ErrorCode.NOT_FOUND, "There is no session " + session + "."));
        if (!facts.is(SessionState.Running)) throw new WeftException(ErrorCode.UNAVAILABLE, facts.name() + " is not running.");
        return facts;
    }

    @Override
    public PageSet.Wanted wanted() {
        var open = new ArrayList<OpenPage>();
        var mayStay = new HashSet<SessionId>();
        open.add(systemPage);
        for (SessionFacts facts : platform.sessions().all()) {
            if (facts.is(SessionState.Running)) pageOf(facts).ifPresentOrElse(open::add, () -> mayStay.add(facts.session()));
            else if (facts.is(SessionState.Stopping)) mayStay.add(facts.session());
        }
        return new PageSet.Wanted(open, mayStay);
    }

    /** Empty if the app has none, or is not installed any more: then what is open stays open. */
    private Optional<OpenPage> pageOf(SessionFacts facts) {
        AppPackage app;
        try {
            app = platform.packages().find(facts.appId(), facts.revision());
        } catch (WeftException e) {
            LOG.log(Level.WARNING, "no page for {0}: {1}", facts.session(), e.getMessage());
            return Optional.empty();
        }
        return app.ui().map(ui -> new OpenPage(facts.session(), facts.appId(), facts.name(), ui.root().toString(), ui.entry(), ui.width(), ui.height(), facts.badges()));
    }

    @Override
    public void opened(OpenPage page) {
        LOG.log(Level.INFO, "opened the page of {0} ({1})", page.session(), page.appId());
        if (page == systemPage && engine.wasRestarted()) tellSoon("Every page was loaded again", "The web engine had stopped working and was started again. No app was interrupted.");
    }

    @Override
    public void notOpened(OpenPage page, WeftException why) {
        LOG.log(Level.ERROR, "the page of {0} ({1}) could not be opened: {2}", page.session(), page.appId(), why.getMessage());
        if (page == systemPage) {
            giveUpEngine("could not open the system page");
            return;
        }
        tell(page.title() + " has no window", "Its page could not be opened: " + why.getMessage());
        end(page.session());
    }

    /** The engine and its pages go on without the shell. */
    @Override
    public void close() {
        post(engine::cancel);
        thread.shutdown();
    }
}
