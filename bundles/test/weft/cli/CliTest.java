package weft.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CliTest {
    @TempDir Path root;

    private record Outcome(int code, String out, String err) {}

    private Outcome weft(String... arguments) throws Exception {
        Process process = start(arguments);
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(process.waitFor(30, TimeUnit.SECONDS));
        return new Outcome(process.exitValue(), out.strip(), err.strip());
    }

    private Process start(String... arguments) throws IOException {
        var command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin/java").toString(), "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC", "-Xmx64m", "-XX:-UsePerfData", "-Dstdout.encoding=UTF-8", "--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path"), "weft.cli.Main"));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command);
        builder.environment().clear();
        builder.environment().putAll(Map.of("HOME", root.toString(), "XDG_RUNTIME_DIR", root.toString(), "XDG_STATE_HOME", root.resolve("state").toString(),
                "WEFT_DIST", root.resolve("dist").toString()));
        return builder.start();
    }

    private LineServer platform(String... answers) throws IOException {
        return new LineServer(root.resolve("weft/0/weft.sock"), request -> List.of(answers));
    }

    private static String answer(int number, String type, String body) {
        return "{\"v\":1,\"re\":" + number + ",\"type\":\"" + type + "\",\"body\":" + body + "}";
    }

    @Test
    void without_a_session_it_says_how_to_start_one() throws Exception {
        assertEquals(new Outcome(3, "", "weft: No session \"0\" is running. Start one with ./weft run."), weft("ps"));
        assertEquals(new Outcome(3, "", "weft: No session \"two\" is running. Start one with ./weft run --instance two."), weft("screenshot", "x.png", "--instance", "two"));
        assertEquals(new Outcome(3, "", "weft: No session \"0\" is running. Start one with ./weft run."), weft("stop"));
    }

    @Test
    void what_it_does_not_know_is_named() throws Exception {
        assertEquals(new Outcome(2, "", "weft: There is no verb \"fly\"; weft help lists them."), weft("fly"));
        assertEquals(new Outcome(2, "", "weft: There is no option \"--fast\": there are --instance NAME, --json and -f."), weft("ps", "--fast"));
        assertEquals(new Outcome(2, "", "weft: Which app? weft launch APP, such as org.weft.notes"), weft("launch"));
        assertEquals(new Outcome(2, "", "weft: \"b\" is one word too many for weft launch."), weft("launch", "a", "b"));
        assertEquals(new Outcome(2, "", "weft: \"../0\" is not the name of an instance"), weft("ps", "--instance=../0"));
    }

    @Test
    void each_verb_about_packages_explains_itself_on_one_screen_and_refuses_what_it_does_not_know() throws Exception {
        for (String verb : List.of("new", "build", "check", "sign", "install", "update", "rollback", "remove", "list", "info")) {
            var help = weft("app", verb, "--help");
            assertEquals(0, help.code());
            assertTrue(help.out().startsWith("weft app " + verb) && help.out().lines().count() < 24, help.out());
        }
        assertEquals(new Outcome(2, "", "weft: There is no verb \"app fly\"; weft app help lists them."), weft("app", "fly"));
        assertEquals(new Outcome(2, "", "weft: --data means nothing to weft app install."), weft("app", "install", "x", "--data"));
        assertEquals(new Outcome(2, "", "weft: Which app? weft app remove APP; weft app list shows them"), weft("app", "remove"));
        assertEquals(new Outcome(1, "", "weft: There is no file x.wapp."), weft("app", "install", "x.wapp"));
        assertEquals(new Outcome(1, "", "weft: org.example.tally is not installed; weft app list shows what is."), weft("app", "remove", "org.example.tally"));
        assertEquals("{\"apps\":[]}", weft("app", "list", "--json").out());
    }

    @Test
    void running_apps_are_listed_in_columns_or_as_json() throws Exception {
        String body = "{\"apps\":[{\"session\":\"s1\",\"app_id\":\"org.weft.notes\",\"name\":\"Notes\",\"state\":\"Running\",\"pid\":42,\"ready_ms\":310,\"badges\":[],"
                + "\"containment\":{\"sandbox\":\"namespaces\",\"limits\":\"control_group\"}},{\"session\":\"s2\",\"app_id\":\"org.evil.\\u001b[31m\",\"name\":\"x\",\"state\":\"Starting\",\"badges\":[]}]}";
        try (var platform = platform(answer(1, "RUNNING_APPS", body))) {
            assertEquals("SESSION  APP             STATE     PID  READY   HELD BY\ns1       org.weft.notes  Running   42   310 ms  namespaces, control group\n"
                    + "s2       org.evil.\uFFFD[31m  Starting  -    -       -", weft("ps").out());
            assertEquals("QUERY_RUNNING", platform.request().get("type"));
        }
        try (var platform = platform("{\"v\":1,\"type\":\"APP_READY\",\"body\":{}}", answer(1, "RUNNING_APPS", body))) {
            assertTrue(weft("ps", "--json").out().startsWith("{\"apps\":[{\"session\":\"s1\""), "events before the answer are no answer");
            platform.request();
        }
    }

    @Test
    void a_refusal_is_passed_on_in_the_platforms_words() throws Exception {
        try (var platform = platform(answer(1, "ERROR", "{\"code\":\"NOT_FOUND\",\"message\":\"There is no app org.weft.chess.\"}"))) {
            assertEquals(new Outcome(1, "", "weft: There is no app org.weft.chess."), weft("msg", "LAUNCH_APP", "{\"app_id\":\"org.weft.chess\"}"));
            assertEquals(Map.of("app_id", "org.weft.chess"), platform.request().get("body"));
        }
    }

    @Test
    void a_platform_that_hangs_up_is_told() throws Exception {
        try (var platform = platform()) {
            assertEquals(new Outcome(1, "", "weft: The platform ended before the answer to QUERY_RUNNING came."), weft("ps"));
            platform.request();
        }
    }

    @Test
    void an_answer_that_is_no_message_is_told() throws Exception {
        try (var platform = platform("hello")) {
            assertTrue(weft("ps").err().startsWith("weft: The platform sent what is no message: "));
            platform.request();
        }
    }

    @Test
    void a_launch_waits_until_the_app_runs_or_tells_why_not() throws Exception {
        String state = "{\"v\":1,\"type\":\"APP_STATE\",\"body\":{\"session\":\"s9\",\"app_id\":\"org.weft.notes\",\"state\":\"%s\",\"reason\":\"Its module is missing.\",\"ready_ms\":250}}";
        for (String end : List.of("Running", "Stopped")) {
            try (var platform = new LineServer(root.resolve("weft/0/weft.sock"), request -> switch ((String) request.get("type")) {
                case "QUERY_INSTALLED_APPS" -> List.of(answer(1, "INSTALLED_APPS", "{\"apps\":[{\"app_id\":\"org.weft.notes\"},{\"app_id\":\"org.weft.counter\"}]}"));
                case "SUBSCRIBE" -> List.of(answer(2, "RUNNING_APPS", "{\"apps\":[]}"));
                default -> List.of(state.formatted("Starting"), answer(3, "LAUNCH_ACK", "{\"session\":\"s9\"}"), state.formatted(end));
            })) {
                var outcome = weft("launch", "notes");
                assertEquals(end.equals("Running") ? new Outcome(0, "s9  org.weft.notes runs, ready after 250 ms", "")
                        : new Outcome(1, "", "weft: org.weft.notes did not start: Its module is missing. (weft why s9 tells more)"), outcome);
                platform.request();
            }
        }
    }

    @Test
    void a_launch_of_an_app_that_runs_already_does_not_wait() throws Exception {
        try (var platform = new LineServer(root.resolve("weft/0/weft.sock"), request -> List.of(request.get("type").equals("SUBSCRIBE")
                ? answer(1, "RUNNING_APPS", "{\"apps\":[{\"session\":\"s9\",\"app_id\":\"org.weft.notes\",\"state\":\"Running\"}]}")
                : answer(2, "LAUNCH_ACK", "{\"session\":\"s9\"}")))) {
            assertEquals(new Outcome(0, "s9  org.weft.notes runs already", ""), weft("launch", "org.weft.notes"));
            platform.request();
        }
    }

    @Test
    void an_app_that_is_not_installed_is_named_with_those_that_are() throws Exception {
        try (var platform = platform(answer(1, "INSTALLED_APPS", "{\"apps\":[{\"app_id\":\"org.weft.notes\"}]}"))) {
            assertEquals(new Outcome(1, "", "weft: There is no app \"chess\"; installed are: org.weft.notes."), weft("launch", "chess"));
            platform.request();
        }
    }

    @Test
    void a_session_that_does_not_run_is_named() throws Exception {
        try (var platform = platform(answer(1, "RUNNING_APPS", "{\"apps\":[]}"))) {
            assertEquals(new Outcome(1, "", "weft: There is no session \"s7\"; weft ps lists them."), weft("kill", "s7"));
            platform.request();
        }
    }

    @Test
    void a_screenshot_is_written_whole() throws Exception {
        byte[] png = {(byte) 0x89, 'P', 'N', 'G', 0, 1, 2};
        String body = "{\"width\":3,\"height\":2,\"base64\":\"" + Base64.getEncoder().encodeToString(png) + "\"}";
        try (var compositor = new LineServer(root.resolve("weft/0/compositor.sock"), request -> List.of("{\"re\":1,\"type\":\"PNG\",\"body\":" + body + "}"))) {
            Path file = root.resolve("screen.png");
            assertEquals(new Outcome(0, file + " (3x2)", ""), weft("screenshot", file.toString()));
            assertArrayEquals(png, Files.readAllBytes(file));
            compositor.request();
        }
    }

    @Test
    void grants_are_a_table_and_what_is_wrong_with_a_command_about_them_is_named() throws Exception {
        String ledger = "{\"apps\":[{\"app_id\":\"org.weft.notes\",\"grants\":[{\"capability\":\"fs:rw:app-data\",\"words\":\"keep\\u001b data\",\"status\":\"granted\",\"session\":\"s9\"}]}]}";
        try (var platform = platform(answer(1, "GRANTS", ledger))) {
            var shown = weft("grants", "org.weft.notes");
            assertEquals(0, shown.code());
            assertTrue(shown.out().contains("fs:rw:app-data  granted") && shown.out().contains("end of s9") && !shown.out().contains("\u001b"), shown.out());
            assertEquals(Map.of("app_id", "org.weft.notes"), platform.request().get("body"));
        }
        try (var platform = platform(answer(1, "OK", "{}"))) {
            assertEquals(new Outcome(0, "fs:rw:app-data granted to org.weft.notes", ""), weft("grant", "org.weft.notes", "fs:rw:app-data", "7"));
            assertEquals(Map.of("app_id", "org.weft.notes", "capability", "fs:rw:app-data", "days", 7L), platform.request().get("body"));
        }
        try (var platform = platform()) {
            assertEquals(2, weft("grant", "org.weft.notes").code());
            assertEquals(2, weft("revoke", "org.weft.notes").code());
        }
        try (var platform = platform()) {
            assertEquals(new Outcome(2, "", "weft: \"soon\" is no number of days."), weft("grant", "org.weft.notes", "fs:rw:app-data", "soon"));
        }
    }

    @Test
    void a_bundle_that_does_not_exist_is_named_with_those_that_do() throws Exception {
        Files.createDirectories(root.resolve("dist/bundles"));
        Files.writeString(root.resolve("dist/bundles/appd.bundle.jar"), "");
        Files.writeString(root.resolve("dist/bundles/jackson-core-2.jar"), "");
        try (var platform = platform()) {
            assertEquals(new Outcome(1, "", "weft: There is no bundle \"apd\"; there are appd.bundle."), weft("update", "apd"));
        }
    }

    @Test
    void a_body_that_is_no_json_is_refused_before_it_is_sent() throws Exception {
        try (var platform = platform()) {
            var outcome = weft("msg", "LAUNCH_APP", "{app");
            assertEquals(2, outcome.code());
            assertTrue(outcome.err().startsWith("weft: The body cannot be sent: the message is not JSON"), outcome.err());
        }
    }

    @Test
    void logs_are_joined_by_time_and_followed() throws Exception {
        Path folder = Files.createDirectories(root.resolve("state/weft/0/log"));
        Files.writeString(folder.resolve("platform.log"), "2030-01-01T10:00:00.100 INFO one\n  its second line\n2030-01-01T10:00:00.300 INFO three\nhalf a li");
        Files.writeString(folder.resolve("compositor.log"), "2030-01-01T10:00:00.200 INFO two \u001b[2J\n");
        String joined = "platform     2030-01-01T10:00:00.100 INFO one\nplatform       its second line\n"
                + "compositor   2030-01-01T10:00:00.200 INFO two \uFFFD[2J\nplatform     2030-01-01T10:00:00.300 INFO three";
        assertEquals(joined, weft("logs").out());
        assertEquals("2030-01-01T10:00:00.200 INFO two \uFFFD[2J", weft("logs", "compositor").out());
        assertEquals("weft: There is no log of \"engine\"; there are compositor, platform.", weft("logs", "engine").err());
        Process follower = start("logs", "-f", "platform");
        try (var lines = follower.inputReader(StandardCharsets.UTF_8)) {
            for (int i = 0; i < 3; i++) lines.readLine();
            Files.writeString(folder.resolve("platform.log"), "ne\n", java.nio.file.StandardOpenOption.APPEND);
            assertEquals("half a line", lines.readLine());
        } finally {
            follower.destroyForcibly().waitFor();
        }
    }

    @Test
    void places_are_told() throws Exception {
        var out = weft("paths", "--instance", "two").out();
        assertTrue(out.contains("runtime    " + root + "/weft/two\n"), out);
        assertTrue(out.contains("display    " + root + "/weft-two\n"), out);
        assertTrue(weft("paths", "--json").out().contains("\"log\":\"" + root + "/state/weft/0/log\""));
    }
}
