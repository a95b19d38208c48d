package weft.compositor.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ControlSocketTest {
    @TempDir Path folder;
    private CompositorProcess compositor;
    private ControlClient control;

    @BeforeEach
    void start() throws Exception {
        compositor = new CompositorProcess(folder, "--size", "640x480");
        control = compositor.control();
    }

    @AfterEach
    void stop() throws Exception {
        if (control != null) control.close();
        if (compositor != null) compositor.close();
    }

    @Test
    void the_line_that_says_ready_names_the_sockets() {
        assertEquals("ready wayland=wayland-test control=" + folder.resolve("control"), compositor.ready());
    }

    @Test
    void a_screenshot_has_the_outputs_size_and_the_themes_ground() throws Exception {
        int[] light = control.screenshot();
        assertEquals(640 * 480, light.length);
        assertEquals(0xffe9e6df, light[0]);
        control.ask("SET_APPEARANCE", Map.of("theme", "dark"));
        control.ask("SYNC");
        assertEquals(0xff14191a, control.screenshot()[0]);
    }

    @Test
    void what_makes_no_sense_is_answered_with_an_error_that_says_why() throws Exception {
        assertError("no request DANCE", "DANCE", Map.of());
        assertError("POINTER_MOVE needs the number y", "POINTER_MOVE", Map.of("x", 5));
        assertError("no button fourth", "POINTER_BUTTON", Map.of("button", "fourth", "pressed", true));
        assertError("no key 99999", "KEY", Map.of("code", 99999, "pressed", true));
        assertError("the keymap has no key for 'я'", "TYPE", Map.of("text", "я"));
        assertError("no window 77", "CLOSE_WINDOW", Map.of("id", 77));
        assertError("no theme pink", "SET_APPEARANCE", Map.of("theme", "pink"));
        control.send("[1,2");
        assertEquals("ERROR", control.next().get("type"));
        control.send("17");
        assertEquals("ERROR", control.next().get("type"));
        control.ask("SYNC");
    }

    private void assertError(String message, String type, Map<String, Object> body) throws IOException {
        var answer = control.askFor(type, body);
        assertEquals("ERROR", answer.get("type"));
        assertEquals(message, ((Map<?, ?>) answer.get("body")).get("message"));
    }

    @Test
    void a_line_without_end_closes_the_connection_and_no_other() throws Exception {
        try (var endless = compositor.control()) {
            assertThrows(IOException.class, () -> {
                for (int i = 0; i < 100; i++) endless.sendRaw("x".repeat(100_000));
                endless.next();
            });
        }
        control.ask("SYNC");
    }

    @Test
    void a_connection_that_does_not_read_is_served_no_further_until_it_does() throws Exception {
        try (var lazy = compositor.control()) {
            var all = new StringBuilder();
            // In one piece: so many small ones fill the socket by themselves.
            for (int i = 1; i <= 300; i++) all.append("{\"id\":").append(i).append(",\"type\":\"SCREENSHOT\"}\n");
            lazy.sendRaw(all.toString());
            control.ask("SYNC");
            control.screenshot();
            for (long i = 1; i <= 300; i++) assertEquals(i, lazy.next().get("re"));
        }
    }

    @Test
    void a_subscriber_gets_the_windows_at_once_and_at_every_change() throws Exception {
        control.send("{\"id\":5,\"type\":\"SUBSCRIBE\"}");
        var first = control.next();
        assertEquals(5L, first.get("re"));
        assertTrue(ControlClient.windows((Map<?, ?>) first.get("body")).isEmpty());
        compositor.start("weston-simple-shm");
        while (ControlClient.windows((Map<?, ?>) control.next().get("body")).stream().noneMatch(w -> Boolean.TRUE.equals(w.get("mapped")))) {}
    }

    @Test
    void sigterm_ends_it_cleanly_and_removes_its_sockets() throws Exception {
        assertEquals(0, compositor.terminate());
        assertFalse(Files.exists(folder.resolve("wayland-test")));
        assertFalse(Files.exists(folder.resolve("control")));
    }

    @Test
    void a_socket_that_is_taken_is_refused_with_its_name() throws Exception {
        var e = assertThrows(IOException.class, () -> new CompositorProcess(folder));
        assertTrue(e.getMessage().contains("wayland-test"), e.getMessage());
    }
}
