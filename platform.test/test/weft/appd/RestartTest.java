package weft.appd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import weft.api.AppId;
import weft.api.SessionId;
import weft.api.SessionState;
import weft.api.message.Connection.Role;

/** Apps that ended by themselves and are started again. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RestartTest extends AppStage {
    @Test
    void an_app_that_crashes_is_started_again_as_its_manifest_says() throws Exception {
        app("loyal", "[runtime]\nmodule = \"module.wasm\"\nrestart = \"on-failure\"\n", true);
        var loyal = new AppId("org.weft.loyal");
        Launch l = launch(loyal);
        l.strings().order("say READY\\n");
        events.until(l.session(), SessionState.Running);
        l.strings().lastOrder("exit 3");
        events.until(l.session(), SessionState.Stopped);
        var again = fixture.stage.next();
        var line = again.hello(Role.runtime, fixture.socket("gateway"));
        String session = String.valueOf(line.await("ASSIGN").body().get("session"));
        assertNotEquals(l.session().value(), session);
        again.order("say READY\\n");
        events.until(new SessionId(session), SessionState.Running);
        again.lastOrder("exit 0");
        events.until(new SessionId(session), SessionState.Stopped);
        assertFalse(Restarts.isPending(facts(new SessionId(session))), "a clean end is not a failure");
    }

    @Test
    void a_new_appd_does_the_restart_that_the_old_one_had_decided_and_once() throws Exception {
        app("loyal", "[runtime]\nmodule = \"module.wasm\"\nrestart = \"always\"\n", true);
        Launch l = launch(new AppId("org.weft.loyal"));
        l.strings().order("say READY\\n");
        events.until(l.session(), SessionState.Running);
        l.strings().lastOrder("exit 0");
        events.until(l.session(), SessionState.Stopped);
        swap(apps, appd(0, 2_000));
        var again = fixture.stage.next();
        again.hello(Role.runtime, fixture.socket("gateway")).await("ASSIGN");
        assertFalse(Restarts.isPending(facts(l.session())));
        assertEquals(1, fixture.gateway.sessions().all().stream().filter(s -> s.appId().value().equals("org.weft.loyal") && !s.is(SessionState.Stopped)).count());
    }

    @Test
    void an_app_that_the_user_stops_while_it_waits_for_its_restart_is_not_started_again() throws Exception {
        app("loyal", "[runtime]\nmodule = \"module.wasm\"\nrestart = \"always\"\n", true);
        Launch l = launch(new AppId("org.weft.loyal"));
        l.strings().order("say READY\\n");
        events.until(l.session(), SessionState.Running);
        l.strings().lastOrder("exit 0");
        events.until(l.session(), SessionState.Stopped);
        apps.terminate(l.session()).get(60, TimeUnit.SECONDS);
        while (Restarts.isPending(facts(l.session()))) Thread.onSpinWait();
        swap(apps, appd(0, 2_000));
        assertEquals(1, fixture.gateway.sessions().all().size());
    }
}
