package weft.compositor.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static weft.compositor.process.ControlClient.number;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weft.compositor.window.FrameLayout;
import weft.compositor.window.Part;

/** X programs that people use, unmodified, on a compositor in its own process, by an X server that is started for them. */
class XProgramsTest {
    private static final int WIDTH = 1280, BLACK = 0xff000000, WHITE = 0xffffffff, CONTROL = 29;
    @TempDir Path folder;

    @Test
    void an_x_program_is_shown_with_a_bar_that_says_what_it_is() throws Exception {
        try (var compositor = new CompositorProcess(folder, "--x11"); var control = compositor.control()) {
            assertTrue(server(compositor).isEmpty(), "there is an X server before anybody asked for one");
            var program = compositor.start("xeyes", "-geometry", "300x200");
            var w = control.windowOf("XEyes");
            assertEquals("xeyes", w.get("title"));
            assertEquals(program.pid(), number(w, "pid"));
            assertEquals(300, number(w, "width"));
            assertEquals(200, number(w, "height"));
            assertEquals(number(w, "y") - FrameLayout.TOP, number((Map<?, ?>) w.get("frame"), "y"));
            control.untilFrame("the eyes are not drawn", () -> {
                int[] pixels = control.screenshot();
                return count(pixels, w, WHITE) > 5_000 && count(pixels, w, BLACK) > 2_000;
            });
        }
    }

    @Test
    void what_is_typed_into_xterm_is_done_by_its_shell() throws Exception {
        try (var compositor = new CompositorProcess(folder, "--x11"); var control = compositor.control()) {
            xterm(compositor, control);
            assertEquals("typed", answer(control, "echo typed"));
        }
    }

    @Test
    void an_xterm_that_is_resized_by_its_edge_has_other_lines_and_columns() throws Exception {
        try (var compositor = new CompositorProcess(folder, "--x11"); var control = compositor.control()) {
            var w = xterm(compositor, control);
            String before = answer(control, "stty size");
            var frame = (Map<?, ?>) w.get("frame");
            int x = number(frame, "x") + number(frame, "width") - 1, y = number(frame, "y") + number(frame, "height") - 1;
            press(control, x, y, true);
            control.ask("POINTER_MOVE", Map.of("x", x + 200, "y", y + 130));
            press(control, x + 200, y + 130, false);
            var larger = control.window(o -> number(o, "width") > number(w, "width") + 150 && number(o, "height") > number(w, "height") + 100);
            assertEquals(number(w, "x"), number(larger, "x"));
            assertNotEquals(before, answer(control, "stty size"));
        }
    }

    @Test
    void a_maximized_xterm_fills_what_there_is_and_returns_to_what_it_was() throws Exception {
        try (var compositor = new CompositorProcess(folder, "--x11"); var control = compositor.control()) {
            var w = xterm(compositor, control);
            button(control, w, Part.MAXIMIZE);
            var full = control.window(o -> "maximized".equals(o.get("state")) && number(o, "width") > WIDTH - 10);
            button(control, full, Part.MAXIMIZE);
            control.window(o -> "floating".equals(o.get("state")) && number(o, "width") == number(w, "width") && number(o, "height") == number(w, "height") && number(o, "x") == number(w, "x"));
        }
    }

    @Test
    void the_close_button_ends_a_program_and_the_last_one_the_x_server() throws Exception {
        try (var compositor = new CompositorProcess(folder, "--x11"); var control = compositor.control()) {
            var program = compositor.start("xeyes");
            var w = control.windowOf("XEyes");
            var server = server(compositor).orElseThrow();
            button(control, w, Part.CLOSE);
            assertTrue(program.waitFor(60, TimeUnit.SECONDS), "xeyes goes on");
            server.onExit().get(60, TimeUnit.SECONDS);
            compositor.start("xeyes");
            control.windowOf("XEyes");
        }
    }

    @Test
    void a_menu_of_xterm_is_where_it_was_asked_for_and_what_is_chosen_in_it_is_done() throws Exception {
        try (var compositor = new CompositorProcess(folder, "--x11"); var control = compositor.control()) {
            var w = xterm(compositor, control);
            int x = number(w, "x") + 150, y = number(w, "y") + 100;
            control.ask("POINTER_MOVE", Map.of("x", x, "y", y));
            control.ask("KEY", Map.of("code", CONTROL, "pressed", true));
            press(control, x, y, true);
            var menu = (Map<?, ?>) popups(control.window(o -> !popups(o).isEmpty())).getFirst();
            // The program puts it so that its title is under the pointer, half of its width to the left.
            assertEquals(x, number(menu, "x") + number(menu, "width") / 2, 4);
            assertTrue(Math.abs(y - number(menu, "y")) < 40, menu + " at " + y);
            control.untilFrame("the menu is not drawn", () -> count(control.screenshot(), menu, BLACK) > 500);
            control.ask("KEY", Map.of("code", CONTROL, "pressed", false));
            // Its last entry: Quit.
            int last = number(menu, "y") + number(menu, "height") - 8;
            control.ask("POINTER_MOVE", Map.of("x", x, "y", last - 20));
            press(control, x, last, false);
            control.untilFrame("xterm does not quit", () -> ControlClient.windows(control.ask("WINDOWS")).isEmpty());
        }
    }

    @Test
    void a_killed_x_server_takes_the_windows_of_x_programs_along_and_nobody_else() throws Exception {
        try (var compositor = new CompositorProcess(folder, "--x11"); var control = compositor.control()) {
            var other = compositor.start("weston-simple-shm");
            control.windowOf("org.freedesktop.weston.simple-shm");
            var program = compositor.start("xeyes");
            control.windowOf("XEyes");
            server(compositor).orElseThrow().destroyForcibly();
            assertTrue(program.waitFor(60, TimeUnit.SECONDS), "xeyes goes on without its server");
            control.untilFrame("its window stays", () -> ControlClient.windows(control.ask("WINDOWS")).size() == 1);
            assertTrue(other.isAlive(), compositor.log());
            compositor.start("xeyes");
            control.windowOf("XEyes");
        }
    }

    @Test
    void who_does_not_have_the_secret_is_not_let_in() throws Exception {
        try (var compositor = new CompositorProcess(folder, "--x11")) {
            var builder = new ProcessBuilder("xeyes").redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
            builder.environment().put("DISPLAY", compositor.xEnvironment().get("DISPLAY"));
            builder.environment().put("XAUTHORITY", "/dev/null");
            builder.environment().put("HOME", folder.toString());
            var stranger = builder.start();
            try {
                assertTrue(stranger.waitFor(60, TimeUnit.SECONDS), "it waits");
                assertNotEquals(0, stranger.exitValue());
            } finally {
                stranger.destroyForcibly().waitFor();
            }
            assertEquals("rw-------", java.nio.file.attribute.PosixFilePermissions.toString(Files.getPosixFilePermissions(Path.of(compositor.xEnvironment().get("XAUTHORITY")))));
        }
    }

    @Test
    void a_session_finds_in_its_folder_what_x_programs_need() throws Exception {
        var session = Files.createDirectory(folder.resolve("session"));
        try (var compositor = new CompositorProcess(folder, Map.of("WEFT_RUNTIME_DIR", session.toString()), "--x11"); var control = compositor.control()) {
            var lines = Files.readAllLines(session.resolve("x11.env"));
            assertEquals(List.of("DISPLAY=" + compositor.xEnvironment().get("DISPLAY"), "XAUTHORITY=" + session.resolve("xauthority")), lines);
            compositor.start("env", lines.get(0), lines.get(1), "xeyes");
            control.windowOf("XEyes");
        }
    }

    @Test
    void a_compositor_that_ends_leaves_no_display_and_no_server() throws Exception {
        try (var compositor = new CompositorProcess(folder, "--x11"); var control = compositor.control()) {
            compositor.start("xeyes");
            control.windowOf("XEyes");
            var server = server(compositor).orElseThrow();
            String number = compositor.xEnvironment().get("DISPLAY").substring(1);
            assertTrue(Files.exists(Path.of("/tmp/.X11-unix/X" + number)) && Files.exists(Path.of("/tmp/.X" + number + "-lock")));
            compositor.terminate();
            server.onExit().get(60, TimeUnit.SECONDS);
            // Another compositor may have taken the number since.
            String pid = Long.toString(compositor.process().pid());
            Path lock = Path.of("/tmp/.X" + number + "-lock");
            assertFalse(Files.exists(lock) && Files.readString(lock).strip().equals(pid));
            assertFalse(Files.exists(folder.resolve("wayland-test-xauthority")));
        }
    }

    private Map<?, ?> xterm(CompositorProcess compositor, ControlClient control) throws IOException {
        Files.createDirectory(folder.resolve("answers"));
        compositor.start("xterm", "-geometry", "80x24", "-e", "/bin/sh");
        return control.windowOf("XTerm");
    }

    /** What a command says that is typed. */
    private String answer(ControlClient control, String command) throws Exception {
        var answers = folder.resolve("answers");
        try (var watch = FileSystems.getDefault().newWatchService()) {
            answers.register(watch, StandardWatchEventKinds.ENTRY_CREATE);
            String name = "a" + System.nanoTime();
            control.type(command + " > " + answers.resolve("~") + "; mv " + answers.resolve("~") + " " + answers.resolve(name) + "\n");
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
            while (!Files.exists(answers.resolve(name))) {
                var key = watch.poll(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
                assertTrue(key != null, "the shell does not answer");
                key.pollEvents();
                key.reset();
            }
            return Files.readString(answers.resolve(name)).strip();
        }
    }

    private static void press(ControlClient control, int x, int y, boolean down) throws IOException {
        control.ask("POINTER_MOVE", Map.of("x", x, "y", y));
        control.ask("POINTER_BUTTON", Map.of("button", "left", "pressed", down));
    }

    private static void button(ControlClient control, Map<?, ?> w, Part button) throws IOException {
        var frame = (Map<?, ?>) w.get("frame");
        control.click(number(frame, "x") + FrameLayout.buttonCentreX(button, number(frame, "width")), number(frame, "y") + FrameLayout.buttonCentreY());
    }

    private static List<?> popups(Map<?, ?> window) {
        return (List<?>) window.get("popups");
    }

    private static Optional<ProcessHandle> server(CompositorProcess compositor) {
        return compositor.process().children().filter(p -> p.info().command().orElse("").endsWith("Xwayland")).findFirst();
    }

    private static int count(int[] pixels, Map<?, ?> place, int colour) {
        int n = 0;
        for (int y = number(place, "y"); y < number(place, "y") + number(place, "height"); y++) {
            for (int x = number(place, "x"); x < number(place, "x") + number(place, "width"); x++) if (pixels[y * WIDTH + x] == colour) n++;
        }
        return n;
    }
}
