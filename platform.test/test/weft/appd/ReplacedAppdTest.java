package weft.appd;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import weft.api.AppId;
import weft.api.SessionId;
import weft.api.SessionState;
import weft.api.gateway.Child;
import weft.api.message.Connection.Role;

/** One appd takes over from another while apps start, run and end. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ReplacedAppdTest extends AppStage {
    @Test
    void a_replaced_appd_touches_no_running_app() throws Exception {
        Launch l = running();
        int pid = facts(l.session()).pid().orElseThrow();
        for (int i = 0; i < 20; i++) swap(apps, appd(0, 2_000));
        assertEquals(SessionState.Running, facts(l.session()).state());
        assertEquals(pid, facts(l.session()).pid().orElseThrow());
        assertEquals(l.session(), apps.launch(NOTES));
        assertEquals(SessionState.Stopped, terminate(l).state());
    }

    @Test
    void two_appds_side_by_side_announce_each_state_once() throws Exception {
        Apps second = appd(0, 2_000);
        Launch l = launch();
        l.strings().order("say READY\\n");
        assertEquals(List.of("Requested", "Starting", "Running"), events.until(l.session(), SessionState.Running));
        l.strings().lastOrder("exit 3");
        assertEquals(List.of("Stopped"), events.until(l.session(), SessionState.Stopped));
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
        Child child = fixture.gateway.children().of(l.session()).orElseThrow();
        starting.strings().order("say READY\\n");
        l.strings().lastOrder("exit 3");
        fixture.await("exited", child);
        apps = appd(0, 2_000);
        stoppedFor("Notes ended unexpectedly with code 3.", l.session());
        while (facts(starting.session()).is(SessionState.Starting)) Thread.onSpinWait();
        assertEquals(SessionState.Running, facts(starting.session()).state());
    }
}
