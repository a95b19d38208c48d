package weft.appd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import weft.api.AppId;
import weft.api.SessionId;
import weft.api.SessionState;
import weft.api.message.Connection.Ok;
import weft.api.message.Lifecycle.Progress;
import weft.codec.Envelope;

/** What a runtime says, or does not say, while it starts. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ReadyTest extends AppStage {
    @Test
    void an_app_that_says_it_goes_on_gets_more_time_to_be_ready() throws Exception {
        app("slow", "[runtime]\nmodule = \"module.wasm\"\nready_timeout_s = 3\n", true);
        Launch l = launch(new AppId("org.weft.slow"));
        long due = SessionMachine.readyDueMs(facts(l.session()));
        fixture.gateway.add((c, r) -> {
            apps.progressed(c.session().orElseThrow());
            return new Ok();
        }, List.of("PROGRESS"), 0, 1);
        while (SessionMachine.readyDueMs(facts(l.session())) == due) l.line().send(Envelope.event(new Progress(40)), null);
        while (System.currentTimeMillis() < due) Thread.onSpinWait();
        l.strings().order("say READY\\n");
        events.until(l.session(), SessionState.Running);
    }

    @Test
    void ready_that_never_comes_fails_the_start() throws Exception {
        app("slow", "[runtime]\nmodule = \"module.wasm\"\nready_timeout_s = 1\n", true);
        Launch l = launch(new AppId("org.weft.slow"));
        stoppedFor("Notes failed to start: it was not ready within 1 s.", l.session());
    }

    @Test
    void ready_that_comes_in_pieces_is_ready() throws Exception {
        Launch l = launch();
        for (String part : List.of("RE", "A", "DY")) l.strings().order("say " + part);
        assertEquals(SessionState.Starting, facts(l.session()).state());
        l.strings().order("say \\n");
        events.until(l.session(), SessionState.Running);
    }

    @Test
    void ready_twice_or_glued_to_more_is_ready_once() throws Exception {
        Launch l = launch();
        l.strings().order("say READY\\nREADY\\nFAILED no\\n");
        events.until(l.session(), SessionState.Running);
        l.strings().lastOrder("say FAILED again\\n");
        assertEquals(SessionState.Stopped, terminate(l).state());
    }

    @ParameterizedTest
    @CsvSource({"say READYREADY\\n,READYREADY", "say  READY\\n,' READY'", "say hello\\n,hello", "say \\n,''"})
    void a_wrong_line_fails_the_start(String order, String said) throws Exception {
        Launch l = launch();
        l.strings().lastOrder(order);
        stoppedFor("Notes failed to start: its runtime said \"" + said + "\" instead of that it is ready.", l.session());
    }

    @Test
    void a_line_without_end_fails_the_start_and_takes_no_memory() throws Exception {
        Launch l = launch();
        l.strings().lastOrder("flood 100000000");
        stoppedFor("Notes failed to start: its runtime did not say that it is ready (the line is longer than 4096 bytes).", l.session());
    }

    @Test
    void an_output_that_ends_without_a_line_fails_the_start() throws Exception {
        Launch l = launch();
        l.strings().order("say REA");
        l.strings().order("close-output");
        stoppedFor("Notes failed to start: its runtime did not say that it is ready (the output ended before a line).", l.session());
    }

    @Test
    void a_megabyte_of_complaints_before_ready_disturbs_nothing() throws Exception {
        Launch l = launch();
        l.strings().order("complain " + "x".repeat(1 << 20));
        l.strings().order("say READY\\n");
        events.until(l.session(), SessionState.Running);
        l.strings().lastOrder("exit 3");
        stoppedFor("Notes ended unexpectedly with code 3.", l.session());
        assertTrue(facts(l.session()).stderr().stream().mapToInt(String::length).sum() <= 8 << 10, "only the end of it is kept");
    }

    @Test
    void a_process_that_forked_and_exits_has_ended_though_its_output_stays_open() throws Exception {
        Launch l = launch();
        l.strings().order("fork 5");
        l.strings().lastOrder("exit 1");
        stoppedFor("Notes failed to start: it ended with code 1.", l.session());
    }

    @Test
    void K5_ready_before_the_module_was_given_is_forged() throws Exception {
        SessionId session = apps.launch(NOTES);
        var strings = fixture.stage.next();
        strings.lastOrder("say READY\\n");
        stoppedFor("Notes failed to start: its runtime said \"READY\" instead of that it is ready.", session);
    }

    @Test
    void a_failure_that_the_runtime_tells_is_the_reason() throws Exception {
        Launch l = launch();
        l.strings().order("complain the guest asked for too much");
        l.strings().lastOrder("say FAILED the module is no WebAssembly\\n");
        stoppedFor("Notes failed to start: the module is no WebAssembly.", l.session());
        assertEquals(List.of("the guest asked for too much"), facts(l.session()).stderr());
    }
}
