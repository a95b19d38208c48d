package weft.appd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import weft.api.AppId;
import weft.api.SessionId;
import weft.api.SessionState;
import weft.api.gateway.Child;
import weft.api.gateway.SessionFacts;

/**
 * Launches, kills, late words, dropped connections, stops and replacements of appd in random order, with real processes,
 * and what holds all the time. Each run draws a seed; {@code -Dweft.seed=N} (in JAVA_TOOL_OPTIONS) takes that one again.
 */
@Timeout(value = 400, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RandomLifeTest extends AppStage {
    private static final int STEPS = 300;
    private static final Map<String, Set<String>> NEXT = Map.of("", Set.of("Requested"), "Requested", Set.of("Starting", "Stopped"),
            "Starting", Set.of("Running", "Stopping", "Stopped"), "Running", Set.of("Stopping", "Stopped"), "Stopping", Set.of("Stopped"), "Stopped", Set.of());
    /** Besides the patient one, one whose time for READY is over soon, and one that is started again when it crashes. */
    private static final List<AppId> APPS = List.of(NOTES, new AppId("org.weft.hasty"), new AppId("org.weft.loyal"));

    private enum Step { LAUNCH, READY, READY_TWICE, KILL, CRASH, DROP, STOP, STOP_AND_LATE_READY, STOP_THE_DISOBEDIENT, SWAP, AWAY }

    private final List<Actor> actors = new CopyOnWriteArrayList<>();
    private final List<String> history = new ArrayList<>();
    /** The last announced state of each session, and what was announced that must not be. */
    private final Map<String, String> announced = new ConcurrentHashMap<>();
    private final List<String> wrong = new CopyOnWriteArrayList<>();
    private final Map<SessionId, SessionFacts> seen = new HashMap<>();
    private boolean away;
    private volatile boolean over;

    @Test
    void random_lives_go_forward_keep_one_process_each_and_leave_nothing() throws Exception {
        long seed = Long.getLong("weft.seed", new Random().nextInt(1_000_000));
        System.out.println("random lives: seed " + seed);
        app("hasty", "[runtime]\nmodule = \"module.wasm\"\nready_timeout_s = 1\n", true);
        app("loyal", "[runtime]\nmodule = \"module.wasm\"\nrestart = \"on-failure\"\n", true);
        Thread audience = Thread.ofPlatform().daemon().start(this::listen), casting = Thread.ofPlatform().daemon().start(this::cast);
        try {
            swap(apps, appd(0, 300));
            var random = new Random(seed);
            for (int i = 0; i < STEPS; i++) step(random);
            end();
            System.out.println(announced.size() + " sessions, " + actors.size() + " processes");
        } catch (Exception | AssertionError e) {
            throw new AssertionError("seed " + seed + ", steps " + history, e);
        } finally {
            over = true;
            casting.interrupt();
            audience.interrupt();
        }
    }

    private void listen() {
        try {
            while (true) {
                var e = events.next();
                if (!e.type().equals("APP_STATE")) continue;
                String session = (String) e.body().get("session"), state = (String) e.body().get("state");
                String before = announced.getOrDefault(session, "");
                if (!NEXT.get(before).contains(state)) wrong.add(session + " was announced as " + state + " after " + before);
                announced.put(session, state);
            }
        } catch (Exception e) {
            // The stage is closed.
        }
    }

    private void cast() {
        while (!over) {
            try {
                actors.add(new Actor(fixture.stage.next(), fixture.socket("gateway")));
            } catch (TimeoutException e) {
                // Nobody was needed for a while.
            } catch (Exception e) {
                return;
            }
        }
    }

    private void step(Random random) throws Exception {
        int drawn = random.nextInt(Step.values().length + 5);
        // A launch of what runs already does nothing, so there are more of them.
        Step step = drawn < Step.values().length ? Step.values()[drawn] : drawn % 2 == 0 ? Step.LAUNCH : Step.READY;
        AppId app = APPS.get(random.nextInt(APPS.size()));
        boolean settled = random.nextBoolean();
        history.add(step + " " + app.value().substring(9) + (settled ? "." : ","));
        if (step == Step.SWAP) swap(apps, appd(0, 300));
        else if (step == Step.AWAY) away(app, random);
        else if (step == Step.LAUNCH) apps.launch(app);
        else act(step, app);
        holds();
        if (settled) eventually("each living session to have its process, and each process its session", this::paired);
    }

    // What happens to processes while there is no appd.
    private void away(AppId app, Random random) throws Exception {
        fixture.gateway.remove(apps);
        apps.close();
        away = true;
        act(List.of(Step.READY, Step.KILL, Step.CRASH, Step.DROP).get(random.nextInt(4)), app);
        away = false;
        apps = appd(0, 300);
    }

    private void act(Step step, AppId app) throws Exception {
        var living = all().stream().filter(s -> s.appId().equals(app) && !s.is(SessionState.Stopped)).findFirst();
        if (living.isEmpty()) return;
        SessionId session = living.get().session();
        switch (step) {
            case READY -> actor(session).ifPresent(a -> a.order("say READY\\n"));
            case READY_TWICE -> actor(session).ifPresent(a -> a.order("say READY\\nREADY\\n"));
            case KILL -> living.get().child().flatMap(fixture.gateway.children()::byId).map(Child::pid).ifPresent(p -> p.ifPresent(RandomLifeTest::kill));
            case CRASH -> actor(session).ifPresent(a -> a.lastOrder("exit 3"));
            case DROP -> actor(session).ifPresent(Actor::drop);
            case STOP -> apps.terminate(session);
            case STOP_AND_LATE_READY -> {
                var actor = actor(session);
                apps.terminate(session);
                actor.ifPresent(a -> a.order("say READY\\n"));
            }
            case STOP_THE_DISOBEDIENT -> {
                actor(session).ifPresent(a -> a.obeys = false);
                apps.terminate(session);
            }
            default -> throw new IllegalArgumentException(step.toString());
        }
    }

    private static void kill(int pid) {
        ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
    }

    // A process that was just started takes its time to hear of its app; without an appd it never will.
    private Optional<Actor> actor(SessionId session) throws Exception {
        if (!away) eventually("a process to hear of its app", () -> find(session).isPresent() || !starts(session));
        return find(session);
    }

    private boolean starts(SessionId session) {
        return fixture.gateway.sessions().get(session).filter(s -> s.is(SessionState.Requested) || s.is(SessionState.Starting)).isPresent();
    }

    private Optional<Actor> find(SessionId session) {
        return actors.stream().filter(a -> a.sessions.contains(session)).findFirst();
    }

    private List<SessionFacts> all() {
        return fixture.gateway.sessions().all();
    }

    // What holds at any moment.
    private void holds() {
        assertEquals(List.of(), wrong);
        var given = new HashSet<SessionId>();
        for (Actor a : actors) {
            assertTrue(a.sessions.size() <= 1, () -> "one process was given " + a.sessions);
            for (SessionId s : a.sessions) assertTrue(given.add(s), () -> "two processes were given " + s);
        }
        for (SessionFacts s : all()) {
            SessionFacts before = seen.put(s.session(), s);
            if (before == null) continue;
            assertTrue(before.state().compareTo(s.state()) <= 0, () -> before + " went back to " + s);
            if (before.child().isPresent()) assertEquals(before.child(), s.child(), "the process of " + s.session());
        }
    }

    // What holds once what was begun is done: what a step has begun goes on on other threads.
    private boolean paired() {
        var sessions = all();
        for (Child c : fixture.gateway.children().all()) {
            boolean wanted = sessions.stream().anyMatch(s -> !s.is(SessionState.Stopped) && s.child().equals(Optional.of(c.id())));
            if (c.exit().isPresent() || !wanted) return false;
        }
        return sessions.stream().allMatch(s -> s.state().name().equals(announced.get(s.session().value()))
                && (s.is(SessionState.Stopped) || s.child().flatMap(fixture.gateway.children()::byId).isPresent()));
    }

    // A crash may have a start behind it that is still to come.
    private void end() throws Exception {
        for (var left = left(); !left.isEmpty(); left = left())
            for (SessionFacts s : left) apps.terminate(s.session()).get(60, TimeUnit.SECONDS);
        eventually("no process to be left", () -> fixture.gateway.children().all().isEmpty() && paired());
        holds();
        for (SessionFacts s : all()) assertEquals(0, fixture.gateway.files().count(s.session()));
        fixture.stage.release();
        assertDescriptors(descriptors);
    }

    private List<SessionFacts> left() {
        return all().stream().filter(s -> !s.is(SessionState.Stopped) || Restarts.isPending(s)).toList();
    }

    private void eventually(String what, BooleanSupplier condition) throws Exception {
        for (long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(90); !condition.getAsBoolean(); TimeUnit.MILLISECONDS.sleep(10))
            assertTrue(System.nanoTime() < end, () -> "waited for " + what + ": " + all() + ", processes " + fixture.gateway.children().all() + ", announced " + announced);
    }
}
