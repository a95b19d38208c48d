package weft.compositor.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weft.compositor.output.OutputLines;

/** How a person wants outputs to be shown lasts, in a file that may also be written by hand. */
class OutputFileTest {
    @TempDir Path folder;

    private CompositorProcess compositor() throws Exception {
        return new CompositorProcess(folder, Map.of("XDG_CONFIG_HOME", folder.resolve("settings").toString()));
    }

    private static Map<?, ?> output(Map<?, ?> body) {
        return (Map<?, ?>) ((List<?>) body.get("outputs")).getFirst();
    }

    @Test
    void what_was_chosen_is_so_again_after_a_new_start() throws Exception {
        Map<?, ?> chosen;
        try (var compositor = compositor(); var control = compositor.control()) {
            chosen = output(control.ask("SET_OUTPUT", Map.of("name", "WEFT-1", "scale", 1.25, "transform", "flipped-90", "width", 1000, "height", 700)));
        }
        assertEquals(List.of("WEFT-1 = mode 1000x700@60 position 0,0 scale 1.25 transform flipped-90"), Files.readAllLines(folder.resolve("settings/weft/outputs")));
        try (var compositor = compositor(); var control = compositor.control()) {
            var again = output(control.ask("OUTPUTS"));
            for (var key : List.of("x", "y", "width", "height", "scale", "transform", "mode")) assertEquals(chosen.get(key), again.get(key), key.toString());
        }
    }

    @Test
    void a_file_that_is_written_by_hand_takes_effect_at_once_and_its_mistakes_are_told() throws Exception {
        try (var compositor = compositor(); var control = compositor.control()) {
            var next = folder.resolve("settings/weft/outputs.hand");
            Files.writeString(next, "# mine\nWEFT-1 = scale 2\nWEFT-2 = upside down\n");
            Files.move(next, folder.resolve("settings/weft/outputs"));
            long end = System.nanoTime() + 60_000_000_000L;
            Map<?, ?> now;
            do now = output(control.ask("OUTPUTS")); while (!now.get("scale").equals(2.0) && !now.get("scale").equals(2L) && System.nanoTime() < end);
            assertEquals(640L, ((Number) now.get("width")).longValue());
            assertTrue(compositor.log().contains("no word upside"), compositor.log());
        }
    }

    @Test
    void lines_that_were_printed_are_read_as_what_they_were() {
        var lines = List.of("ACME Wide 77 = mode 2560x1440@59.951 position -1280,40 scale 1.5 transform 270", "DP-2 = off", "eDP-1 = position 0,0 scale 1.3333 transform normal");
        var read = new OutputLines(lines);
        assertEquals(List.of(), read.mistakes());
        assertEquals(lines, OutputLines.print(read.settings()));
        var wrong = new OutputLines(List.of("no sign", "a = mode x", "a = scale 9", "a = transform up", "a = position 1", "a = mode", "", "# nothing"));
        assertEquals(6, wrong.mistakes().size());
        assertEquals(Map.of(), wrong.settings());
    }
}
