package weft.appd;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import weft.api.AppId;
import weft.api.ErrorCode;
import weft.api.SessionId;
import weft.api.SessionState;
import weft.api.WeftException;
import weft.api.appd.Appd;
import weft.api.gateway.Child;
import weft.api.gateway.ChildListener;
import weft.api.gateway.Children;
import weft.api.gateway.Events;
import weft.api.gateway.SessionFacts;
import weft.api.gateway.Sessions;
import weft.api.message.Connection.Role;
import weft.api.message.Lifecycle.AppReady;
import weft.api.message.Lifecycle.Assign;
import weft.api.message.Lifecycle.Shutdown;
import weft.api.message.Pages.FocusPage;
import weft.api.message.Pages.Notification;
import weft.api.packages.AppPackage;
import weft.api.packages.Packages;
import weft.codec.Envelope;
import weft.os.Patience;

/**
 * Carries sessions through the {@link SessionMachine}: tells it what happens, does what it says. One thread of its own
 * does all that; others only post to it. Two of these may live side by side for a moment, over the same facts: each
 * change is one step of the facts, so only one of them makes it and acts on it.
 */
final class Apps implements Appd, ChildListener, AutoCloseable {
    private static final System.Logger LOG = System.getLogger("weft.appd");
    private static final long END_OF_OUTPUT_MS = 1_000, SHORT_MS = 60_000, REFILL_MIN_MS = 1_000, REFILL_MAX_MS = 60_000;
    /** For so long another appd may go on beside this one: until its calls have ended and it is closed. */
    private static final long HANDOVER_MS = 25_000;
    /** Exit code of a runtime; see docs/runtime.md. */
    private static final int OUT_OF_MEMORY = 126;
    private final Children children;
    private final Sessions sessions;
    private final Events events;
    private final Packages packages;
    private final RuntimePool pool;
    private final ResourceControl resources;
    private final long graceMs;
    private final ScheduledThreadPoolExecutor thread = new ScheduledThreadPoolExecutor(1, Thread.ofPlatform().daemon().name("weft-appd").factory());
    private volatile long refillMs = REFILL_MIN_MS;

    Apps(Children children, Sessions sessions, Events events, Packages packages, RuntimePool pool, ResourceControl resources, long graceMs) {
        this.children = children;
        this.sessions = sessions;
        this.events = events;
        this.packages = packages;
        this.pool = pool;
        this.resources = resources;
        this.graceMs = graceMs;
        thread.setRemoveOnCancelPolicy(true);
        thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    /** Takes up every session where its facts say it is. */
    void resume() {
        post(() -> {
            for (Child c : children.all()) if (c.role() == Role.runtime) adopt(c);
            resources.sweep(children);
            for (SessionFacts s : sessions.all()) resume(s);
            pool.refill();
        });
        // What another one, that this one replaces, began after that look; its timers have ended with it.
        schedule(() -> sessions.all().forEach(this::resume), HANDOVER_MS);
    }

    // A runtime that nobody can use any more: its READY would not be heard, its session is over or has another. One that
    // is just being given to its session by another appd is left alone.
    private void adopt(Child c) {
        var living = c.session().flatMap(sessions::get).filter(s -> !s.is(SessionState.Stopped));
        boolean useless = c.session().isEmpty() ? c.adopted() : living.isEmpty() || (living.get().child().isPresent() ? !belongs(c) : c.adopted());
        if (!useless) return;
        c.kill("belongs to no app");
        c.forget();
    }

    private boolean belongs(Child c) {
        return c.session().flatMap(sessions::get).flatMap(SessionFacts::child).filter(c.id()::equals).isPresent();
    }

    private void resume(SessionFacts s) {
        if (s.is(SessionState.Stopped)) {
            if (Restarts.isPending(s)) restartLater(s);
            return;
        }
        var child = s.child().flatMap(children::byId);
        if (s.is(SessionState.Requested)) start(s.session());
        else if (s.child().isPresent() && child.isEmpty()) happened(s.session(), new Event.Vanished());
        else if (child.isPresent()) resume(s, child.get());
    }

    private void resume(SessionFacts s, Child child) {
        if (child.exit().isPresent()) exited(child);
        else if (s.is(SessionState.Stopping)) later(s.session(), new Event.GraceOver(), grace(s));
        else if (s.is(SessionState.Starting) && child.adopted()) happened(s.session(), new Event.Interrupted());
        else if (s.is(SessionState.Starting)) {
            awaitReady(s);
            if (child.connected()) assign(s.session(), child);
            if (child.firstLine().isPresent()) said(child);
        }
    }

    // What others ask.

    @Override
    public SessionId launch(AppId id) {
        AppPackage app = packages.verified(id);
        synchronized (this) {
            var running = running(id);
            if (running.size() < app.instances()) return begin(app);
            SessionId newest = running.getLast().session();
            focus(newest);
            return newest;
        }
    }

    private List<SessionFacts> running(AppId app) {
        return sessions.all().stream().filter(s -> s.appId().equals(app) && !s.is(SessionState.Stopping) && !s.is(SessionState.Stopped)).toList();
    }

    private SessionId begin(AppPackage app) {
        SessionFacts s = request(app);
        sessions.add(s);
        announce(s);
        post(() -> start(s.session()));
        return s.session();
    }

    private static SessionFacts request(AppPackage app) {
        return new SessionFacts(newSession(app.id()), app.id(), app.name(), SessionState.Requested, Optional.empty(), app.badges(),
                System.currentTimeMillis(), Map.of(), app.module().map(m -> Patience.of(m.readyLimitMs())).orElse(0L), Optional.empty(),
                Optional.empty(), List.of(), List.of(), app.revision(), Optional.empty(), app.requires().isEmpty() ? Optional.empty() : Optional.of(app.requires()));
    }

    private static SessionId newSession(AppId app) {
        String last = app.value().substring(app.value().lastIndexOf('.') + 1);
        return new SessionId(last.substring(0, Math.min(20, last.length())) + "-" + Long.toString(ThreadLocalRandom.current().nextLong(1L << 30, 1L << 31), 36));
    }

    private void focus(SessionId session) {
        children.all().stream().filter(c -> c.role() == Role.engine && c.connected()).findFirst().ifPresent(c -> c.request(new FocusPage(session)));
    }

    @Override
    public CompletableFuture<SessionFacts> terminate(SessionId session) {
        var stopped = sessions.whenStopped(session);
        post(() -> {
            settleRestart(session);
            happened(session, new Event.Terminate());
        });
        return stopped;
    }

    /** An app that is not ready says that it goes on. */
    void progressed(SessionId session) {
        post(() -> happened(session, new Event.Progressed()));
    }

    @Override
    public int waitingRuntimes() {
        return (int) pool.waiting().stream().filter(Child::connected).count();
    }

    /** What is installed has changed: what that asks to be done ahead is done, and an engine that is named for the first time gets a runtime that waits. */
    void installed(Runnable ahead) {
        post(() -> {
            ahead.run();
            pool.refill();
        });
    }

    /** The machine is short of memory: what only waits gives its back, until it has been better for a while. */
    void memoryIsShort() {
        post(() -> {
            LOG.log(Level.INFO, "memory is short: no runtime is kept waiting");
            pool.empty(SHORT_MS);
        });
        schedule(pool::refill, SHORT_MS);
    }

    // What happens to processes; on the gateway's thread.

    @Override
    public void connected(Child child) {
        if (child.role() != Role.runtime) return;
        if (child.session().isEmpty()) refillMs = REFILL_MIN_MS;
        else post(() -> assign(child.session().get(), child));
    }

    @Override
    public void said(Child child) {
        if (child.role() != Role.runtime) return;
        if (child.session().isEmpty()) {
            child.kill("spoke before it was asked");
            return;
        }
        var line = child.firstLine().orElseThrow();
        // The end of its output mostly means that it is just ending, of which the exit says more.
        schedule(() -> {
            if (belongs(child)) happened(child.session().get(), new Event.Said(line));
        }, line.problem().isPresent() ? END_OF_OUTPUT_MS : 0);
    }

    @Override
    public void exited(Child child) {
        if (child.role() != Role.runtime) return;
        post(() -> {
            var limit = resources.ended(child);
            child.session().filter(s -> belongs(child)).ifPresent(s -> happened(s, new Event.Exited(child.exit().orElseThrow(), limit.or(() -> usedUp(s, child)))));
            child.forget();
            if (child.session().isEmpty()) refillAfterFailure();
        });
    }

    // On the own thread.

    private void start(SessionId session) {
        var facts = sessions.get(session);
        // Another appd was faster; it is being replaced by this one.
        facts.filter(s -> s.is(SessionState.Starting)).ifPresent(this::awaitReady);
        if (facts.filter(s -> s.is(SessionState.Requested)).isEmpty()) return;
        try {
            var module = packages.find(facts.get().appId(), facts.get().revision()).module();
            if (module.isEmpty()) happened(session, new Event.NoModule());
            else startModule(session, module.get());
        } catch (WeftException e) {
            happened(session, new Event.Unable(e.getMessage()));
        }
    }

    private void startModule(SessionId session, AppPackage.Module module) {
        if (!java.nio.file.Files.isRegularFile(module.file(), java.nio.file.LinkOption.NOFOLLOW_LINKS)) {
            happened(session, new Event.Unable("its module is missing"));
            return;
        }
        try {
            Child child = pool.take(session, module);
            happened(session, new Event.RuntimeTaken(child.id()));
            if (!belongs(child)) child.kill("came second: its session has a process, or is over");
            sessions.get(session).ifPresent(this::awaitReady);
        } catch (WeftException e) {
            happened(session, new Event.Unable(e.getMessage()));
        } catch (IOException e) {
            LOG.log(Level.ERROR, "no runtime for {0}: {1}", session, e.getMessage());
            happened(session, new Event.Unable("its runtime cannot be started"));
        }
    }

    private void assign(SessionId session, Child child) {
        if (!child.connected() || !belongs(child)) return;
        var before = sessions.get(session).filter(s -> s.is(SessionState.Starting) && !SessionMachine.isAssigned(s));
        if (before.isEmpty()) return;
        AppId app = before.get().appId();
        try {
            var module = packages.find(app, before.get().revision()).module().orElseThrow(() -> new WeftException(ErrorCode.NOT_FOUND, "its module is missing"));
            var assigned = new Event.Assigned(child.pid().orElse(0), pool.contain(child, module));
            var change = sessions.update(session, s -> SessionMachine.on(s, assigned, System.currentTimeMillis()).facts());
            if (change.isEmpty() || !change.get().happened()) return;
            var assign = Envelope.event(new Assign(session, app, module.memoryMb(), module.args(), module.manualReady())).withSession(session);
            pool.assign(child, assign, module);
        } catch (IOException e) {
            LOG.log(Level.ERROR, "module of {0}: {1}", session, e.getMessage());
            happened(session, new Event.Unable("its module cannot be read"));
        } catch (WeftException e) {
            happened(session, new Event.Unable(e.getMessage()));
        }
    }

    // The runtime says by its exit code that the guest's memory was used up.
    private Optional<String> usedUp(SessionId session, Child child) {
        if (child.exit().orElseThrow().code() != OUT_OF_MEMORY) return Optional.empty();
        return sessions.get(session).flatMap(this::module).map(m -> "ended because its memory was used up: its limit is " + m.memoryMb() + " MB");
    }

    private Optional<AppPackage.Module> module(SessionFacts s) {
        try {
            return packages.find(s.appId(), s.revision()).module();
        } catch (WeftException e) {
            return Optional.empty();
        }
    }

    private void happened(SessionId session, Event event) {
        var action = new SessionMachine.Action[] {SessionMachine.Action.NOTHING};
        var change = sessions.update(session, s -> {
            var step = SessionMachine.on(s, event, System.currentTimeMillis());
            action[0] = step.action();
            return step.facts();
        });
        if (change.isEmpty()) return;
        if (change.get().happened()) changed(change.get(), event);
        act(change.get().after(), action[0]);
    }

    private void changed(Sessions.Change change, Event event) {
        SessionFacts s = change.after();
        if (s.is(SessionState.Stopped)) ended(s, event);
        if (s.state() != change.before().state()) announce(s);
        if (!change.before().is(SessionState.Running) && s.is(SessionState.Running)) {
            events.publish(new AppReady(s.session(), s.appId(), s.readyMs().orElse(0L)));
            refillLater();
        }
    }

    private void ended(SessionFacts s, Event event) {
        var lines = s.child().flatMap(children::byId).map(c -> LogTail.of(c.log())).orElse(List.of());
        if (!lines.isEmpty()) sessions.update(s.session(), f -> SessionMachine.withStderr(f, lines));
        s.reason().ifPresent(reason -> {
            LOG.log(Level.WARNING, "session {0} of {1} stopped: {2}", s.session(), s.appId(), reason);
            events.publish(new Notification(s.name(), reason, "failure"));
        });
        refillLater();
        restart(s, event instanceof Event.Exited e ? Optional.of(e.exit()) : Optional.empty());
    }

    // A revision that is gone cannot be asked any more; it is not started again.
    private AppPackage.Restart policy(SessionFacts s) {
        return module(s).map(AppPackage.Module::restart).orElse(AppPackage.Restart.never);
    }

    private void restart(SessionFacts s, Optional<Child.Exit> exit) {
        long now = System.currentTimeMillis();
        var decision = Restarts.decide(policy(s), s, exit, sessions.all(), now);
        switch (decision.kind()) {
            case NOTHING -> { }
            case AGAIN -> sessions.update(s.session(), f -> SessionMachine.timed(f, Restarts.DUE, now + decision.delayMs())).ifPresent(c -> restartLater(c.after()));
            case GIVE_UP -> {
                LOG.log(Level.WARNING, "{0} keeps ending and is not started again", s.appId());
                events.publish(new Notification(s.name(), s.name() + " ended again and again; it is not started again by itself.", "failure"));
            }
        }
    }

    private void restartLater(SessionFacts s) {
        schedule(() -> restartNow(s), Math.max(0, Restarts.dueMs(s) - System.currentTimeMillis()));
    }

    private void restartNow(SessionFacts ended) {
        if (!settleRestart(ended.session())) return;
        try {
            AppPackage app = packages.verified(ended.appId());
            synchronized (this) {
                if (running(ended.appId()).size() < app.instances()) begin(app);
            }
        } catch (WeftException e) {
            LOG.log(Level.WARNING, "{0} is not started again: {1}", ended.appId(), e.getMessage());
        }
    }

    /** Takes a restart that was decided off the list; false if there is none, or somebody else did. */
    private boolean settleRestart(SessionId session) {
        var change = sessions.update(session, f -> Restarts.isPending(f) ? SessionMachine.timed(f, Restarts.DONE, System.currentTimeMillis()) : f);
        return change.isPresent() && change.get().happened();
    }

    private void act(SessionFacts s, SessionMachine.Action action) {
        var child = s.child().flatMap(children::byId);
        switch (action) {
            case NOTHING -> { }
            case ASSIGN -> child.ifPresent(c -> assign(s.session(), c));
            case AWAIT_READY -> awaitReady(s);
            case SHUT_DOWN -> child.ifPresent(c -> shutDown(s, c));
            case KILL -> child.ifPresentOrElse(c -> c.kill("was stopped"), () -> happened(s.session(), new Event.Vanished()));
        }
    }

    private void shutDown(SessionFacts s, Child child) {
        long grace = grace(s);
        try {
            child.send(Envelope.event(new Shutdown((int) grace)).withSession(s.session()));
            later(s.session(), new Event.GraceOver(), grace);
        } catch (WeftException e) {
            happened(s.session(), new Event.GraceOver());
        }
    }

    /** How long a session may take to end when it is asked to, in milliseconds. */
    long grace(SessionFacts s) {
        return module(s).flatMap(AppPackage.Module::graceMs).orElse(graceMs);
    }

    private void awaitReady(SessionFacts s) {
        long left = SessionMachine.readyDueMs(s) - System.currentTimeMillis();
        later(s.session(), new Event.ReadyLimit(SessionMachine.progressMs(s)), Math.clamp(left, 0, s.limitMs()));
    }

    private void announce(SessionFacts s) {
        LOG.log(Level.INFO, "session {0} of {1}: {2}", s.session(), s.appId(), s.state());
        events.publish(s.toMessage());
    }

    private void refillLater() {
        schedule(pool::refill, refillMs);
    }

    // A runtime that dies while it waits must not be replaced as fast as it dies.
    private void refillAfterFailure() {
        refillMs = Math.min(REFILL_MAX_MS, refillMs * 2);
        refillLater();
    }

    private void later(SessionId session, Event event, long ms) {
        schedule(() -> happened(session, event), ms);
    }

    private void post(Runnable task) {
        schedule(task, 0);
    }

    private void schedule(Runnable task, long ms) {
        try {
            thread.schedule(() -> {
                try {
                    task.run();
                } catch (RuntimeException e) {
                    LOG.log(Level.ERROR, "a step of an app's life failed", e);
                }
            }, ms, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            // This one is being replaced; the next takes up every session from its facts.
        }
    }

    /** Finishes what was begun and forgets its timers; no app is touched. */
    @Override
    public void close() {
        post(thread::shutdown);
        try {
            thread.awaitTermination(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            thread.shutdown();
        }
    }
}
