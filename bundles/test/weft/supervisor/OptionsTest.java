package weft.supervisor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class OptionsTest {
    @Test
    void what_the_compositor_understands_is_passed_on() {
        assertEquals(List.of("--size", "800x600", "--theme", "dark"), Options.parse("--headless", "--size", "800x600", "--theme", "dark").compositor());
    }

    @Test
    void a_screen_that_the_compositor_does_not_have_is_refused_with_a_sentence() {
        var e = assertThrows(IllegalArgumentException.class, () -> Options.parse("--drm"));
        assertTrue(e.getMessage().startsWith("The compositor cannot draw "), e.getMessage());
    }

    @Test
    void a_missing_value_is_named() {
        assertEquals("--size needs a value.", assertThrows(IllegalArgumentException.class, () -> Options.parse("--size")).getMessage());
    }
}
