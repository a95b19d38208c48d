package weft.compositor.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A compositor process with several outputs, programs that nobody changed, and outputs that come and go under them. */
class OutputsProcessTest {
    @TempDir Path folder;

    @SuppressWarnings("unchecked")
    private static List<Map<?, ?>> outputs(Map<?, ?> body) {
        return (List<Map<?, ?>>) body.get("outputs");
    }

    private static boolean isOn(Map<?, ?> window, long left, long right) {
        long x = ((Number) window.get("x")).longValue();
        return x >= left && x < right;
    }

    @Test
    void foot_goes_over_to_what_is_left_when_its_output_is_unplugged_and_back() throws Exception {
        try (var compositor = new CompositorProcess(folder, "--outputs", "1024x768,1500x1200@1.5+1024+0/90"); var control = compositor.control()) {
            assertEquals(List.of("WEFT-1", "WEFT-2"), outputs(control.ask("OUTPUTS")).stream().map(o -> o.get("name")).toList());
            assertEquals(800L, ((Number) outputs(control.ask("OUTPUTS")).get(1).get("width")).longValue());
            control.ask("POINTER_MOVE", Map.of("x", 1400, "y", 400));
            var foot = compositor.start("foot", "--config=/dev/null", "sh", "-c", "sleep 600");
            var before = control.windowOf("foot");
            assertTrue(isOn(before, 1024, 1824), before.toString());
            control.ask("UNPLUG_OUTPUT", Map.of("name", "WEFT-2"));
            var moved = control.window(w -> "foot".equals(w.get("app_id")) && isOn(w, 0, 1024));
            control.ask("SYNC");
            assertTrue(foot.isAlive(), moved.toString());
            control.ask("PLUG_OUTPUT", Map.of("name", "WEFT-2", "width", 1500, "height", 1200));
            var back = control.window(w -> "foot".equals(w.get("app_id")) && isOn(w, 1024, 1824));
            assertEquals(before.get("x") + "," + before.get("y"), back.get("x") + "," + back.get("y"));
            assertTrue(foot.isAlive(), "foot lives through it");
        }
    }

    @Test
    void what_cannot_be_is_refused_with_a_sentence_and_changes_nothing() throws Exception {
        try (var compositor = new CompositorProcess(folder, "--outputs", "400x300"); var control = compositor.control()) {
            var before = control.ask("OUTPUTS");
            refused(control, "SET_OUTPUT", Map.of("name", "WEFT-1", "scale", 99), "scale of 99");
            refused(control, "SET_OUTPUT", Map.of("name", "WEFT-1", "transform", "upside-down"), "no transform upside-down");
            refused(control, "SET_OUTPUT", Map.of("name", "WEFT-1", "width", 5), "no mode");
            refused(control, "SET_OUTPUT", Map.of("name", "WEFT-1", "enabled", false), "one output has to be enabled");
            refused(control, "SET_OUTPUT", Map.of("name", "WEFT-9"), "no output WEFT-9");
            refused(control, "PLUG_OUTPUT", Map.of("name", "WEFT-1", "width", 400, "height", 300), "already");
            refused(control, "PLUG_OUTPUT", Map.of("name", "huge", "width", 400000, "height", 300), "no output is");
            refused(control, "SCREENSHOT", Map.of("output", "WEFT-9"), "no output WEFT-9");
            assertEquals(before, control.ask("OUTPUTS"));
        }
    }

    private static void refused(ControlClient control, String type, Map<String, Object> body, String words) throws IOException {
        var answer = control.askFor(type, body);
        assertEquals("ERROR", answer.get("type"), answer.toString());
        assertTrue(String.valueOf(answer.get("body")).contains(words), answer.toString());
    }
}
