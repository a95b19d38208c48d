package weft.supervisor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class OptionsTest {
    @Test
    void what_the_compositor_understands_is_passed_on() {
        assertEquals(List.of("--outputs", "800x600,640x480@2"), Options.parse("--nested", "--outputs", "800x600,640x480@2").compositor());
        assertEquals(List.of("--size", "800x600", "--theme", "dark"), Options.parse("--headless", "--size", "800x600", "--theme", "dark").compositor());
        assertEquals(List.of("--natural-scroll", "on"), Options.parse("--drm", "--natural-scroll", "on").compositor());
    }

    @Test
    void what_the_compositor_does_not_understand_is_refused_with_what_there_is() {
        var e = assertThrows(IllegalArgumentException.class, () -> Options.parse("--holographic"));
        assertTrue(e.getMessage().startsWith("Unknown option \"--holographic\": there are --headless, "), e.getMessage());
    }

    @Test
    void a_missing_value_is_named() {
        assertEquals("--size needs a value.", assertThrows(IllegalArgumentException.class, () -> Options.parse("--size")).getMessage());
    }
}
