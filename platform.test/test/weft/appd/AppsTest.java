package weft.appd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import weft.api.AppId;
import weft.api.ErrorCode;
import weft.api.SessionId;
import weft.api.SessionState;
import weft.api.WeftException;
import weft.api.gateway.Child;
import weft.api.gateway.Children;
import weft.api.gateway.SessionFacts;
import weft.api.message.Connection.Role;
import weft.api.message.Connection.Subscribe;
import weft.codec.Envelope;
import weft.codec.Json;
import weft.os.Fd;
import weft.os.UnixSocket;
import weft.packages.InstalledPackages;
import weft.platform.test.GatewayFixture;
import weft.platform.test.PuppetStage;

/** Launches over a real gateway, with real processes in the place of runtimes: every way a start can go, and every end. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class AppsTest {
    private static final AppId NOTES = new AppId("org.weft.notes");
    @TempDir
    Path home;
    private GatewayFixture fixture;
    private Apps apps;
    private Events events;

    @BeforeEach
    void start() throws IOException {
        app("notes", "[runtime]\nmodule = \"module.wasm\"\nready_timeout_s = 30\n", true);
        fixture = new GatewayFixture(home, 10_000, 300);
        fixture.gateway.add((c, r) -> new weft.api.message.Lifecycle.RunningApps(List.of()), List.of("QUERY_RUNNING"), 0, 0);
        events = new Events(fixture.socket("weft"));
        apps = appd(0, 60_000);
    }

    private void app(String name, String more, boolean module) throws IOException {
        Path folder = Files.createDirectories(home.resolve("dist/apps/org.weft." + name));
        Files.writeString(folder.resolve("wapp.toml"), "[package]\nid = \"org.weft.%s\"\nname = \"Notes\"\nversion = \"1.0.0\"\n%s".formatted(name, more));
        if (module) Files.write(folder.resolve("module.wasm"), new byte[] {0, 'a', 's', 'm', 1, 0, 0, 0});
    }

    private Apps appd(int warm, long graceMs) {
        var packages = new InstalledPackages(home.resolve("none"), home.resolve("dist/apps"));
        var source = new RuntimePool.RuntimeSource() {
            @Override
            public Children.Command command(String token, int memoryMb) {
                return fixture.stage.command(token);
            }

            @Override
            public int usualMemoryMb() {
                return 64;
            }
        };
        var pool = new RuntimePool(fixture.gateway.children(), source, home.resolve("logs"), warm);
        var appd = new Apps(fixture.gateway.children(), fixture.gateway.sessions(), fixture.gateway.events(), packages, pool, graceMs);
        fixture.gateway.add(appd);
        appd.resume();
        return appd;
    }

    private void swap(Apps old, Apps next) {
        fixture.gateway.remove(old);
        old.close();
        apps = next;
    }

    @AfterEach
    void stop() throws IOException {
        fixture.gateway.remove(apps);
        apps.close();
        events.close();
        fixture.close();
    }

    /** What subscribers hear. */
    private static final class Events implements AutoCloseable {
        private final Fd fd;
        private final StringBuilder text = new StringBuilder();

        Events(Path socket) throws IOException {
            fd = UnixSocket.connect(socket);
            byte[] line = (Json.line(Envelope.request(1, new Subscribe()).toTree()) + "\n").getBytes();
            fd.write(line, 0, line.length);
            next();
        }

        Envelope next() throws IOException {
            byte[] buffer = new byte[1 << 14];
            while (text.indexOf("\n") < 0) {
                int n = fd.read(buffer, 0, buffer.length);
                if (n == 0) throw new IOException("no more events");
                text.append(new String(buffer, 0, n, java.nio.charset.StandardCharsets.UTF_8));
            }
            String line = text.substring(0, text.indexOf("\n"));
            text.delete(0, line.length() + 1);
            return Envelope.fromTree(Json.read(line));
        }

        /** Waits for a state of a session; returns the states on the way to it, this one included. */
        List<String> until(SessionId session, SessionState state) throws IOException {
            var states = new ArrayList<String>();
            while (states.isEmpty() || !states.getLast().equals(state.name())) {
                Envelope e = next();
                if (e.type().equals("APP_STATE") && session.value().equals(e.body().get("session"))) states.add((String) e.body().get("state"));
            }
            return states;
        }

        @Override
        public void close() {
            fd.close();
        }
    }

    /** A session whose process is in the test's hands. */
    private record Launch(SessionId session, PuppetStage.Strings strings, PuppetStage.Line line) {}

    private Launch launch() throws Exception {
        return launch(NOTES);
    }

    // Up to the point where the module has been given.
    private Launch launch(AppId app) throws Exception {
        SessionId session = apps.launch(app);
        var strings = fixture.stage.next();
        var line = strings.hello(Role.runtime, fixture.socket("gateway"));
        assertEquals(session.value(), line.await("ASSIGN").body().get("session"));
        return new Launch(session, strings, line);
    }

    private Launch running() throws Exception {
        Launch l = launch();
        l.strings.order("say READY\\n");
        events.until(l.session, SessionState.Running);
        return l;
    }

    private SessionFacts facts(SessionId session) {
        return fixture.gateway.sessions().get(session).orElseThrow();
    }

    private void stoppedFor(String reason, SessionId session) throws Exception {
        SessionFacts s = fixture.gateway.sessions().whenStopped(session).get(60, TimeUnit.SECONDS);
        assertEquals(Optional.of(reason), s.reason());
        nothingLeft(session);
    }

    // No process, no child in the table, no open file.
    private void nothingLeft(SessionId session) throws Exception {
        events.until(session, SessionState.Stopped);
        var child = fixture.gateway.children().of(session);
        if (child.isPresent()) assertTrue(child.get().exit().isPresent(), "its process has ended");
        assertEquals(0, fixture.gateway.files().count(session));
    }

    @Test
    void a_launch_goes_through_its_states_and_says_when_it_is_ready() throws Exception {
        Launch l = launch();
        l.strings.order("say READY\\n");
        assertEquals(List.of("Requested", "Starting", "Running"), events.until(l.session, SessionState.Running));
        assertEquals("APP_READY", events.next().type());
        SessionFacts s = facts(l.session);
        assertTrue(s.readyMs().isPresent());
        assertEquals(List.of("starting", "assigned", "ready"), List.copyOf(s.timings().keySet()));
        assertEquals(fixture.gateway.children().of(l.session).orElseThrow().pid().getAsInt(), s.pid().orElseThrow());
    }

    @Test
    void an_app_that_is_not_installed_is_not_found() {
        assertEquals(ErrorCode.NOT_FOUND, assertThrows(WeftException.class, () -> apps.launch(new AppId("org.weft.none"))).code());
        assertTrue(fixture.gateway.sessions().all().isEmpty());
    }

    @Test
    void a_module_that_is_missing_fails_the_start() throws Exception {
        app("empty", "[runtime]\nmodule = \"module.wasm\"\n", false);
        SessionId session = apps.launch(new AppId("org.weft.empty"));
        stoppedFor("Notes failed to start: its module is missing.", session);
    }

    @Test
    void a_module_that_is_a_link_or_no_file_fails_the_start() throws Exception {
        app("odd", "[runtime]\nmodule = \"module.wasm\"\n", true);
        SessionId launched = apps.launch(new AppId("org.weft.odd"));
        var strings = fixture.stage.next();
        Path module = home.resolve("dist/apps/org.weft.odd/module.wasm");
        Files.delete(module);
        Files.createSymbolicLink(module, Path.of("/etc/passwd"));
        strings.connect("runtime", fixture.socket("gateway")).send(Envelope.request(1, new weft.api.message.Connection.Hello(Role.runtime, Optional.of(strings.token))), null);
        stoppedFor("Notes failed to start: its module cannot be read.", launched);
    }

    @Test
    void an_app_without_a_module_runs_at_once_and_stops_at_once() throws Exception {
        app("page", "[ui]\nentry = \"index.html\"\n", false);
        SessionId session = apps.launch(new AppId("org.weft.page"));
        assertEquals(List.of("Requested", "Running"), events.until(session, SessionState.Running));
        assertEquals(SessionState.Stopped, apps.terminate(session).get().state());
    }

    @Test
    void a_launch_of_a_running_app_is_the_same_session() throws Exception {
        Launch l = running();
        assertEquals(l.session, apps.launch(NOTES));
        apps.terminate(l.session);
        l.line.await("SHUTDOWN");
        assertNotEquals(l.session, apps.launch(NOTES), "one that is ending is not running");
    }

    // READY.

    @Test
    void ready_that_never_comes_fails_the_start() throws Exception {
        app("slow", "[runtime]\nmodule = \"module.wasm\"\nready_timeout_s = 1\n", true);
        Launch l = launch(new AppId("org.weft.slow"));
        stoppedFor("Notes failed to start: it was not ready within 1 s.", l.session);
    }

    @Test
    void ready_that_comes_in_pieces_is_ready() throws Exception {
        Launch l = launch();
        for (String part : List.of("RE", "A", "DY")) l.strings.order("say " + part);
        assertEquals(SessionState.Starting, facts(l.session).state());
        l.strings.order("say \\n");
        events.until(l.session, SessionState.Running);
    }

    @Test
    void ready_twice_or_glued_to_more_is_ready_once() throws Exception {
        Launch l = launch();
        l.strings.order("say READY\\nREADY\\nFAILED no\\n");
        events.until(l.session, SessionState.Running);
        l.strings.lastOrder("say FAILED again\\n");
        assertEquals(SessionState.Stopped, terminate(l).state());
    }

    private SessionFacts terminate(Launch l) throws Exception {
        var stopped = apps.terminate(l.session);
        l.line.await("SHUTDOWN");
        l.strings.lastOrder("exit 0");
        return stopped.get(60, TimeUnit.SECONDS);
    }

    @ParameterizedTest
    @CsvSource({"say READYREADY\\n,READYREADY", "say  READY\\n,' READY'", "say hello\\n,hello", "say \\n,''"})
    void a_wrong_line_fails_the_start(String order, String said) throws Exception {
        Launch l = launch();
        l.strings.lastOrder(order);
        stoppedFor("Notes failed to start: its runtime said \"" + said + "\" instead of that it is ready.", l.session);
    }

    @Test
    void a_line_without_end_fails_the_start_and_takes_no_memory() throws Exception {
        Launch l = launch();
        l.strings.lastOrder("flood 100000000");
        stoppedFor("Notes failed to start: its runtime did not say that it is ready (the line is longer than 4096 bytes).", l.session);
    }

    @Test
    void an_output_that_ends_without_a_line_fails_the_start() throws Exception {
        Launch l = launch();
        l.strings.order("say REA");
        l.strings.order("close-output");
        stoppedFor("Notes failed to start: its runtime did not say that it is ready (the output ended before a line).", l.session);
    }

    @Test
    void K5_ready_before_the_module_was_given_is_forged() throws Exception {
        SessionId session = apps.launch(NOTES);
        var strings = fixture.stage.next();
        strings.order("say READY\\n");
        stoppedFor("Notes failed to start: its runtime said \"READY\" instead of that it is ready.", session);
    }

    @Test
    void a_failure_that_the_runtime_tells_is_the_reason() throws Exception {
        Launch l = launch();
        l.strings.order("complain the guest asked for too much");
        l.strings.order("say FAILED the module is no WebAssembly\\n");
        stoppedFor("Notes failed to start: the module is no WebAssembly.", l.session);
        assertEquals(List.of("the guest asked for too much"), facts(l.session).stderr());
    }

    // Ends.

    @ParameterizedTest
    @CsvSource({"exit 1,it ended with code 1.", "exit 0,it ended by itself.", "exit 137,it was killed (signal 9)."})
    void a_process_that_ends_while_it_starts_fails_the_start(String order, String why) throws Exception {
        Launch l = launch();
        l.strings.lastOrder(order);
        stoppedFor("Notes failed to start: " + why, l.session);
    }

    @Test
    void a_process_that_is_killed_before_it_reports_fails_the_start() throws Exception {
        SessionId session = apps.launch(NOTES);
        fixture.stage.next();
        ProcessHandle.of(fixture.gateway.children().of(session).orElseThrow().pid().getAsInt()).orElseThrow().destroyForcibly();
        stoppedFor("Notes failed to start: it was killed (signal 9).", session);
    }

    @Test
    void a_running_app_that_is_killed_stops_with_the_signal() throws Exception {
        Launch l = running();
        ProcessHandle.of(facts(l.session).pid().orElseThrow()).orElseThrow().destroyForcibly();
        stoppedFor("Notes was killed (signal 9).", l.session);
    }

    @Test
    void a_running_app_that_crashes_stops_with_its_code_and_last_lines() throws Exception {
        Launch l = running();
        l.strings.order("complain out of luck");
        l.strings.lastOrder("exit 3");
        stoppedFor("Notes ended unexpectedly with code 3.", l.session);
        assertEquals(List.of("out of luck"), facts(l.session).stderr());
    }

    @Test
    void the_user_is_told_of_a_failure_in_a_sentence() throws Exception {
        Launch l = running();
        l.strings.lastOrder("exit 3");
        Envelope e = events.next();
        while (!e.type().equals("NOTIFICATION")) e = events.next();
        assertEquals(Map.of("title", "Notes", "text", "Notes ended unexpectedly with code 3.", "kind", "failure"), e.body());
    }

    @Test
    void terminate_asks_and_answers_when_the_process_is_gone() throws Exception {
        Launch l = running();
        int pid = facts(l.session).pid().orElseThrow();
        SessionFacts s = terminate(l);
        assertEquals(Optional.empty(), s.reason());
        assertFalse(ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false));
    }

    @Test
    void terminate_kills_who_does_not_end_in_time() throws Exception {
        swap(apps, appd(0, 100));
        Launch l = running();
        SessionFacts s = apps.terminate(l.session).get(60, TimeUnit.SECONDS);
        assertEquals(Optional.empty(), s.reason());
    }

    @Test
    void terminate_of_what_is_still_starting_ends_it() throws Exception {
        Launch l = launch();
        assertEquals(Optional.empty(), apps.terminate(l.session).get(60, TimeUnit.SECONDS).reason());
        nothingLeft(l.session);
    }

    @Test
    void terminate_of_an_unknown_session_is_not_found() {
        assertThrows(java.util.concurrent.ExecutionException.class, () -> apps.terminate(new SessionId("never")).get());
    }

    // The pool.

    @Test
    void a_waiting_runtime_is_taken_and_replaced() throws Exception {
        swap(apps, appd(1, 2_000));
        var waiting = fixture.stage.next();
        var line = waiting.hello(Role.runtime, fixture.socket("gateway"));
        SessionId session = apps.launch(NOTES);
        assertEquals(session.value(), line.await("ASSIGN").body().get("session"));
        waiting.order("say READY\\n");
        events.until(session, SessionState.Running);
        assertNotEquals(waiting.token, fixture.stage.next().token, "the next one waits");
    }

    @Test
    void K5_a_waiting_runtime_that_speaks_is_ended() throws Exception {
        swap(apps, appd(1, 2_000));
        var waiting = fixture.stage.next();
        Child child = fixture.gateway.children().all().getFirst();
        waiting.order("say READY\\n");
        fixture.await("exited", child);
        SessionId session = apps.launch(NOTES);
        assertNotEquals(Optional.of(child.id()), facts(session).child());
    }

    @Test
    void an_app_that_needs_more_memory_gets_a_runtime_of_its_own() throws Exception {
        app("big", "[runtime]\nmodule = \"module.wasm\"\nmemory_mb = 512\n", true);
        swap(apps, appd(1, 2_000));
        var waiting = fixture.stage.next();
        waiting.hello(Role.runtime, fixture.socket("gateway"));
        Launch l = launch(new AppId("org.weft.big"));
        assertNotEquals(waiting.token, l.strings.token);
    }

    // Replacement of appd itself.

    @Test
    void a_replaced_appd_touches_no_running_app() throws Exception {
        Launch l = running();
        int pid = facts(l.session).pid().orElseThrow();
        for (int i = 0; i < 20; i++) swap(apps, appd(0, 2_000));
        assertEquals(SessionState.Running, facts(l.session).state());
        assertEquals(pid, facts(l.session).pid().orElseThrow());
        assertEquals(l.session, apps.launch(NOTES));
        assertEquals(SessionState.Stopped, terminate(l).state());
    }

    @Test
    void two_appds_side_by_side_announce_each_state_once() throws Exception {
        Apps second = appd(0, 2_000);
        Launch l = launch();
        l.strings.order("say READY\\n");
        assertEquals(List.of("Requested", "Starting", "Running"), events.until(l.session, SessionState.Running));
        l.strings.lastOrder("exit 3");
        assertEquals(List.of("Stopped"), events.until(l.session, SessionState.Stopped));
        fixture.gateway.remove(second);
        second.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"before the process reports", "before READY", "while it is ending"})
    void a_replaced_appd_goes_on_where_the_old_one_was(String when) throws Exception {
        SessionId session = apps.launch(NOTES);
        var strings = fixture.stage.next();
        if (when.equals("before the process reports")) swap(apps, appd(0, 2_000));
        var line = strings.hello(Role.runtime, fixture.socket("gateway"));
        line.await("ASSIGN");
        if (when.equals("before READY")) swap(apps, appd(0, 2_000));
        strings.order("say READY\\n");
        events.until(session, SessionState.Running);
        var stopped = apps.terminate(session);
        line.await("SHUTDOWN");
        if (when.equals("while it is ending")) swap(apps, appd(0, 100));
        assertEquals(Optional.empty(), stopped.get(60, TimeUnit.SECONDS).reason());
    }

    @Test
    void what_happened_while_there_was_no_appd_is_seen_by_the_next() throws Exception {
        Launch l = running(), starting;
        app("second", "[runtime]\nmodule = \"module.wasm\"\n", true);
        starting = launch(new AppId("org.weft.second"));
        fixture.gateway.remove(apps);
        apps.close();
        Child child = fixture.gateway.children().of(l.session).orElseThrow();
        starting.strings.order("say READY\\n");
        l.strings.lastOrder("exit 3");
        fixture.await("exited", child);
        apps = appd(0, 2_000);
        stoppedFor("Notes ended unexpectedly with code 3.", l.session);
        while (facts(starting.session).is(SessionState.Starting)) Thread.onSpinWait();
        assertEquals(SessionState.Running, facts(starting.session).state());
    }

    // Everything at once.

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void random_launches_kills_and_late_words_end_with_nothing_left(long seed) throws Exception {
        var random = new Random(seed);
        var sessions = new ArrayList<SessionId>();
        for (int i = 0; i < 6; i++) {
            app("r" + i, "[runtime]\nmodule = \"module.wasm\"\nready_timeout_s = 5\n", true);
            SessionId session = apps.launch(new AppId("org.weft.r" + i));
            sessions.add(session);
            var strings = fixture.stage.next();
            if (random.nextInt(4) == 0) apps.terminate(session);
            if (random.nextInt(6) > 0) act(strings, random);
            if (random.nextInt(3) == 0) swap(apps, appd(0, 100));
        }
        for (SessionId s : sessions) apps.terminate(s);
        for (SessionId s : sessions) assertEquals(SessionState.Stopped, fixture.gateway.sessions().whenStopped(s).get(60, TimeUnit.SECONDS).state());
        for (Child c : fixture.gateway.children().all()) assertTrue(c.exit().isPresent(), c::toString);
    }

    // Its process may be gone at any step of this.
    private void act(PuppetStage.Strings strings, Random random) {
        try {
            strings.hello(Role.runtime, fixture.socket("gateway"));
            strings.lastOrder(List.of("say READY\\n", "say READY", "say FAILED no\\n", "exit 1", "disconnect runtime", "close-output").get(random.nextInt(6)));
        } catch (Exception e) {
            assertFalse(e instanceof RuntimeException, e::toString);
        }
    }
}
