package weft.compositor.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What draws is chosen for the machine, and said. */
class RendererChoiceTest {
    @TempDir
    Path folder;

    private static String renderer(CompositorProcess compositor) throws Exception {
        try (var control = compositor.control()) {
            return (String) control.ask("OUTPUTS", Map.of()).get("renderer");
        }
    }

    private static List<String> libraries(CompositorProcess compositor) throws IOException {
        return Files.readAllLines(Path.of("/proc", Long.toString(compositor.process().pid()), "maps"));
    }

    private static void assertNoneOfAGpu(CompositorProcess compositor) throws IOException {
        var loaded = libraries(compositor).stream().filter(l -> l.contains("libEGL") || l.contains("libGLES") || l.contains("libgbm") || l.contains("libLLVM")).toList();
        assertEquals(List.of(), loaded);
    }

    @Test
    void where_there_is_no_gpu_software_draws_and_no_library_of_a_gpu_is_loaded() throws Exception {
        assumeFalse(Files.isDirectory(Path.of("/dev/dri")), "this machine may have a GPU");
        try (var compositor = new CompositorProcess(folder)) {
            assertEquals("software", renderer(compositor));
            assertNoneOfAGpu(compositor);
            assertTrue(compositor.log().contains("drawing in software, because there is no GPU"), compositor.log());
        }
    }

    @Test
    void software_is_drawn_with_when_it_is_asked_for() throws Exception {
        try (var compositor = new CompositorProcess(folder, "--renderer", "software")) {
            assertEquals("software", renderer(compositor));
            assertNoneOfAGpu(compositor);
        }
    }

    @Test
    void opengl_is_drawn_with_when_it_is_asked_for() throws Exception {
        try (var compositor = new CompositorProcess(folder, "--renderer", "gles"); var control = compositor.control()) {
            assertTrue(renderer(compositor).startsWith("gles ("), renderer(compositor));
            assertEquals(1280, ((Number) control.ask("SCREENSHOT", Map.of()).get("width")).intValue());
            assertTrue(libraries(compositor).stream().anyMatch(l -> l.contains("libEGL")));
        }
    }

    @Test
    void without_a_driver_software_draws_although_opengl_was_asked_for() throws Exception {
        // Where the library looks for drivers there are none.
        try (var compositor = new CompositorProcess(folder, Map.of("__EGL_VENDOR_LIBRARY_FILENAMES", folder.resolve("none").toString()), "--renderer", "gles")) {
            assertEquals("software", renderer(compositor));
            assertTrue(compositor.log().contains("drawing in software although OpenGL was asked for"), compositor.log());
        }
    }
}
