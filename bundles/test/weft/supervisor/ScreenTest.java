package weft.supervisor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weft.os.UnixSocket;

class ScreenTest {
    @TempDir Path folder;

    private Screen choose(Screen.Kind asked, String display) {
        return Screen.choose(asked, Map.of("XDG_RUNTIME_DIR", folder.toString(), "WAYLAND_DISPLAY", display));
    }

    @Test
    void a_session_that_answers_gets_a_window_and_only_the_compositor_knows_it_by_its_full_path() throws Exception {
        try (var parent = UnixSocket.listen(folder.resolve("wayland-5"), 4)) {
            for (String name : List.of("wayland-5", folder.resolve("wayland-5").toString())) {
                var screen = choose(Screen.Kind.CHOOSE, name);
                assertEquals(List.of("--nested"), screen.options());
                assertEquals(Map.of("WAYLAND_DISPLAY", folder.resolve("wayland-5").toString()), screen.environment());
                assertEquals("is a window in the Wayland session " + name + ", which WAYLAND_DISPLAY names", screen.why());
            }
            assertEquals(List.of(), choose(Screen.Kind.HEADLESS, "wayland-5").options());
        }
    }

    @Test
    void where_nobody_answers_there_is_no_screen_and_the_reason_is_said() throws Exception {
        assertEquals("has no screen (WAYLAND_DISPLAY is not set); ./weft screenshot shows the picture", choose(Screen.Kind.CHOOSE, "").why());
        Files.createFile(folder.resolve("wayland-6"));
        for (String name : List.of("wayland-6", "wayland-7", "x".repeat(200))) {
            var screen = choose(Screen.Kind.CHOOSE, name);
            assertEquals(List.of(), screen.options());
            assertTrue(screen.why().startsWith("has no screen (nobody answers at WAYLAND_DISPLAY=" + name + ", "), screen.why());
        }
    }

    @Test
    void the_displays_of_the_seat_are_taken_only_when_asked_for() {
        var screen = choose(Screen.Kind.DRM, "wayland-8");
        assertEquals(List.of("--drm"), screen.options());
        assertEquals(Map.of(), screen.environment());
    }

    @Test
    void a_window_that_is_asked_for_and_cannot_be_is_refused_with_a_sentence() {
        var e = assertThrows(IllegalArgumentException.class, () -> choose(Screen.Kind.NESTED, ""));
        assertEquals("There is no Wayland session to show a window in: WAYLAND_DISPLAY is not set.", e.getMessage());
    }
}
