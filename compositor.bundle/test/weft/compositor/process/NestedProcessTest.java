package weft.compositor.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static weft.compositor.process.ControlClient.number;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A compositor process that is a window of another: of our own, and of Weston. */
class NestedProcessTest {
    private static final int WIDTH = 640, HEIGHT = 480, OUTER_WIDTH = 1280, WESTON_WIDTH = 800, WESTON_HEIGHT = 600;
    private static final int TRIES = 50;
    @TempDir Path folder;
    private Path outside, inside;

    @BeforeEach
    void makeFolders() throws IOException {
        outside = Files.createDirectory(folder.resolve("o"));
        inside = Files.createDirectory(folder.resolve("i"));
    }

    private CompositorProcess nested(Path parent) throws IOException {
        return nested(parent, "--size", WIDTH + "x" + HEIGHT);
    }

    private CompositorProcess nested(Path parent, String... outputs) throws IOException {
        return new CompositorProcess(inside, Map.of("WAYLAND_DISPLAY", parent.toString()), Stream.concat(Stream.of("--nested"), Stream.of(outputs)).toArray(String[]::new));
    }

    private static Map<?, ?> output(Map<?, ?> outputs, int number) {
        return (Map<?, ?>) ((List<?>) outputs.get("outputs")).get(number - 1);
    }

    @Test
    void what_the_inner_client_draws_is_on_the_outer_screen_and_keys_of_the_outer_one_reach_it() throws Exception {
        var proofs = Files.createDirectory(folder.resolve("proofs"));
        try (var outer = new CompositorProcess(outside); var screen = outer.control(); var inner = nested(outside.resolve("wayland-test"));
                var control = inner.control(); var watch = FileSystems.getDefault().newWatchService()) {
            proofs.register(watch, StandardWatchEventKinds.ENTRY_CREATE);
            var window = screen.windowOf("org.weft.compositor");
            inner.start("foot");
            var foot = control.windowOf("foot");
            screen.click(number(window, "x") + number(foot, "x") + 50, number(window, "y") + number(foot, "y") + 50);
            screen.type("touch " + proofs + "/Proof_1; echo done\n");
            assertTrue(watch.poll(60, TimeUnit.SECONDS) != null, "the shell did not make the file");
            assertSamePicture(screen, window, control);
        }
    }

    // The corners of the outer window are round, and the cursor of the shell may blink: compared until they agree.
    private static void assertSamePicture(ControlClient screen, Map<?, ?> window, ControlClient control) throws IOException {
        for (int i = 0; i < TRIES; i++) {
            int[] is = screen.screenshot(), should = control.screenshot();
            int differing = 0;
            for (int y = 0; y < HEIGHT - 20; y++) {
                int from = (number(window, "y") + y) * OUTER_WIDTH + number(window, "x");
                if (Arrays.mismatch(is, from, from + WIDTH, should, y * WIDTH, (y + 1) * WIDTH) >= 0) differing++;
            }
            if (differing == 0) return;
            control.ask("SYNC");
            screen.ask("SYNC");
        }
        throw new AssertionError("the outer screen does not show the inner one");
    }

    @Test
    void closing_the_window_ends_the_process_as_a_log_out_does() throws Exception {
        try (var outer = new CompositorProcess(outside); var screen = outer.control(); var inner = nested(outside.resolve("wayland-test"))) {
            screen.ask("CLOSE_WINDOW", Map.of("id", number(screen.windowOf("org.weft.compositor"), "id")));
            assertTrue(inner.process().waitFor(30, TimeUnit.SECONDS), "it goes on");
            assertEquals(0, inner.process().exitValue());
            assertTrue(inner.log().contains("the compositor ends: the window was closed"), inner.log());
            assertTrue(Files.notExists(inside.resolve("wayland-test")));
        }
    }

    @Test
    void each_output_is_a_window_and_closing_the_last_one_ends_the_process() throws Exception {
        try (var outer = new CompositorProcess(outside); var screen = outer.control();
                var inner = nested(outside.resolve("wayland-test"), "--outputs", "500x400,400x300@2"); var control = inner.control()) {
            var first = screen.window(w -> "WEFT OS · WEFT-1".equals(w.get("title")));
            var second = screen.window(w -> "WEFT OS · WEFT-2".equals(w.get("title")));
            assertEquals(List.of(500, 400, 400, 300), List.of(number(first, "width"), number(first, "height"), number(second, "width"), number(second, "height")));
            var there = output(control.ask("OUTPUTS"), 2);
            assertEquals(List.of(500, 200, 150), List.of(number(there, "x"), number(there, "width"), number(there, "height")));
            screen.ask("CLOSE_WINDOW", Map.of("id", number(first, "id")));
            control.untilFrame("the output of a closed window stays", () -> ((List<?>) control.ask("OUTPUTS").get("outputs")).size() == 1);
            assertEquals("WEFT-2", output(control.ask("OUTPUTS"), 1).get("name"));
            screen.ask("CLOSE_WINDOW", Map.of("id", number(second, "id")));
            assertTrue(inner.process().waitFor(30, TimeUnit.SECONDS), "it goes on");
            assertEquals(0, inner.process().exitValue());
        }
    }

    @Test
    void westons_scale_is_followed_by_every_output() throws Exception {
        var weston = weston("--scale=2", "--width=" + WESTON_WIDTH, "--height=" + WESTON_HEIGHT);
        try (var log = weston.inputReader()) {
            awaitShell(log);
            try (var inner = nested(outside.resolve("parent"), "--outputs", "320x240,200x150"); var control = inner.control()) {
                inner.start("weston-flower");
                control.window(w -> true);
                control.untilFrame("the scale is not weston's", () -> number(output(control.ask("OUTPUTS"), 1), "scale") == 2 && number(output(control.ask("OUTPUTS"), 2), "scale") == 2);
                var outputs = control.ask("OUTPUTS");
                assertEquals(List.of(0, 320, 320, 200), List.of(number(output(outputs, 1), "x"), number(output(outputs, 1), "width"), number(output(outputs, 2), "x"), number(output(outputs, 2), "width")));
                assertEquals(640, number((Map<?, ?>) output(outputs, 1).get("mode"), "width"));
            }
        } finally {
            weston.destroyForcibly().waitFor();
        }
    }

    @Test
    void on_a_screen_of_twice_the_pixels_weston_shows_every_pixel() throws Exception {
        var weston = weston("--scale=2", "--width=" + WESTON_WIDTH, "--height=" + WESTON_HEIGHT);
        try (var log = weston.inputReader()) {
            awaitShell(log);
            try (var inner = nested(outside.resolve("parent"), "--outputs", "320x240"); var control = inner.control()) {
                control.untilFrame("the scale is not weston's", () -> number(output(control.ask("OUTPUTS"), 1), "scale") == 2);
                boolean shown = false;
                for (int i = 0; i < TRIES && !shown; i++) shown = shows(westonScreenshot(), 2 * WESTON_WIDTH, control.screenshot(), 640, 480);
                assertTrue(shown, "weston does not show the output pixel for pixel");
            }
        } finally {
            weston.destroyForcibly().waitFor();
        }
    }

    private Process weston(String... options) throws IOException {
        var command = new ArrayList<>(List.of("weston", "--backend=headless-backend.so", "--use-pixman", "--no-config", "--debug", "--socket=parent"));
        command.addAll(List.of(options));
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("XDG_RUNTIME_DIR", outside.toString());
        return builder.start();
    }

    @Test
    void without_a_session_to_be_a_window_of_it_refuses_with_a_sentence() throws Exception {
        var nobody = assertThrows(IOException.class, () -> nested(outside.resolve("wayland-9")));
        assertTrue(nobody.getMessage().contains("weft compositor: The Wayland session at " + outside.resolve("wayland-9") + " cannot be used: "), nobody.getMessage());
        var unsaid = assertThrows(IOException.class, () -> nested(Path.of("")));
        assertTrue(unsaid.getMessage().contains("WAYLAND_DISPLAY is not set"), unsaid.getMessage());
    }

    @Test
    void weston_shows_it_and_the_end_of_weston_is_told() throws Exception {
        var weston = weston("--width=" + WESTON_WIDTH, "--height=" + WESTON_HEIGHT);
        try (var log = weston.inputReader()) {
            awaitShell(log);
            try (var inner = nested(outside.resolve("parent")); var control = inner.control()) {
                inner.start("weston-flower");
                control.window(w -> true);
                control.ask("SYNC");
                assertSamePictureInWeston(control);
                weston.destroy();
                assertTrue(inner.process().waitFor(30, TimeUnit.SECONDS), "it goes on");
                assertEquals(0, inner.process().exitValue());
                assertTrue(inner.log().contains("the compositor ends: the Wayland session that showed the window is gone"), inner.log());
            }
        } finally {
            weston.destroyForcibly().waitFor();
        }
    }

    private static void awaitShell(BufferedReader log) throws IOException {
        for (String line; (line = log.readLine()) != null; ) if (line.contains("weston-desktop-shell")) return;
        throw new AssertionError("weston does not start");
    }

    private void assertSamePictureInWeston(ControlClient control) throws Exception {
        for (int i = 0; i < TRIES; i++) {
            int[] is = westonScreenshot(), should = control.screenshot();
            if (shows(is, WESTON_WIDTH, should, WIDTH, HEIGHT)) return;
        }
        throw new AssertionError("weston does not show the inner screen");
    }

    // Weston puts windows anywhere.
    private static boolean shows(int[] screen, int screenWidth, int[] picture, int width, int height) {
        for (int at = 0; at <= screen.length - width; at++) {
            if (at % screenWidth > screenWidth - width || at / screenWidth > screen.length / screenWidth - height) continue;
            int rows = 0;
            while (rows < height && Arrays.equals(screen, at + rows * screenWidth, at + rows * screenWidth + width, picture, rows * width, (rows + 1) * width)) rows++;
            if (rows == height) return true;
        }
        return false;
    }

    private int[] westonScreenshot() throws Exception {
        var pictures = Files.createDirectories(folder.resolve("pictures"));
        var builder = new ProcessBuilder("weston-screenshooter").directory(pictures.toFile());
        builder.environment().put("XDG_RUNTIME_DIR", outside.toString());
        builder.environment().put("WAYLAND_DISPLAY", "parent");
        assertEquals(0, builder.start().waitFor());
        try (var files = Files.list(pictures)) {
            Path file = files.findFirst().orElseThrow();
            var image = ImageIO.read(file.toFile());
            Files.delete(file);
            return image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
        }
    }
}
