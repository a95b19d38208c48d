package weft.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The platform is killed while requests are in it: a page's, a script's, a command's, and one that comes while there is none. */
@Timeout(300)
class InFlightTest {
    private static final String ASKER = "org.example.asker";
    private static final int READY = 0x0000FF, WAITING = 0xFF00FF, TOLD = 0xFF0000, ANSWERED = 0x00FF00;
    private static final Duration SOON = Duration.ofSeconds(60);
    private RunningSystem system;

    @BeforeEach
    void start() throws Exception {
        system = new RunningSystem();
        Path ui = Files.createDirectories(system.home.resolve("asker/ui"));
        Files.writeString(ui.resolveSibling("wapp.toml"), """
                [package]
                id = "org.example.asker"
                name = "Asker"
                version = "1.0.0"
                [ui]
                window = { width = 300, height = 200 }
                """);
        // It may not read the clipboard: to be told so is an answer too.
        Files.writeString(ui.resolve("index.html"), "<!doctype html><link rel=stylesheet href=asker.css><script src=/weft.js></script><body class=ready><script src=asker.js></script>");
        Files.writeString(ui.resolve("asker.css"), """
                body.ready { background: #0000ff } body.waiting { background: #ff00ff }
                body.UNAVAILABLE { background: #ff0000 } body.DENIED { background: #00ff00 }
                """);
        Files.writeString(ui.resolve("asker.js"), """
                addEventListener('mousedown', () => {
                  document.body.className = 'waiting';
                  weft.request('READ_CLIPBOARD').then(() => { document.body.className = 'read'; }, e => { document.body.className = e.code; });
                });
                """);
        system.weft("app", "install", ui.getParent().toString(), "--yes");
    }

    @AfterEach
    void stop() throws Exception {
        system.close();
    }

    @Test
    void what_was_asked_of_a_platform_that_is_killed_is_told_or_answered_by_the_next() throws Exception {
        system.weft("launch", ASKER);
        awaitPage(READY);
        for (String type : List.of("READ_CLIPBOARD", "LAUNCH_APP")) system.weft("fault", "add", type, "drop", "--for", "600");
        click();
        awaitPage(WAITING);
        var command = CompletableFuture.supplyAsync(this::launch);
        try (JsonSocket script = system.connect("weft.sock")) {
            long number = script.send("LAUNCH_APP", Map.of("app_id", "org.weft.notes"));
            RunningSystem.eventually(SOON, "all three to be in flight", () -> met() == 3);
            var platform = system.processes("weft.platform.Main").getLast();
            platform.destroyForcibly();
            platform.onExit().join();
            try (JsonSocket next = system.connect("weft.sock")) {
                var apps = (List<?>) next.call("QUERY_RUNNING", Map.of()).get("apps");
                assertEquals(1, apps.size(), () -> "asked while there was no platform: " + apps);
            }
            var told = assertThrows(AssertionError.class, () -> script.await(m -> m.get("re") instanceof Long re && re == number, SOON, "the answer"));
            assertTrue(told.getMessage().contains("the connection was closed"), told::getMessage);
        }
        awaitPage(TOLD);
        var failure = assertThrows(ExecutionException.class, () -> command.get(60, TimeUnit.SECONDS));
        assertTrue(failure.getMessage().contains("platform closed the connection") || failure.getMessage().contains("platform ended before"), failure::getMessage);
        RunningSystem.eventually(SOON, "the page to be answered by the next platform", () -> {
            if (pixel() == TOLD) click();
            return pixel() == ANSWERED;
        });
    }

    private String launch() {
        try {
            return system.weft("launch", "org.weft.counter");
        } catch (Exception e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    @SuppressWarnings("unchecked")
    private long met() throws IOException {
        var faults = (List<Map<String, Object>>) system.gateway.call("QUERY_FAULTS", Map.of()).get("faults");
        return faults.stream().mapToLong(f -> (Long) f.get("met")).sum();
    }

    private int pixel() throws IOException {
        var window = system.window(ASKER);
        if (window.isEmpty()) return 0;
        return system.screen().getRGB(number(window.get(), "x") + 20, number(window.get(), "y") + 20) & 0xFFFFFF;
    }

    private void click() throws IOException {
        var window = system.window(ASKER).orElseThrow();
        system.click(number(window, "x") + number(window, "width") / 2, number(window, "y") + number(window, "height") / 2);
    }

    private void awaitPage(int colour) throws Exception {
        RunningSystem.eventually(SOON, "the page to have the colour " + Integer.toHexString(colour), () -> pixel() == colour);
    }

    private static int number(Map<String, Object> window, String key) {
        return ((Long) window.get(key)).intValue();
    }
}
