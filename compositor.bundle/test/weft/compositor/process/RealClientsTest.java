package weft.compositor.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static weft.compositor.process.ControlClient.number;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Programs that people use, on a compositor in its own process: they are shown, they draw, they take input. */
class RealClientsTest {
    private static final int WIDTH = 1280, HEIGHT = 800;
    @TempDir Path folder;

    @Test
    void simple_shm_draws_frame_after_frame_inside_its_window_only() throws Exception {
        try (var compositor = new CompositorProcess(folder); var control = compositor.control()) {
            var client = compositor.start("weston-simple-shm");
            var w = control.windowOf("org.freedesktop.weston.simple-shm");
            assertEquals(client.pid(), number(w, "pid"));
            control.nextFrame();
            int[] before = control.screenshot();
            for (int i = 0; i < 3; i++) control.nextFrame();
            int[] after = control.screenshot();
            assertTrue(changed(before, after, w) > 1000, "its pixels do not change");
            assertEquals(0, changedOutside(before, after, w), "pixels outside of it change");
        }
    }

    @Test
    void what_is_typed_into_foot_is_done_by_its_shell() throws Exception {
        typeInto("foot", "foot");
    }

    @Test
    void what_is_typed_into_weston_terminal_is_done_by_its_shell() throws Exception {
        typeInto("org.freedesktop.weston.wayland-terminal", "weston-terminal", "--shell=/bin/sh");
    }

    private void typeInto(String appId, String... command) throws Exception {
        var proofs = Files.createDirectory(folder.resolve("proofs"));
        try (var compositor = new CompositorProcess(folder); var control = compositor.control(); var watch = FileSystems.getDefault().newWatchService()) {
            proofs.register(watch, StandardWatchEventKinds.ENTRY_CREATE);
            compositor.start(command);
            var w = control.windowOf(appId);
            control.click(number(w, "x") + number(w, "width") / 2, number(w, "y") + number(w, "height") / 2);
            int[] before = control.screenshot();
            control.type("touch " + proofs + "/Proof_1; echo done\n");
            assertTrue(watch.poll(60, TimeUnit.SECONDS) != null, "the shell did not make the file");
            assertTrue(Files.exists(proofs.resolve("Proof_1")));
            waitForChange(control, before, w);
        }
    }

    @Test
    void a_gtk_program_shows_its_widgets_opens_a_menu_and_takes_text() throws Exception {
        try (var compositor = new CompositorProcess(folder); var control = compositor.control()) {
            compositor.start("gtk4-widget-factory");
            var w = control.windowOf("gtk4-widget-factory");
            int[] shown = waitForContent(control, w);
            assertTrue(colours(shown, w) > 200, "it shows hardly anything");
            control.click(number(w, "x") + 200, number(w, "y") + 250);
            control.type("weft");
            waitForChange(control, shown, w);
            control.click(number(w, "x") + 490, number(w, "y") + 250);
            var withMenu = control.window(o -> !((java.util.List<?>) o.get("popups")).isEmpty());
            assertEquals(number(w, "id"), number(withMenu, "id"));
        }
    }

    @Test
    void a_qt_program_shows_its_widgets_and_opens_a_menu() throws Exception {
        try (var compositor = new CompositorProcess(folder); var control = compositor.control()) {
            compositor.start("/usr/lib/qt6/bin/assistant");
            var w = control.windowOf("assistant");
            int[] shown = waitForContent(control, w);
            assertTrue(colours(shown, w) > 100, "it shows hardly anything");
            control.click(number(w, "x") + 20, number(w, "y") + 9);
            var withMenu = control.window(o -> !((java.util.List<?>) o.get("popups")).isEmpty());
            assertEquals(number(w, "id"), number(withMenu, "id"));
        }
    }

    @Test
    void closing_a_window_by_the_control_socket_ends_its_program() throws Exception {
        try (var compositor = new CompositorProcess(folder); var control = compositor.control()) {
            var client = compositor.start("foot");
            var w = control.windowOf("foot");
            control.ask("CLOSE_WINDOW", Map.of("id", number(w, "id")));
            assertTrue(client.waitFor(30, TimeUnit.SECONDS), "foot goes on");
        }
    }

    @Test
    void a_killed_client_leaves_nothing_on_the_screen() throws Exception {
        try (var compositor = new CompositorProcess(folder); var control = compositor.control()) {
            control.ask("SYNC");
            int[] empty = control.screenshot();
            var client = compositor.start("weston-simple-shm");
            control.windowOf("org.freedesktop.weston.simple-shm");
            client.destroyForcibly().waitFor();
            control.untilFrame("its window stays", () -> ControlClient.windows(control.ask("WINDOWS")).isEmpty());
            control.ask("SYNC");
            assertTrue(Arrays.equals(empty, control.screenshot()));
        }
    }

    private static void waitForChange(ControlClient control, int[] before, Map<?, ?> w) throws IOException {
        control.untilFrame("the window does not change", () -> changed(before, control.screenshot(), w) > 0);
    }

    /** The screen once the window shows more than one colour. */
    private static int[] waitForContent(ControlClient control, Map<?, ?> w) throws IOException {
        control.untilFrame("the window shows one colour", () -> colours(control.screenshot(), w) > 1);
        return control.screenshot();
    }

    private static boolean inside(int i, Map<?, ?> place) {
        int x = i % WIDTH - number(place, "x"), y = i / WIDTH - number(place, "y");
        return x >= 0 && y >= 0 && x < number(place, "width") && y < number(place, "height");
    }

    private static int changed(int[] before, int[] after, Map<?, ?> w) {
        int n = 0;
        for (int i = 0; i < WIDTH * HEIGHT; i++) if (before[i] != after[i] && inside(i, w)) n++;
        return n;
    }

    private static int changedOutside(int[] before, int[] after, Map<?, ?> w) {
        int n = 0;
        for (int i = 0; i < WIDTH * HEIGHT; i++) if (before[i] != after[i] && !inside(i, w)) n++;
        return n;
    }

    private static int colours(int[] pixels, Map<?, ?> w) {
        Set<Integer> seen = new HashSet<>();
        for (int i = 0; i < WIDTH * HEIGHT; i++) if (inside(i, w)) seen.add(pixels[i]);
        return seen.size();
    }
}
