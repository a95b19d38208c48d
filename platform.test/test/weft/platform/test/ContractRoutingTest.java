package weft.platform.test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import weft.api.AppId;
import weft.api.ErrorCode;
import weft.api.SessionId;
import weft.api.SessionState;
import weft.api.WeftException;
import weft.api.gateway.RequestHandler;
import weft.api.gateway.SessionFacts;
import weft.api.message.Connection.Hello;
import weft.api.message.Connection.Role;
import weft.api.message.Files.FsStat;

/** Two versions of one contract are answered at once, and each app's requests go to the one that it was made for. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ContractRoutingTest {
    private static final List<String> TYPES = List.of("FS_STAT");
    @TempDir
    Path home;
    private GatewayFixture fixture;

    @BeforeEach
    void start() throws IOException {
        fixture = new GatewayFixture(home, 10_000, 300);
    }

    @AfterEach
    void stop() throws IOException {
        fixture.close();
    }

    // Answers each request by saying which one it is.
    private void provider(String name, String version, long id, int ranking, String... prompt) {
        RequestHandler handler = (caller, request) -> {
            throw new WeftException(ErrorCode.CONFLICT, name);
        };
        fixture.gateway.add(handler, TYPES, List.of(prompt), contract -> contract.equals("weft.portal") ? Optional.of(version) : Optional.empty(), ranking, id);
    }

    private PuppetStage.Line app(String name, Map<String, String> requires) throws Exception {
        var session = new SessionId(name);
        fixture.gateway.sessions().add(new SessionFacts(session, new AppId("org.example." + name), name, SessionState.Running, Optional.empty(), List.of(), 0, Map.of(), 0,
                Optional.empty(), Optional.empty(), List.of(), List.of(), Optional.empty(), Optional.empty(), requires.isEmpty() ? Optional.empty() : Optional.of(requires)));
        fixture.spawn(Role.runtime, name);
        var strings = fixture.stage.next();
        strings.hello(Role.runtime, fixture.socket("gateway"));
        var line = strings.connect("files", fixture.socket("portal"));
        line.ask(new Hello(Role.portal, Optional.of(strings.token)));
        return line;
    }

    private static WeftException answer(PuppetStage.Line app) {
        return assertThrows(WeftException.class, () -> app.ask(new FsStat("/data")));
    }

    @Test
    void each_app_is_answered_by_the_version_in_its_range_whatever_their_rankings() throws Exception {
        provider("first", "1.1.0", 1, 0);
        provider("second", "2.0.0", 2, 100, "FS_STAT");
        assertEquals("first", answer(app("silent", Map.of())).getMessage(), "who says nothing is bound to the present major version");
        assertEquals("first", answer(app("one", Map.of("weft.portal", "[1,2)"))).getMessage());
        assertEquals("second", answer(app("two", Map.of("weft.portal", "[2,3)"))).getMessage());
        assertEquals("second", answer(app("later", Map.of("weft.portal", "1"))).getMessage(), "both are right for it: the higher ranking wins");
    }

    @Test
    void an_app_whose_version_went_away_is_told_what_runs_and_what_is_wanted() throws Exception {
        provider("first", "1.1.0", 1, 0);
        provider("second", "2.0.0", 2, 0);
        var two = app("two", Map.of("weft.portal", "[2,3)"));
        assertEquals("second", answer(two).getMessage());
        fixture.gateway.remove(TYPES, 2);
        var refused = answer(two);
        assertEquals(ErrorCode.UNAVAILABLE, refused.code());
        assertEquals("FS_STAT cannot be answered: it is asked of weft.portal [2,3), and 1.1.0 runs.", refused.getMessage());
        provider("second again", "2.0.1", 3, 0);
        assertEquals("second again", answer(two).getMessage());
    }

    @Test
    void the_range_of_a_session_is_known_to_the_next_platform() throws Exception {
        app("two", Map.of("weft.portal", "[2,3)"));
        Path journal = fixture.places.state().resolve("journal.json"), next = home.resolve("next");
        Path copy = next.resolve(home.relativize(journal));
        Files.createDirectories(copy.getParent());
        Files.copy(journal, copy);
        fixture.close();
        fixture = new GatewayFixture(next, 10_000, 300);
        assertEquals(Optional.of(Map.of("weft.portal", "[2,3)")), fixture.gateway.sessions().get(new SessionId("two")).orElseThrow().requires());
    }
}
