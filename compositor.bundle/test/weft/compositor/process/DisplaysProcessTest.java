package weft.compositor.process;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A compositor that shall use displays where there are none; real ones are in the tests of the virtual machine. */
class DisplaysProcessTest {
    @TempDir Path folder;

    @Test
    void without_a_seat_it_refuses_with_a_sentence() {
        var nowhere = Map.of("LIBSEAT_BACKEND", "seatd", "SEATD_SOCK", folder.resolve("nobody").toString());
        var e = assertThrows(IOException.class, () -> new CompositorProcess(folder, nowhere, "--drm"));
        assertTrue(e.getMessage().contains("weft compositor: There is no seat to show the desktop on: "), e.getMessage());
    }

    @Test
    void an_option_of_displays_that_makes_no_sense_is_refused_with_what_does() {
        for (String[] wrong : new String[][] {{"--pointer-speed", "3"}, {"--kms", "vesa"}, {"--tap", "yes"}}) {
            var e = assertThrows(IOException.class, () -> new CompositorProcess(folder, "--drm", wrong[0], wrong[1]));
            assertTrue(e.getMessage().contains("not " + wrong[1]), e.getMessage());
        }
    }
}
