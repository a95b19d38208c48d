package weft.appd;

import static weft.api.SessionState.Requested;
import static weft.api.SessionState.Running;
import static weft.api.SessionState.Starting;
import static weft.api.SessionState.Stopped;
import static weft.api.SessionState.Stopping;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import weft.api.Printable;
import weft.api.SessionState;
import weft.api.gateway.Child.Exit;
import weft.api.gateway.Child.FirstLine;
import weft.api.gateway.SessionFacts;

/**
 * How a session goes on: a pure function of its facts, what happened, and the time.
 *
 * <pre>
 *               RuntimeTaken             READY               Terminate             Exited, Vanished
 *   Requested ───────────────▶ Starting ───────▶ Running ───────────────▶ Stopping ────────────────▶ Stopped
 *    │     │  NoModule            │  ▲ │            ▲ │                    ▲   ▲ │                     ▲
 *    │     └──────────────────────┼──┼─┼────────────┘ │ Exited, Vanished   │   │ └ GraceOver: KILL      │
 *    │                  Assigned, │  │ │              └────────────────────┼───┼───── (reason) ─────────┤
 *    │                 Progressed └──┘ │ Terminate: KILL                   │   │                        │
 *    │                                 ├───────────────────────────────────┘   │                        │
 *    │                                 ├ FAILED, wrong line, ReadyLimit, ──────┘ KILL, with the reason  │
 *    │                                 │ Unable, Interrupted                                            │
 *    │                                 └ Exited, Vanished ───────────────────────── (reason) ───────────┤
 *    └ Terminate, Unable (reason), ReadyLimit (reason) ─────────────────────────────────────────────────┘
 * </pre>
 *
 * A Running session that ends by itself may be followed by another of the same app: {@link Restarts}.
 * What does not fit the state changes nothing: a second READY, an exit of a stopped one, a late time-out.
 */
final class SessionMachine {
    private static final String READY = "READY", FAILED = "FAILED ";
    /** Steps in {@link SessionFacts#timings}. */
    static final String STARTING = "starting", ASSIGNED = "assigned", PROGRESS = "progress", READY_AT = "ready", STOPPING = "stopping", STOPPED = "stopped";
    /** However often an app says that it goes on, after so many times its limit it is given up. */
    private static final int LIMITS = 10;
    /** An app that says so more often than this changes nothing by it. */
    private static final long PROGRESS_MS = 1_000;

    private SessionMachine() {}

    /** What is to be done about the process. */
    enum Action { NOTHING, ASSIGN, AWAIT_READY, SHUT_DOWN, KILL }

    /** The facts as they are now (the same object if nothing changed), and what follows. */
    record Step(SessionFacts facts, Action action) {}

    static Step on(SessionFacts s, Event event, long nowMs) {
        if (s.is(Stopped)) return nothing(s);
        return switch (event) {
            case Event.RuntimeTaken e -> s.is(Requested) ? new Step(withChild(to(s, Starting, nowMs), e.child()), Action.ASSIGN) : nothing(s);
            case Event.NoModule _ -> s.is(Requested) ? new Step(timed(to(s, Running, nowMs), READY_AT, nowMs), Action.NOTHING) : nothing(s);
            case Event.Unable e -> unready(s) ? fail(s, e.why(), nowMs) : nothing(s);
            case Event.Assigned e -> s.is(Starting) && !isAssigned(s) ? new Step(timed(withProcess(s, e), ASSIGNED, nowMs), Action.NOTHING) : nothing(s);
            case Event.Said e -> s.is(Starting) ? said(s, e.line(), nowMs) : nothing(s);
            case Event.Progressed _ -> s.is(Starting) && isAssigned(s) ? progressed(s, nowMs) : nothing(s);
            case Event.ReadyLimit e -> unready(s) ? limit(s, e, nowMs) : nothing(s);
            case Event.Interrupted _ -> unready(s) ? fail(s, "the platform was restarted while it was starting", nowMs) : nothing(s);
            case Event.Terminate _ -> terminate(s, nowMs);
            case Event.GraceOver _ -> s.is(Stopping) ? new Step(s, Action.KILL) : nothing(s);
            case Event.Exited e -> exited(s, e, nowMs);
            case Event.Vanished _ -> stopped(s, vanished(s), nowMs);
        };
    }

    static boolean isAssigned(SessionFacts s) {
        return s.timings().containsKey(ASSIGNED);
    }

    private static Optional<String> vanished(SessionFacts s) {
        if (s.is(Stopping)) return s.reason();
        return Optional.of(unready(s) ? failedToStart(s, "its process is gone") : s.name() + " ended while the platform was not running.");
    }

    private static boolean unready(SessionFacts s) {
        return s.is(Requested) || s.is(Starting);
    }

    /** When a session that is not ready is given up, in milliseconds since 1970: its limit from the request, or from the last progress. */
    static long readyDueMs(SessionFacts s) {
        return s.requestedMs() + Math.min(LIMITS * s.limitMs(), progressMs(s) + s.limitMs());
    }

    /** When it last said that it goes on, from its request; 0 if never. */
    static long progressMs(SessionFacts s) {
        return s.timings().get(PROGRESS) instanceof Number n ? n.longValue() : 0;
    }

    private static Step progressed(SessionFacts s, long nowMs) {
        return nowMs - s.requestedMs() - progressMs(s) < PROGRESS_MS ? nothing(s) : new Step(timed(s, PROGRESS, nowMs), Action.NOTHING);
    }

    // What the clock says does not matter here: it may have been set back meanwhile.
    private static Step limit(SessionFacts s, Event.ReadyLimit e, long nowMs) {
        boolean wentOn = progressMs(s) > e.progressMs() && e.progressMs() + s.limitMs() < LIMITS * s.limitMs();
        return wentOn ? new Step(s, Action.AWAIT_READY) : fail(s, "it was not ready within " + (readyDueMs(s) - s.requestedMs()) / 1000 + " s", nowMs);
    }

    private static Step said(SessionFacts s, FirstLine line, long nowMs) {
        if (line.problem().isPresent()) return fail(s, "its runtime did not say that it is ready (" + line.problem().get() + ")", nowMs);
        // Before it knows its app, nothing it says can be true.
        if (line.text().equals(READY) && isAssigned(s)) return new Step(timed(to(s, Running, nowMs), READY_AT, nowMs), Action.NOTHING);
        if (line.text().startsWith(FAILED)) return fail(s, Printable.text(line.text().substring(FAILED.length())), nowMs);
        return fail(s, "its runtime said \"" + Printable.text(line.text()) + "\" instead of that it is ready", nowMs);
    }

    private static Step fail(SessionFacts s, String why, long nowMs) {
        var reason = Optional.of(failedToStart(s, why));
        if (s.child().isEmpty()) return stopped(s, reason, nowMs);
        return new Step(withReason(to(s, Stopping, nowMs), reason), Action.KILL);
    }

    private static Step terminate(SessionFacts s, long nowMs) {
        if (s.is(Stopping)) return nothing(s);
        if (s.child().isEmpty()) return stopped(s, Optional.empty(), nowMs);
        return new Step(to(s, Stopping, nowMs), s.is(Running) ? Action.SHUT_DOWN : Action.KILL);
    }

    private static Step exited(SessionFacts s, Event.Exited e, long nowMs) {
        Exit exit = e.exit();
        if (s.is(Stopping)) return stopped(s, s.reason(), nowMs);
        if (e.limit().isPresent()) return stopped(s, Optional.of(unready(s) ? failedToStart(s, "it " + e.limit().get()) : s.name() + " " + e.limit().get() + "."), nowMs);
        if (!unready(s)) return stopped(s, Optional.of(s.name() + " " + how(exit, "ended.", "ended unexpectedly")), nowMs);
        return stopped(s, Optional.of(failedToStart(s, "it " + how(exit, "ended by itself.", "ended"))), nowMs);
    }

    private static String how(Exit exit, String well, String badly) {
        // bwrap and shells tell the signal that ended their child as an exit code.
        int signal = exit.signal() != 0 ? exit.signal() : exit.code() > 128 && exit.code() < 193 ? exit.code() - 128 : 0;
        if (exit.cause().isPresent()) return exit.cause().get() + ".";
        if (!exit.known()) return "ended unexpectedly.";
        if (signal != 0) return "was killed (signal " + signal + ").";
        return exit.code() == 0 ? well : badly + " with code " + exit.code() + ".";
    }

    private static String failedToStart(SessionFacts s, String why) {
        return s.name() + " failed to start: " + (why.endsWith(".") ? why : why + ".");
    }

    private static Step stopped(SessionFacts s, Optional<String> reason, long nowMs) {
        return new Step(withReason(to(s, Stopped, nowMs), reason), Action.NOTHING);
    }

    private static Step nothing(SessionFacts s) {
        return new Step(s, Action.NOTHING);
    }

    // Facts with one thing changed.

    private static SessionFacts to(SessionFacts s, SessionState state, long nowMs) {
        var moved = copy(s, state, s.reason(), s.timings(), s.child(), s.pid(), s.stderr());
        return switch (state) {
            case Starting -> timed(moved, STARTING, nowMs);
            case Stopping -> timed(moved, STOPPING, nowMs);
            case Stopped -> timed(moved, STOPPED, nowMs);
            case Requested, Running -> moved;
        };
    }

    private static SessionFacts withReason(SessionFacts s, Optional<String> reason) {
        return copy(s, s.state(), reason, s.timings(), s.child(), s.pid(), s.stderr());
    }

    private static SessionFacts withChild(SessionFacts s, String child) {
        return copy(s, s.state(), s.reason(), s.timings(), Optional.of(child), s.pid(), s.stderr());
    }

    private static SessionFacts withProcess(SessionFacts s, Event.Assigned e) {
        return new SessionFacts(s.session(), s.appId(), s.name(), s.state(), s.reason(), s.badges(), s.requestedMs(), s.timings(), s.limitMs(),
                s.child(), Optional.of(e.pid()), s.stderr(), s.denials(), s.revision(), Optional.of(e.containment()), s.requires());
    }

    static SessionFacts timed(SessionFacts s, String step, long nowMs) {
        var timings = new LinkedHashMap<>(s.timings());
        timings.put(step, Math.max(0, nowMs - s.requestedMs()));
        return copy(s, s.state(), s.reason(), timings, s.child(), s.pid(), s.stderr());
    }

    static SessionFacts withStderr(SessionFacts s, List<String> lines) {
        return copy(s, s.state(), s.reason(), s.timings(), s.child(), s.pid(), lines);
    }

    private static SessionFacts copy(SessionFacts s, SessionState state, Optional<String> reason, Map<String, Object> timings,
            Optional<String> child, Optional<Integer> pid, List<String> stderr) {
        return new SessionFacts(s.session(), s.appId(), s.name(), state, reason, s.badges(), s.requestedMs(), timings, s.limitMs(),
                child, pid, stderr, s.denials(), s.revision(), s.containment(), s.requires());
    }
}
