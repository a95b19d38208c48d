package weft.platform.framework;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.test.common.annotation.InjectBundleContext;
import org.osgi.test.common.annotation.InjectService;
import org.osgi.test.common.service.ServiceAware;
import org.osgi.test.junit5.context.BundleContextExtension;
import org.osgi.test.junit5.service.ServiceExtension;
import weft.api.AppId;
import weft.api.Places;
import weft.api.SessionId;
import weft.api.SessionState;
import weft.api.WeftException;
import weft.api.gateway.Child;
import weft.api.gateway.Children;
import weft.api.gateway.SessionFacts;
import weft.api.gateway.Sessions;
import weft.api.message.Connection.Hello;
import weft.api.message.Connection.Role;
import weft.api.message.Files.FsStat;
import weft.api.message.Message;
import weft.api.portal.Portal;
import weft.codec.Envelope;
import weft.codec.Frames;
import weft.os.UnixSocket;
import weft.platform.framework.probe.SecondPortal;

/** Two versions of the portal's contract run, and two apps: each is answered by its own, and no version goes that one of them needs. */
@ExtendWith({BundleContextExtension.class, ServiceExtension.class})
@Timeout(300)
class AppContractsTest {
    private static final String CONTRACT = "probe.portal.contract", PROVIDER = "probe.SecondPortal";
    private static int number;
    private final SessionId old = new SessionId("old-" + ++number), fresh = new SessionId("new-" + number);
    @InjectBundleContext
    BundleContext context;
    @InjectService(timeout = 20_000)
    ServiceAware<Portal> portal;
    @InjectService(timeout = 20_000)
    Sessions sessions;
    @InjectService(timeout = 20_000)
    Children children;
    private Script script;

    @BeforeEach
    void two() throws Exception {
        script = Framework.script();
        add(Framework.contractOf("weft.api.portal.Second", CONTRACT, "2.0.0", "greet"));
        add(provider("2.0.0"));
        session(old, Optional.empty());
        session(fresh, Optional.of(Map.of("weft.portal", "[2,3)")));
    }

    @AfterEach
    void none() throws Exception {
        for (SessionId s : List.of(old, fresh)) stop(s);
        script.close();
        for (String name : List.of(PROVIDER, CONTRACT)) for (Bundle b : context.getBundles()) if (name.equals(b.getSymbolicName())) b.uninstall();
    }

    private static InputStream provider(String version) throws IOException {
        return Framework.probe(SecondPortal.class, version, "org.osgi.framework,weft.api,weft.api.gateway,weft.api.message,weft.codec,weft.api.portal;version=\"[2,3)\"");
    }

    private static List<String> jars(InputStream content) throws IOException {
        return List.of(Framework.file(content).toString());
    }

    // What the plan says is what happens.
    private void add(InputStream content) throws IOException {
        Map<String, Object> beside = Map.of("jars", jars(content), "beside", true);
        same(script.ask("PLAN_UPDATE", beside), script.ask("APPLY_UPDATE", beside));
    }

    private static void same(Map<String, Object> plan, Map<String, Object> happened) {
        assertEquals(List.of(), plan.get("refusals"));
        assertEquals(List.of(), plan.get("apps"));
        for (String what : List.of("install", "refresh", "stop", "services")) assertEquals(plan.get(what), happened.get(what), what);
    }

    private void session(SessionId session, Optional<Map<String, String>> requires) {
        sessions.add(new SessionFacts(session, new AppId("org.example.tally"), "Tally", SessionState.Running, Optional.empty(), List.of(), 0, Map.of(), 0,
                Optional.empty(), Optional.empty(), List.of(), List.of(), Optional.empty(), Optional.empty(), requires));
    }

    private void stop(SessionId session) {
        sessions.update(session, s -> new SessionFacts(s.session(), s.appId(), s.name(), SessionState.Stopped, s.reason(), s.badges(), s.requestedMs(), s.timings(), s.limitMs(),
                s.child(), s.pid(), s.stderr(), s.denials(), s.revision(), s.containment(), s.requires()));
    }

    // Asks as the app's files do, over the portal's socket.
    private String asked(SessionId session) throws Exception {
        var token = new CompletableFuture<String>();
        Places places = Places.of(System.getenv());
        Child child = children.spawn(new Children.ChildSpec(Role.runtime, Optional.of(session), t -> {
            token.complete(t);
            return new Children.Command(List.of("/bin/sleep", "600"), Map.of());
        }, places.log().resolve("contracts.log")));
        try (var socket = UnixSocket.connect(places.runtime().resolve("portal.sock"))) {
            var frames = new Frames(socket);
            ask(frames, 1, new Hello(Role.portal, Optional.of(token.get())));
            return assertThrows(WeftException.class, () -> ask(frames, 2, new FsStat("/nowhere"))).getMessage();
        } finally {
            child.kill("was left by a test");
        }
    }

    private static Message ask(Frames frames, long number, Message request) throws IOException {
        frames.write(Envelope.request(number, request));
        return frames.read().envelope().answer();
    }

    @Test
    void each_app_is_answered_by_the_provider_of_its_own_version() throws Exception {
        assertEquals("asked of 2.0.0", asked(fresh));
        String first = asked(old);
        assertTrue(first.contains("/nowhere"), first);
        Map<String, Object> update = Map.of("jars", jars(provider("2.1.0")));
        same(script.ask("PLAN_UPDATE", update), script.ask("APPLY_UPDATE", update));
        assertEquals("asked of 2.1.0", asked(fresh));
        assertEquals(first, asked(old));
    }

    @Test
    void the_last_version_that_a_running_app_needs_is_not_removed_and_the_app_is_named() throws Exception {
        Map<String, Object> which = Map.of("bundle", PROVIDER, "version", "2.0.0");
        String refusal = PROVIDER + " 2.0.0 would take away weft.portal 2.0.0, which is needed by Tally (session " + fresh + ")";
        var plan = script.ask("PLAN_REMOVAL", which);
        assertEquals(List.of(refusal), plan.get("refusals"));
        assertEquals(List.of("Tally (session " + fresh + ")"), plan.get("apps"));
        assertEquals(refusal, assertThrows(WeftException.class, () -> script.ask("REMOVE_BUNDLE", which)).getMessage());
        assertEquals("asked of 2.0.0", asked(fresh));
        stop(fresh);
        same(script.ask("PLAN_REMOVAL", which), script.ask("REMOVE_BUNDLE", which));
        assertTrue(Arrays.stream(context.getBundles()).noneMatch(b -> PROVIDER.equals(b.getSymbolicName())));
    }

    @Test
    void an_update_that_answers_by_another_version_than_an_app_needs_is_refused_and_the_app_is_named() throws Exception {
        add(Framework.contractOf("weft.api.portal.Third", "probe.portal.third", "3.0.0", "greet"));
        try {
            Path other = Framework.file(Framework.probe(SecondPortal.class, "2.5.0",
                    "org.osgi.framework,weft.api,weft.api.gateway,weft.api.message,weft.codec,weft.api.portal;version=\"[3,4)\""));
            Map<String, Object> jars = Map.of("jars", List.of(other.toString()));
            String refusal = PROVIDER + " 2.5.0 would take away weft.portal 2.0.0, which is needed by Tally (session " + fresh + ")";
            assertEquals(List.of(refusal), script.ask("PLAN_UPDATE", jars).get("refusals"));
            assertEquals(refusal, assertThrows(WeftException.class, () -> script.ask("APPLY_UPDATE", jars)).getMessage());
            assertEquals("asked of 2.0.0", asked(fresh));
        } finally {
            for (Bundle b : context.getBundles()) if ("probe.portal.third".equals(b.getSymbolicName())) b.uninstall();
        }
    }
}
