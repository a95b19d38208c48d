package weft.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import weft.api.AppId;
import weft.api.Badge;
import weft.api.ErrorCode;
import weft.api.Places;
import weft.api.SessionId;
import weft.api.SessionState;
import weft.api.WeftException;
import weft.api.appd.Appd;
import weft.api.gateway.Child;
import weft.api.gateway.ChildListener;
import weft.api.gateway.Children.ChildSpec;
import weft.api.gateway.Children.Command;
import weft.api.gateway.EventListener;
import weft.api.gateway.SessionFacts;
import weft.api.message.AppMessage.IpcMessage;
import weft.api.message.Connection.Ok;
import weft.api.message.Connection.Role;
import weft.api.message.Lifecycle.AppState;
import weft.api.message.Message;
import weft.api.message.Pages.Notification;
import weft.api.message.Pages.PageClosed;
import weft.api.message.Pages.PageCrashed;
import weft.api.message.Pages.PagesOpen;
import weft.api.message.Pages.QueryPages;
import weft.api.packages.AppPackage;
import weft.api.packages.Packages;
import weft.codec.Envelope;
import weft.gateway.Gateway;

/** The shell with the real gateway, and with a process in the place of the web engine that says which pages it was told to show. */
@Timeout(60)
class ShellServiceTest {
    private static final SessionId NOTES = new SessionId("1"), BROKEN = new SessionId("2"), SERVICE = new SessionId("3");

    @TempDir Path folder;
    private Gateway gateway;
    private ShellService shell;
    private final BlockingQueue<Message> events = new LinkedBlockingQueue<>();
    private final BlockingQueue<Message> answered = new LinkedBlockingQueue<>();

    /** The apps of this test: one with a page, one whose page is broken, one without. */
    private record Apps() implements Packages {
        @Override
        public List<AppPackage> installed() {
            return List.of(app("org.weft.notes", "Notes", true), app("org.weft.broken", "Broken", true), app("org.weft.service", "Service", false));
        }

        @Override
        public List<String> problems() {
            return List.of();
        }

        @Override
        public AppPackage find(AppId id) {
            return installed().stream().filter(a -> a.id().equals(id)).findFirst().orElseThrow(() -> new WeftException(ErrorCode.NOT_FOUND, "There is no app " + id + "."));
        }

        @Override
        public AppPackage find(AppId id, Optional<String> revision) {
            return find(id);
        }

        @Override
        public AppPackage verified(AppId id) {
            return find(id);
        }

        private static AppPackage app(String id, String name, boolean page) {
            Path at = Path.of("/apps").resolve(id);
            return new AppPackage(new AppId(id), name, "1.0.0", "", at, Optional.empty(), "", List.of(), 1, Optional.empty(),
                    page ? Optional.of(new AppPackage.Ui(at.resolve("ui"), "index.html", 600, 400)) : Optional.empty());
        }
    }

    /** Ends a session the way that the shell sees: its state changes, and that is told. */
    private final class EndingAppd implements Appd {
        @Override
        public SessionId launch(AppId app) {
            throw new UnsupportedOperationException();
        }

        @Override
        public CompletableFuture<SessionFacts> terminate(SessionId session) {
            return CompletableFuture.completedFuture(become(session, SessionState.Stopped));
        }

        @Override
        public int waitingRuntimes() {
            return 0;
        }
    }

    @BeforeEach
    void start() throws Exception {
        startPlatform();
    }

    private void startPlatform() throws Exception {
        gateway = gateway(folder);
        gateway.add((EventListener) event -> {
            events.add(event);
            if (event instanceof AppState) shell.sessionsChanged();
        });
        var places = places(folder);
        var spec = new ChildSpec(Role.engine, Optional.empty(), token -> engineCommand(places.runtime().resolve("gateway.sock"), token), places.log().resolve("engine.log"));
        shell = new ShellService(new ShellService.Platform(gateway.children(), gateway.sessions(), gateway.events(), new Apps(), new EndingAppd()), spec, folder.resolve("system-ui"));
        gateway.add(listener());
        gateway.add((caller, request) -> handle(request), List.of("PAGE_CLOSED", "PAGE_CRASHED"), 0, 1);
        shell.start();
    }

    private static Places places(Path folder) throws IOException {
        return new Places("test", Files.createDirectories(folder.resolve("run")), folder.resolve("state"), folder.resolve("data"), folder.resolve("cache"),
                folder.resolve("config"), folder.resolve("dist"));
    }

    /** On sockets of its own in a folder; a second one there, after the first was closed, is the same platform come back. */
    private static Gateway gateway(Path folder) throws IOException {
        var gateway = new Gateway(places(folder), Map.of(), 10_000, 1_000);
        gateway.open();
        return gateway;
    }

    private ChildListener listener() {
        return new ChildListener() {
            @Override
            public void connected(Child child) {
                shell.engineConnected(child);
            }

            @Override
            public void disconnected(Child child) {
                shell.engineDisconnected(child);
            }

            @Override
            public void exited(Child child) {
                shell.engineExited(child);
            }
        };
    }

    private Message handle(Envelope request) {
        switch (request.message()) {
            case PageClosed closed -> shell.pageClosed(closed.session());
            case PageCrashed crashed -> shell.pageCrashed(crashed.session(), crashed.reason());
            default -> throw new IllegalArgumentException(request.type());
        }
        answered.add(request.message());
        return new Ok();
    }

    private static Command engineCommand(Path gatewaySocket, String token) {
        String java = Path.of(System.getProperty("java.home"), "bin/java").toString();
        return new Command(List.of(java, "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path"), ScriptedEngine.class.getName()),
                Map.of("WEFT_TOKEN", token, "WEFT_GATEWAY", gatewaySocket.toString()));
    }

    @AfterEach
    void end() throws Exception {
        shell.close();
        for (Child child : gateway.children().all()) child.kill("was ended by its test");
        for (Child child : gateway.children().all()) await(() -> child.exit().isPresent(), () -> child + " does not end");
        gateway.close();
    }

    // The tests.

    @Test
    void the_engine_is_started_and_shows_the_system_page_and_a_page_for_each_running_app_that_has_one() throws Exception {
        begin(SERVICE, "org.weft.service", "Service");
        begin(NOTES, "org.weft.notes", "Notes");
        shows(Set.of("system", "1"));
        assertTrue(log().contains("root=" + folder.resolve("system-ui") + ","), log());
        assertTrue(log().contains("OpenPage[session=1, appId=org.weft.notes, title=Notes, root=/apps/org.weft.notes/ui, entry=index.html, width=600, height=400, badges=[Badge[text=own data, kind=write]]]"), log());
    }

    @Test
    void an_app_that_stops_loses_its_page_and_one_that_is_stopping_keeps_it() throws Exception {
        begin(NOTES, "org.weft.notes", "Notes");
        shows(Set.of("system", "1"));
        become(NOTES, SessionState.Stopping);
        shows(Set.of("system", "1"));
        become(NOTES, SessionState.Stopped);
        shows(Set.of("system"));
    }

    @Test
    void closing_the_window_ends_the_app() throws Exception {
        begin(NOTES, "org.weft.notes", "Notes");
        shows(Set.of("system", "1"));
        say("PAGE_CLOSED", NOTES);
        await(() -> state(NOTES) == SessionState.Stopped, () -> "it is " + state(NOTES));
        shows(Set.of("system"));
    }

    @Test
    void when_the_engine_dies_another_one_shows_the_same_pages_and_the_user_is_told() throws Exception {
        begin(NOTES, "org.weft.notes", "Notes");
        shows(Set.of("system", "1"));
        var dead = engine();
        dead.kill("was killed by a test");
        await(() -> dead.exit().isPresent() && gateway.children().all().size() == 1 && engine() != dead, () -> "no other engine");
        shows(Set.of("system", "1"));
        assertEquals(SessionState.Running, state(NOTES));
        assertEquals("Every page was loaded again", heard(Notification.class, n -> true).title());
    }

    @Test
    void after_a_restart_of_the_platform_the_same_engine_goes_on_with_the_pages_it_has() throws Exception {
        begin(NOTES, "org.weft.notes", "Notes");
        shows(Set.of("system", "1"));
        int pid = engine().pid().orElseThrow();
        shell.close();
        gateway.close();
        startPlatform();
        shows(Set.of("system", "1"));
        assertEquals(pid, engine().pid().orElseThrow());
        assertEquals(1, count(log(), "OpenPage[session=1,"), "an open page must not be opened again");
        assertEquals(1, count(log(), "OpenPage[session=system,"));
    }

    @Test
    void an_app_that_ended_while_the_platform_was_away_loses_its_page_afterwards() throws Exception {
        begin(NOTES, "org.weft.notes", "Notes");
        shows(Set.of("system", "1"));
        shell.close();
        become(NOTES, SessionState.Stopped);
        gateway.close();
        startPlatform();
        shows(Set.of("system"));
    }

    @Test
    void a_page_that_cannot_be_opened_ends_its_app_with_a_sentence() throws Exception {
        begin(BROKEN, "org.weft.broken", "Broken");
        await(() -> state(BROKEN) == SessionState.Stopped, () -> "it is " + state(BROKEN));
        var told = heard(Notification.class, n -> true);
        assertEquals("Broken has no window", told.title());
        assertEquals("Its page could not be opened: index.html is missing.", told.text());
        shows(Set.of("system"));
    }

    @Test
    void a_crashed_page_is_told_and_the_third_crash_within_a_minute_ends_its_app() throws Exception {
        begin(NOTES, "org.weft.notes", "Notes");
        shows(Set.of("system", "1"));
        say("PAGE_CRASHED", NOTES);
        assertEquals("Notes was loaded again", heard(Notification.class, n -> true).title());
        assertEquals(SessionState.Running, state(NOTES));
        say("PAGE_CRASHED", NOTES);
        say("PAGE_CRASHED", NOTES);
        assertEquals("Notes was closed", heard(Notification.class, n -> n.title().endsWith("closed")).title());
        await(() -> state(NOTES) == SessionState.Stopped, () -> "it is " + state(NOTES));
        shows(Set.of("system"));
    }

    @Test
    void a_title_that_changes_is_told_to_the_engine() throws Exception {
        begin(NOTES, "org.weft.notes", "Notes");
        shows(Set.of("system", "1"));
        change(NOTES, f -> new SessionFacts(f.session(), f.appId(), f.name(), f.state(), f.reason(), List.of(new Badge("nothing granted", Badge.Kind.none)), f.requestedMs(), f.timings(), f.limitMs(),
                f.child(), f.pid(), f.stderr(), f.denials(), f.revision()));
        await(() -> log().contains("SetTitle[session=1, title=Notes, badges=[Badge[text=nothing granted, kind=none]]]"), this::log);
    }

    @Test
    void focus_reaches_the_page_and_says_why_it_cannot() throws Exception {
        begin(NOTES, "org.weft.notes", "Notes");
        begin(SERVICE, "org.weft.service", "Service");
        shows(Set.of("system", "1"));
        shell.focus(NOTES).get(10, TimeUnit.SECONDS);
        assertTrue(log().contains("FocusPage[session=1]"), log());
        assertEquals(ErrorCode.NOT_FOUND, refusal(new SessionId("77")).code());
        assertEquals("This app has no window.", refusal(SERVICE).getMessage());
        become(NOTES, SessionState.Stopping);
        assertEquals("Notes is not running.", refusal(NOTES).getMessage());
    }

    @Test
    void a_command_that_cannot_be_started_is_tried_again() throws Exception {
        shell.close();
        var tries = new LinkedBlockingQueue<String>();
        var places = places(folder.resolve("other"));
        try (var other = gateway(folder.resolve("other"))) {
            var missing = new ChildSpec(Role.engine, Optional.empty(), token -> {
                tries.add(token);
                return new Command(List.of("/no/such/engine"), Map.of());
            }, places.log().resolve("engine.log"));
            try (var service = new ShellService(new ShellService.Platform(other.children(), other.sessions(), other.events(), new Apps(), new EndingAppd()), missing, folder)) {
                service.start();
                String first = tries.poll(30, TimeUnit.SECONDS), second = tries.poll(30, TimeUnit.SECONDS);
                assertTrue(first != null && second != null && !first.equals(second));
            }
        }
    }

    // What they are made of.

    private void begin(SessionId session, String app, String name) {
        gateway.sessions().add(new SessionFacts(session, new AppId(app), name, SessionState.Starting, Optional.empty(), List.of(new Badge("own data", Badge.Kind.write)), 0, Map.of(), 30_000,
                Optional.empty(), Optional.empty(), List.of(), List.of(), Optional.empty()));
        become(session, SessionState.Running);
    }

    private SessionFacts become(SessionId session, SessionState state) {
        return change(session, f -> new SessionFacts(f.session(), f.appId(), f.name(), state, f.reason(), f.badges(), f.requestedMs(), f.timings(), f.limitMs(), f.child(), f.pid(), f.stderr(), f.denials(), f.revision()));
    }

    private SessionFacts change(SessionId session, UnaryOperator<SessionFacts> change) {
        var after = gateway.sessions().update(session, change).orElseThrow().after();
        gateway.events().publish(after.toMessage());
        return after;
    }

    private SessionState state(SessionId session) {
        return gateway.sessions().get(session).orElseThrow().state();
    }

    private Child engine() {
        return gateway.children().all().stream().filter(c -> c.exit().isEmpty()).findFirst().orElse(null);
    }

    private void say(String what, SessionId session) throws Exception {
        engine().send(Envelope.event(new IpcMessage(Map.of("say", what, "session", session.value()))));
        assertTrue(answered.poll(30, TimeUnit.SECONDS) != null, "the engine did not say " + what);
    }

    /** Waits until the engine, asked over its socket, says that it shows exactly these. */
    private void shows(Set<String> sessions) throws Exception {
        var last = new ArrayList<Object>();
        await(() -> {
            var engine = engine();
            if (engine == null || !engine.connected()) return false;
            try {
                var pages = (PagesOpen) engine.request(new QueryPages()).get(10, TimeUnit.SECONDS);
                last.clear();
                last.addAll(new TreeSet<>(pages.sessions().stream().map(SessionId::value).toList()));
                return Set.copyOf(last).equals(sessions);
            } catch (ExecutionException e) {
                return false; // its connection broke: asked again
            }
        }, () -> "the engine shows " + last + " instead of " + sessions + "\n" + log());
    }

    private String log() {
        try {
            Path file = places(folder).log().resolve("engine.log");
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int count(String text, String part) {
        return text.split(Pattern.quote(part), -1).length - 1;
    }

    private WeftException refusal(SessionId session) {
        var failure = assertThrows(ExecutionException.class, () -> shell.focus(session).get(10, TimeUnit.SECONDS));
        return (WeftException) failure.getCause();
    }

    private <T extends Message> T heard(Class<T> type, Predicate<T> which) throws InterruptedException {
        while (true) {
            var event = events.poll(30, TimeUnit.SECONDS);
            if (event == null) throw new AssertionError("no " + type.getSimpleName());
            if (type.isInstance(event) && which.test(type.cast(event))) return type.cast(event);
        }
    }

    private interface Condition {
        boolean holds() throws Exception;
    }

    private static void await(Condition condition, Supplier<String> otherwise) throws Exception {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!condition.holds()) {
            if (System.nanoTime() > until) throw new AssertionError(otherwise.get());
            LockSupport.parkNanos(5_000_000);
        }
    }
}
