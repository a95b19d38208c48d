package weft.platform.framework;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.osgi.framework.BundleContext;
import org.osgi.test.common.annotation.InjectBundleContext;
import org.osgi.test.common.annotation.InjectService;
import org.osgi.test.common.service.ServiceAware;
import org.osgi.test.junit5.context.BundleContextExtension;
import org.osgi.test.junit5.service.ServiceExtension;
import weft.api.AppId;
import weft.api.ErrorCode;
import weft.api.SessionId;
import weft.api.SessionState;
import weft.api.WeftException;
import weft.api.appd.Appd;
import weft.api.gateway.CallInterceptor;
import weft.api.gateway.Caller;
import weft.api.gateway.RequestHandler;
import weft.api.gateway.SessionFacts;
import weft.api.gateway.Sessions;
import weft.api.message.Connection.Ok;
import weft.api.message.Connection.Role;
import weft.api.message.Files.FsStat;
import weft.api.message.Proving.QueryFaults;
import weft.api.portal.Portal;
import weft.codec.Envelope;

/** Faults on purpose: what they do to requests, and how they end. */
@ExtendWith({BundleContextExtension.class, ServiceExtension.class})
@Timeout(120)
class FaultTest {
    @InjectBundleContext
    BundleContext context;
    @InjectService(timeout = 20_000)
    ServiceAware<Appd> appd;
    @InjectService(timeout = 20_000)
    ServiceAware<Portal> portal;
    @InjectService(timeout = 20_000, filter = "(weft.types=ADD_FAULT)")
    ServiceAware<RequestHandler> faulty;
    private Script script, other;

    @BeforeEach
    void connect() throws IOException {
        script = Framework.script();
        other = Framework.script();
    }

    @AfterEach
    void close() throws IOException {
        script.ask("CLEAR_FAULTS", Map.of());
        script.close();
        other.close();
    }

    private List<?> add(String service, String kind, Map<String, Object> more) throws IOException {
        var body = new java.util.HashMap<String, Object>(Map.of("service", service, "kind", kind, "seconds", 600));
        body.putAll(more);
        return (List<?>) script.ask("ADD_FAULT", body).get("faults");
    }

    private static Object apps(Script script) throws IOException {
        return script.ask("QUERY_RUNNING", Map.of()).get("apps");
    }

    private static WeftException refused(Script script) {
        return assertThrows(WeftException.class, () -> apps(script));
    }

    private boolean isInTheWay() throws Exception {
        return !context.getServiceReferences(CallInterceptor.class, null).isEmpty();
    }

    @Test
    void a_fault_fails_the_requests_to_its_service_and_no_others_until_it_is_cleared() throws Exception {
        assertEquals(false, isInTheWay());
        add("appd", "fail", Map.of());
        assertEquals(true, isInTheWay());
        var e = refused(other);
        assertEquals(ErrorCode.UNAVAILABLE, e.code());
        assertTrue(e.getMessage().contains("fault "), e.getMessage());
        assertEquals(2, ((List<?>) other.ask("QUERY_INSTALLED_APPS", Map.of()).get("apps")).size(), "another service");
        var fault = (Map<?, ?>) ((List<?>) script.ask("QUERY_FAULTS", Map.of()).get("faults")).getFirst();
        assertEquals(1L, ((Number) fault.get("met")).longValue());
        assertEquals(List.of(), script.ask("CLEAR_FAULTS", Map.of("fault", fault.get("number"))).get("faults"));
        assertEquals(List.of(), apps(other));
        assertEquals(false, isInTheWay(), "nothing stands in the way when there are no faults");
    }

    @Test
    void one_type_of_request_may_be_meant_alone() throws Exception {
        add("WHY", "fail", Map.of());
        assertEquals(List.of(), apps(other));
        assertTrue(assertThrows(WeftException.class, () -> other.ask("WHY", Map.of())).getMessage().contains("WHY failed: fault "));
    }

    @Test
    void a_fault_ends_by_itself() throws Exception {
        try (Script watching = Framework.script()) {
            watching.ask("SUBSCRIBE", Map.of());
            script.ask("ADD_FAULT", Map.of("service", "appd", "kind", "fail", "seconds", 1));
            for (var e = watching.next(); !e.type().equals("FAULTS") || !List.of().equals(e.body().get("faults")); e = watching.next()) { }
        }
        assertEquals(List.of(), apps(other));
    }

    @Test
    void what_is_dropped_is_not_answered_before_the_fault_ends() throws Exception {
        add("QUERY_RUNNING", "drop", Map.of());
        var dropped = new FutureTask<>(() -> refused(other));
        Thread.ofPlatform().start(dropped);
        while (((Number) ((Map<?, ?>) ((List<?>) script.ask("QUERY_FAULTS", Map.of()).get("faults")).getFirst()).get("met")).longValue() == 0) Thread.onSpinWait();
        assertEquals(false, dropped.isDone());
        script.ask("CLEAR_FAULTS", Map.of());
        assertEquals(ErrorCode.TIMEOUT, dropped.get().code());
    }

    @Test
    void what_is_delayed_is_answered_later_than_what_is_asked_after_it() throws Exception {
        add("QUERY_RUNNING", "delay", Map.of("delay_ms", 60_000));
        var delayed = new FutureTask<>(() -> apps(other));
        Thread.ofPlatform().start(delayed);
        while (((Number) ((Map<?, ?>) ((List<?>) script.ask("QUERY_FAULTS", Map.of()).get("faults")).getFirst()).get("met")).longValue() == 0) Thread.onSpinWait();
        assertEquals(false, delayed.isDone());
        script.ask("CLEAR_FAULTS", Map.of());
        assertEquals(List.of(), delayed.get());
    }

    @Test
    void faults_are_few_short_and_never_in_the_way_of_their_own_end() throws Exception {
        var wrong = new ArrayList<String>();
        for (Map<String, Object> body : List.<Map<String, Object>>of(Map.of("seconds", 0), Map.of("seconds", 601), Map.of("service", "nobody"), Map.of("service", "CLEAR_FAULTS"),
                Map.of("service", "bundles.proving"), Map.of("kind", "delay"), Map.of("kind", "delay", "delay_ms", 60_001), Map.of("delay_ms", 5), Map.of("kind", "burn")))
            wrong.add(assertThrows(WeftException.class, () -> add("appd", "fail", body), body::toString).code().name());
        assertEquals(List.of("INVALID", "INVALID", "NOT_FOUND", "NOT_FOUND", "NOT_FOUND", "INVALID", "INVALID", "INVALID", "INVALID"), wrong);
        for (int i = 0; i < 16; i++) add("WHY", "fail", Map.of());
        assertEquals(ErrorCode.CONFLICT, assertThrows(WeftException.class, () -> add("WHY", "fail", Map.of())).code());
    }

    @Test
    void faults_end_when_their_bundle_is_replaced() throws Exception {
        add("appd", "drop", Map.of());
        var dropped = new FutureTask<>(() -> refused(other));
        Thread.ofPlatform().start(dropped);
        while (((Number) ((Map<?, ?>) ((List<?>) script.ask("QUERY_FAULTS", Map.of()).get("faults")).getFirst()).get("met")).longValue() == 0) Thread.onSpinWait();
        var build = Framework.file(Framework.withVersion(Framework.bundle(context, "bundles.proving"), "0.3.1"));
        var done = script.ask("APPLY_UPDATE", Map.of("jars", List.of(build.toString())));
        assertTrue(done.toString().contains("bundles.proving: the old one has left the memory"), done::toString);
        assertEquals(ErrorCode.TIMEOUT, dropped.get().code());
        assertEquals(List.of(), apps(other));
    }

    @Test
    void the_update_of_a_bundle_that_delayed_it_says_that_it_stands_in_it_itself() throws Exception {
        add("APPLY_UPDATE", "delay", Map.of("delay_ms", 1));
        var build = Framework.file(Framework.withVersion(Framework.bundle(context, "bundles.proving"), "0.3.2"));
        String steps = script.ask("APPLY_UPDATE", Map.of("jars", List.of(build.toString()))).get("steps").toString();
        assertTrue(steps.contains("held by the update itself, which was asked for through weft.proving.FaultTable.intercept"), steps);
    }

    @Test
    void a_fault_of_one_app_meets_its_sessions_alone(@InjectService Sessions sessions) throws Exception {
        for (String app : List.of("notes", "counter"))
            sessions.add(new SessionFacts(new SessionId(app + "-of-faults"), new AppId("org.weft." + app), app, SessionState.Stopped, Optional.empty(), List.of(), 0, Map.of(), 0,
                    Optional.empty(), Optional.empty(), List.of(), List.of(), Optional.empty()));
        add("portal", "fail", Map.of("app_id", "org.weft.notes"));
        var reference = context.getServiceReferences(CallInterceptor.class, null).iterator().next();
        var interceptor = context.getService(reference);
        Envelope stat = Envelope.request(1, new FsStat("/data"));
        assertThrows(WeftException.class, () -> interceptor.intercept(of("notes-of-faults"), stat, Ok::new));
        assertEquals(new Ok(), interceptor.intercept(of("counter-of-faults"), stat, Ok::new));
        assertEquals(new Ok(), interceptor.intercept(new Caller(Role.cli, Optional.empty(), 1), stat, Ok::new));
        context.ungetService(reference);
    }

    private static Caller of(String session) {
        return new Caller(Role.portal, Optional.of(new SessionId(session)), 1);
    }

    @Test
    void an_app_may_not_make_faults() {
        var e = assertThrows(WeftException.class, () -> faulty.getService().handle(of("notes-1"), Envelope.request(1, new QueryFaults())));
        assertEquals(ErrorCode.DENIED, e.code());
    }
}
