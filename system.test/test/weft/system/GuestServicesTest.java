package weft.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import weft.codec.Json;

/** What modules import of the system's services, in each language and under each engine: through the real portal, granted and denied. */
@Timeout(300)
class GuestServicesTest {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final long DENIED = -2, INVALID = -28;
    private static RunningSystem system;
    private static HttpServer web;

    @BeforeAll
    static void start() throws Exception {
        web = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        web.createContext("/", exchange -> {
            byte[] answer = (exchange.getRequestMethod() + " " + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8) + " " + exchange.getRequestHeaders().getFirst("x-colour")).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(203, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        web.start();
        system = new RunningSystem();
    }

    @AfterAll
    static void stop() throws Exception {
        web.stop(0);
        if (system != null) system.close();
    }

    /** An app that does one service a message, and where it leaves what came of it. */
    private record App(String id, String session, Path answer) {
        private static long last;

        Map<String, Object> ask(String op, String a, String b) throws Exception {
            return answer(send(op, a, b));
        }

        long send(String op, String a, String b) throws IOException {
            system.gateway.tell(session, Map.of("id", ++last, "op", op, "a", a, "b", b));
            return last;
        }

        @SuppressWarnings("unchecked")
        Map<String, Object> answer(long number) throws Exception {
            var found = new HashMap<String, Object>();
            RunningSystem.eventually(SOON, "the answer to " + number, () -> {
                if (!Files.exists(answer)) return false;
                found.putAll((Map<String, Object>) Json.read(Files.readAllBytes(answer)));
                return found.get("id").equals(number);
            });
            return found;
        }

        void grant(String capability) throws Exception {
            system.weft("grant", id, capability);
        }

        void revoke(String capability) throws Exception {
            system.weft("revoke", id, capability);
        }
    }

    private static App launch(String kind) throws Exception {
        String language = kind.split(" ")[0], engine = kind.split(" ")[1];
        Path from = RunningSystem.ROOT.resolve("system.test/test-apps/services"), to = system.home.resolve(language + "-" + engine);
        if (!Files.exists(to)) {
            try (var files = Files.walk(from)) {
                for (Path p : files.filter(Files::isRegularFile).toList()) {
                    Path copy = to.resolve(from.relativize(p).toString());
                    Files.createDirectories(copy.getParent());
                    Files.copy(p, copy);
                }
            }
            Path manifest = to.resolve("wapp.toml");
            Files.writeString(manifest, Files.readString(manifest).replace("org.example.services", "org.example." + to.getFileName()).replace("net:fetch:127.0.0.1", fetching()).replace("[runtime]\n", "[runtime]\nengine = \"" + engine + "\"\n"));
            system.weft("app", "install", to.toString(), "--language", language, "--yes");
        }
        String id = "org.example." + to.getFileName();
        int mark = system.gateway.mark();
        system.weft("launch", id);
        String session = (String) system.awaitState(mark, id, "Running").get("session");
        system.awaitWindow(id, SOON);
        return new App(id, session, system.appData(id).resolve("answer"));
    }

    private static String fetching() {
        return "net:fetch:127.0.0.1:" + web.getAddress().getPort();
    }

    private static void end(App app) throws Exception {
        int mark = system.gateway.mark();
        system.weft("kill", app.session);
        system.awaitState(mark, app.id, "Stopped");
    }

    private static void denied(Map<String, Object> answer, String capability) {
        assertEquals(DENIED, answer.get("result"));
        assertTrue(((String) answer.get("text")).matches(".*(it was not allowed|this was revoked).*"), () -> capability + ": " + answer.get("text"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"assemblyscript chicory", "c graalwasm"})
    void what_a_module_asks_of_the_system_is_done_if_it_is_granted_and_denied_if_not(String kind) throws Exception {
        var app = launch(kind);
        fetches(app);
        notifies(app);
        copiesAndPastes(app);
        picks(app);
        end(app);
    }

    private static void fetches(App app) throws Exception {
        String url = "http://" + fetching().substring("net:fetch:".length()) + "/";
        app.grant(fetching());
        var answer = app.ask("fetch", "{\"url\":\"" + url + "\",\"method\":\"POST\",\"headers\":{\"x-colour\":\"teal\"}}", "warp");
        assertEquals(List.of(203L, "POST warp teal"), List.of(answer.get("result"), answer.get("text")));
        assertEquals(DENIED, app.ask("fetch", "{\"url\":\"http://127.0.0.2/\"}", "").get("result"), "what is not declared");
        assertEquals(INVALID, app.ask("fetch", "{\"url\":7}", "").get("result"));
        app.revoke(fetching());
        denied(app.ask("fetch", "{\"url\":\"" + url + "\"}", ""), fetching());
    }

    private static void notifies(App app) throws Exception {
        app.grant("sys:notifications");
        int mark = system.gateway.mark();
        assertEquals(0L, app.ask("notify", "Tea", "It is ready").get("result"));
        system.gateway.awaitAfter(mark, m -> "NOTIFICATION".equals(m.get("type")) && "Services: Tea".equals(JsonSocket.body(m).get("title")), SOON, "the notification");
        assertEquals(INVALID, app.ask("notify", "", "no title").get("result"));
        app.revoke("sys:notifications");
        denied(app.ask("notify", "Tea", "again"), "sys:notifications");
    }

    private static void copiesAndPastes(App app) throws Exception {
        app.grant("sys:clipboard:write");
        app.grant("sys:clipboard:read");
        String word = "warp “" + app.id;
        assertEquals(0L, app.ask("copy", word, "").get("result"));
        assertEquals(word, app.ask("paste", "", "").get("text"));
        app.revoke("sys:clipboard:read");
        denied(app.ask("paste", "", ""), "sys:clipboard:read");
        app.revoke("sys:clipboard:write");
        denied(app.ask("copy", "weft", ""), "sys:clipboard:write");
    }

    private static void picks(App app) throws Exception {
        Path letter = Files.writeString(system.home.resolve("letter-" + app.id), "Dear all");
        long asked = app.send("pick", "", "");
        decide(app, "allow_once", letter);
        assertEquals(Map.of("id", asked, "result", 1L, "text", "Dear all"), app.answer(asked));
        asked = app.send("pick", "", "");
        decide(app, "deny");
        assertEquals(0L, app.answer(asked).get("result"), "nothing was chosen");
    }

    /** The user's answer to the app's open question. */
    @SuppressWarnings("unchecked")
    private static void decide(App app, String decision, Path... chosen) throws Exception {
        var found = new HashMap<String, Object>();
        RunningSystem.eventually(SOON, "the question", () -> {
            var questions = (List<Map<String, Object>>) system.gateway.call("QUERY_QUESTIONS", Map.of()).get("questions");
            questions.stream().filter(q -> app.id.equals(q.get("app_id"))).findFirst().ifPresent(found::putAll);
            return !found.isEmpty();
        });
        assertFalse((Boolean) found.get("write"));
        system.gateway.call("ANSWER_QUESTION", Map.of("question", found.get("number"), "decision", decision, "paths", List.of(chosen).stream().map(Path::toString).toList()));
    }
}
