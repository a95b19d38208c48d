package weft.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The web console as a browser meets it. */
class ConsoleTest {
    private static final Pattern ANNOUNCED = Pattern.compile("(http://127\\.0\\.0\\.1:\\d+/system/console)\\S* user (\\S+) password (\\S+)");
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static RunningSystem system;
    private static String console, user, password;

    @BeforeAll
    static void start() throws Exception {
        system = new RunningSystem();
        var log = system.home.resolve("run.log");
        RunningSystem.eventually(Duration.ofSeconds(60), "the console's address to be told", () -> ANNOUNCED.matcher(Files.readString(log)).find());
        Matcher told = ANNOUNCED.matcher(Files.readString(log));
        assertTrue(told.find());
        console = told.group(1);
        user = told.group(2);
        password = told.group(3);
        RunningSystem.eventually(Duration.ofSeconds(60), "the page to be served", () -> get("/weft", user, password).statusCode() == 200);
    }

    @AfterAll
    static void stop() throws Exception {
        if (system != null) system.close();
    }

    @Test
    void nobody_gets_in_without_the_first_boot_password() throws Exception {
        assertEquals(401, get("/weft", "admin", "admin").statusCode());
        assertEquals(401, get("/weft-screen", "admin", "admin").statusCode());
        assertEquals(401, get("/weft-live", user, "wrong").statusCode());
        assertEquals(401, HTTP.send(HttpRequest.newBuilder(URI.create(console + "/weft")).build(), BodyHandlers.discarding()).statusCode());
    }

    @Test
    void the_screen_is_shown_as_it_is_now() throws Exception {
        var png = HTTP.send(request("/weft-screen", user, password).build(), BodyHandlers.ofByteArray());
        assertEquals(200, png.statusCode());
        var picture = ImageIO.read(new ByteArrayInputStream(png.body()));
        assertNotNull(picture);
        assertEquals(1280, picture.getWidth());
    }

    @Test
    void a_session_is_listed_live_and_can_be_terminated_only_with_the_form_token() throws Exception {
        int mark = system.gateway.mark();
        system.weft("launch", "org.weft.counter");
        var running = system.awaitState(mark, "org.weft.counter", "Running");
        String session = (String) running.get("session");
        var live = HTTP.send(request("/weft-live", user, password).build(), BodyHandlers.ofLines());
        try (var lines = live.body()) {
            assertTrue(lines.filter(l -> l.startsWith("data:")).anyMatch(l -> l.contains("\"session\":\"" + session + "\"") && l.contains("Running")));
        }
        assertEquals(403, terminate(session, "0123").statusCode());
        Matcher token = Pattern.compile("data-token=\"([0-9a-f]+)\"").matcher(get("/weft", user, password).body());
        assertTrue(token.find());
        assertEquals(204, terminate(session, token.group(1)).statusCode());
        system.awaitState(mark, "org.weft.counter", "Stopped");
    }

    @Test
    void a_fault_on_purpose_is_shown_live_and_on_the_command_line() throws Exception {
        String table = system.weft("fault", "add", "appd", "delay", "5", "--app", "notes", "--for", "600");
        assertTrue(table.matches("(?s).*appd +org.weft.notes +delay 5 ms +600 s +0\n"), table);
        var live = HTTP.send(request("/weft-live", user, password).build(), BodyHandlers.ofLines());
        try (var lines = live.body()) {
            assertTrue(lines.anyMatch(l -> l.contains("requests to appd by org.weft.notes are delayed by 5 ms")));
        }
        assertEquals(1, system.weft("fault", "clear").lines().count());
    }

    @Test
    void the_configuration_page_shows_the_settings_of_apps_and_a_change_holds_at_once() throws Exception {
        var form = configure("");
        assertEquals(200, form.statusCode());
        assertTrue(form.body().contains("Waiting runtimes") && form.body().contains("Grace period"), form::body);
        try {
            configure("apply=true&action=ajaxConfigManager&propertylist=warm.runtimes,grace.ms&warm.runtimes=2&grace.ms=1500");
            RunningSystem.eventually(Duration.ofSeconds(60), "two runtimes to wait", () -> waiting() == 2);
        } finally {
            configure("apply=true&delete=true");
        }
        RunningSystem.eventually(Duration.ofSeconds(60), "the second one to go", () -> waiting() == 1);
    }

    private static HttpResponse<String> configure(String body) throws Exception {
        return HTTP.send(request("/configMgr/weft.appd.AppdComponent", user, password).header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(body)).build(), BodyHandlers.ofString());
    }

    private static long waiting() throws Exception {
        var processes = (java.util.List<?>) system.gateway.call("QUERY_SYSTEM", java.util.Map.of()).get("processes");
        return processes.stream().map(p -> (java.util.Map<?, ?>) p).filter(p -> "runtime".equals(p.get("role")) && "".equals(p.get("session"))).count();
    }

    private static HttpResponse<String> terminate(String session, String token) throws Exception {
        return HTTP.send(request("/weft", user, password).header("X-Weft-Token", token).header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString("session=" + session)).build(), BodyHandlers.ofString());
    }

    private static HttpResponse<String> get(String path, String user, String password) throws Exception {
        try {
            return HTTP.send(request(path, user, password).build(), BodyHandlers.ofString());
        } catch (java.net.ConnectException e) {
            throw new AssertionError("no console at " + console, e);
        }
    }

    private static HttpRequest.Builder request(String path, String user, String password) {
        String basic = Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
        return HttpRequest.newBuilder(URI.create(console + path)).header("Authorization", "Basic " + basic).timeout(Duration.ofSeconds(30));
    }
}
