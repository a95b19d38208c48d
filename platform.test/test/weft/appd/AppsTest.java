package weft.appd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import weft.api.AppId;
import weft.api.ErrorCode;
import weft.api.SessionId;
import weft.api.SessionState;
import weft.api.WeftException;
import weft.api.gateway.Child;
import weft.api.gateway.SessionFacts;
import weft.api.message.Connection.Role;
import weft.api.packages.AppPackage;
import weft.codec.Envelope;
import weft.platform.test.PuppetStage;

/** Launches over a real gateway, with real processes in the place of runtimes: every way a start can go, and every end. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class AppsTest extends AppStage {
    @Test
    void a_launch_goes_through_its_states_and_says_when_it_is_ready() throws Exception {
        Launch l = launch();
        l.strings().order("say READY\\n");
        assertEquals(List.of("Requested", "Starting", "Running"), events.until(l.session(), SessionState.Running));
        assertEquals("APP_READY", events.next().type());
        SessionFacts s = facts(l.session());
        assertTrue(s.readyMs().isPresent());
        assertEquals(List.of("starting", "assigned", "ready"), List.copyOf(s.timings().keySet()));
        assertEquals(fixture.gateway.children().of(l.session()).orElseThrow().pid().getAsInt(), s.pid().orElseThrow());
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
        assertEquals(l.session(), apps.launch(NOTES));
        apps.terminate(l.session());
        l.line().await("SHUTDOWN");
        assertNotEquals(l.session(), apps.launch(NOTES), "one that is ending is not running");
    }

    @Test
    void an_app_of_which_several_may_run_is_started_again_up_to_its_number() throws Exception {
        app("many", "instances = 2\n[runtime]\nmodule = \"module.wasm\"\n", true);
        var many = new AppId("org.weft.many");
        Launch first = launch(many), second = launch(many);
        assertNotEquals(first.session(), second.session());
        assertEquals(second.session(), apps.launch(many), "the newest, when there are enough");
        second.strings().order("say READY\\n");
        events.until(second.session(), SessionState.Running);
        terminate(second);
        assertNotEquals(first.session(), apps.launch(many));
    }

    @ParameterizedTest
    @CsvSource({"exit 1,it ended with code 1.", "exit 0,it ended by itself.", "exit 137,it was killed (signal 9)."})
    void a_process_that_ends_while_it_starts_fails_the_start(String order, String why) throws Exception {
        Launch l = launch();
        l.strings().lastOrder(order);
        stoppedFor("Notes failed to start: " + why, l.session());
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
        ProcessHandle.of(facts(l.session()).pid().orElseThrow()).orElseThrow().destroyForcibly();
        stoppedFor("Notes was killed (signal 9).", l.session());
    }

    @Test
    void a_running_app_that_crashes_stops_with_its_code_and_last_lines() throws Exception {
        Launch l = running();
        l.strings().order("complain out of luck");
        l.strings().lastOrder("exit 3");
        stoppedFor("Notes ended unexpectedly with code 3.", l.session());
        assertEquals(List.of("out of luck"), facts(l.session()).stderr());
    }

    @Test
    void the_user_is_told_of_a_failure_in_a_sentence() throws Exception {
        Launch l = running();
        l.strings().lastOrder("exit 3");
        Envelope e = events.next();
        while (!e.type().equals("NOTIFICATION")) e = events.next();
        assertEquals(Map.of("title", "Notes", "text", "Notes ended unexpectedly with code 3.", "kind", "failure"), e.body());
    }

    @Test
    void terminate_asks_and_answers_when_the_process_is_gone() throws Exception {
        Launch l = running();
        int pid = facts(l.session()).pid().orElseThrow();
        SessionFacts s = terminate(l);
        assertEquals(Optional.empty(), s.reason());
        assertFalse(ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false));
    }

    @Test
    void terminate_kills_who_does_not_end_in_time() throws Exception {
        swap(apps, appd(0, 100));
        Launch l = running();
        SessionFacts s = apps.terminate(l.session()).get(60, TimeUnit.SECONDS);
        assertEquals(Optional.empty(), s.reason());
    }

    @Test
    void terminate_of_what_is_still_starting_ends_it() throws Exception {
        Launch l = launch();
        assertEquals(Optional.empty(), apps.terminate(l.session()).get(60, TimeUnit.SECONDS).reason());
        nothingLeft(l.session());
    }

    @Test
    void terminate_of_an_unknown_session_is_not_found() {
        assertThrows(java.util.concurrent.ExecutionException.class, () -> apps.terminate(new SessionId("never")).get());
    }

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
    void an_app_that_names_its_engine_gets_a_runtime_of_that_engine() throws Exception {
        swap(apps, appd(1, 60_000));
        var usual = fixture.stage.next();
        usual.hello(Role.runtime, fixture.socket("gateway"));
        app("computes", "[runtime]\nmodule = \"module.wasm\"\nengine = \"graalwasm\"\n", true);
        SessionId first = apps.launch(new AppId("org.weft.computes"));
        assertNotEquals(usual.token, fixture.stage.next().token, "the one that waits is of another engine");
        assertEquals(List.of(AppPackage.Engine.chicory, AppPackage.Engine.graalwasm), engines);
        apps.terminate(first).get(60, TimeUnit.SECONDS);
    }

    @Test
    void an_engine_that_an_installed_app_names_has_a_runtime_that_waits_for_it() throws Exception {
        app("computes", "[runtime]\nmodule = \"module.wasm\"\nengine = \"graalwasm\"\n", true);
        swap(apps, appd(1, 2_000));
        fixture.stage.next().hello(Role.runtime, fixture.socket("gateway"));
        fixture.stage.next().hello(Role.runtime, fixture.socket("gateway"));
        assertEquals(List.of(AppPackage.Engine.graalwasm, AppPackage.Engine.chicory), engines.stream().sorted().toList());
        SessionId session = apps.launch(new AppId("org.weft.computes"));
        events.until(session, SessionState.Starting);
        assertEquals(2, engines.size(), "none was made for the launch");
        assertTrue(fixture.gateway.children().of(session).orElseThrow().log().toString().endsWith("-graalwasm.log"));
    }

    @Test
    void K5_a_waiting_runtime_that_speaks_is_ended() throws Exception {
        swap(apps, appd(1, 2_000));
        var waiting = fixture.stage.next();
        Child child = fixture.gateway.children().all().getFirst();
        waiting.lastOrder("say READY\\n");
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
        assertNotEquals(waiting.token, l.strings().token);
    }
}
