package weft.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What only a start of the platform can replace, in the whole system: by the command, through the supervisor, under a running app. */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class StagedRestartTest {
    private static final String APP = "org.weft.counter", VERSION = "0.1.1";
    private static final Duration SOON = Duration.ofSeconds(60);

    @Test
    void a_new_gateway_is_staged_and_comes_with_a_restart_that_the_app_outlives() throws Exception {
        try (var system = new RunningSystem()) {
            int mark = system.gateway.mark();
            system.weft("launch", APP);
            system.awaitState(mark, APP, "Running");
            Object pid = app(system.gateway).get("pid");
            system.weft("update", "apply", "--no-build", NewBuild.of(system.home, "bundles.gateway", VERSION).toString());
            var staged = system.gateway.call("QUERY_SYSTEM", Map.of());
            assertTrue(staged.get("staged").toString().contains("bundles.gateway " + VERSION), staged::toString);
            assertTrue(version(staged).compareTo(VERSION) < 0, staged::toString);
            String said = system.weft("update", "restart");
            try (JsonSocket next = system.connect("weft.sock")) {
                var status = next.call("QUERY_SYSTEM", Map.of());
                assertEquals(List.of(), status.get("staged"), said);
                assertTrue(version(status).startsWith(VERSION), said + status);
                RunningSystem.eventually(SOON, "the app to be running again, in the process that it had",
                        () -> pid.equals(app(next).get("pid")) && "Running".equals(app(next).get("state")));
            }
        }
    }

    @SuppressWarnings("unchecked")
    private static String version(Map<String, Object> status) {
        return ((List<Map<String, Object>>) status.get("bundles")).stream().filter(b -> "bundles.gateway".equals(b.get("name"))).map(b -> (String) b.get("version"))
                .findFirst().orElseThrow(() -> new AssertionError("no gateway among " + status));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> app(JsonSocket gateway) throws IOException {
        return ((List<Map<String, Object>>) gateway.call("QUERY_RUNNING", Map.of()).get("apps")).stream().filter(a -> APP.equals(a.get("app_id"))).findFirst()
                .orElse(Map.of());
    }
}
