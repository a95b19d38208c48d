package weft.compositor.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static weft.compositor.process.ControlClient.number;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** X programs that ask for what nobody could need: the compositor goes on, and so do its Wayland clients and other X programs. */
class HostileXProgramsTest {
    @TempDir Path folder;
    private CompositorProcess compositor;
    private ControlClient control;

    @BeforeEach
    void start() throws Exception {
        compositor = new CompositorProcess(folder, "--x11");
        control = compositor.control();
        compositor.start("weston-simple-shm");
        control.windowOf("org.freedesktop.weston.simple-shm");
    }

    @AfterEach
    void end() throws Exception {
        control.close();
        compositor.close();
    }

    @Test
    void a_title_of_megabytes_is_cut() throws Exception {
        try (var program = new XClient(compositor.xEnvironment())) {
            int window = program.create(0, 0, 300, 200, false);
            byte[] title = new byte[1 << 17];
            Arrays.fill(title, (byte) 'x');
            for (int i = 0; i < 32; i++) program.property(window, i > 0, XClient.WM_NAME, XClient.STRING, title);
            program.map(window);
            program.sync();
            var shown = control.window(w -> String.valueOf(w.get("title")).startsWith("xxx"));
            assertEquals(512, String.valueOf(shown.get("title")).length());
            othersGoOn();
        }
    }

    @Test
    void a_property_that_changes_without_end_disturbs_nobody() throws Exception {
        try (var program = new XClient(compositor.xEnvironment())) {
            int window = program.create(0, 0, 300, 200, false);
            program.map(window);
            for (int i = 0; i <= 100_000; i++) program.property(window, false, XClient.WM_NAME, XClient.STRING, ("title " + i).getBytes(StandardCharsets.US_ASCII));
            program.sync();
            control.window(w -> "title 100000".equals(w.get("title")));
            othersGoOn();
        }
    }

    @Test
    void windows_of_nonsense_sizes_are_held_within_bounds_or_not_shown() throws Exception {
        try (var program = new XClient(compositor.xEnvironment())) {
            int huge = program.create(-32768, -32768, 65535, 65535, false), menu = program.create(32767, 32767, 65535, 65535, true);
            int changing = program.create(0, 0, 1, 1, false);
            program.property(changing, false, XClient.WM_NAME, XClient.STRING, "changing".getBytes(StandardCharsets.US_ASCII));
            for (int w : List.of(huge, menu, changing)) program.map(w);
            program.sync();
            control.window(w -> "changing".equals(w.get("title")));
            program.configure(changing, 32767, -32768, 65535, 0);
            program.configure(changing, 5, 5, 0x7fffffff, 0x7fffffff);
            program.configure(changing, 5, 5, 123, 77);
            program.sync();
            var small = control.window(w -> "changing".equals(w.get("title")) && number(w, "width") == 123 && number(w, "height") == 77);
            assertTrue(number(small, "x") >= 0 && number(small, "y") >= 0, "it has put itself beside the screen: " + small);
            othersGoOn();
        }
    }

    @Test
    void of_thousands_of_windows_as_many_are_shown_as_somebody_could_use() throws Exception {
        try (var program = new XClient(compositor.xEnvironment())) {
            for (int i = 0; i < 3000; i++) program.map(program.create(i % 500, i % 300, 40, 40, false));
            program.sync();
            control.untilFrame("fewer are shown", () -> ControlClient.windows(control.ask("WINDOWS")).size() > 256);
            for (int i = 0; i < 3; i++) control.nextFrame();
            assertEquals(257, ControlClient.windows(control.ask("WINDOWS")).size());
        }
        control.untilFrame("they stay", () -> ControlClient.windows(control.ask("WINDOWS")).size() == 1);
        othersGoOn();
    }

    @Test
    void thousands_of_menus_harm_no_more_than_other_x_programs() throws Exception {
        try (var program = new XClient(compositor.xEnvironment())) {
            for (int i = 0; i < 3000; i++) program.map(program.create(i % 500, i % 300, 40, 40, true));
            program.sync();
        } catch (IOException e) {
            // The X server has ended: it asked for more memory than a client here may.
        }
        control.untilFrame("they stay", () -> ControlClient.windows(control.ask("WINDOWS")).size() == 1);
        othersGoOn();
    }

    @Test
    void a_program_that_takes_the_keyboard_does_not_get_what_is_typed_elsewhere() throws Exception {
        compositor.start("xterm", "-e", "/bin/sh", "-c", "read line; printf %s \"$line\" > " + folder.resolve("line~") + "; mv " + folder.resolve("line~") + " " + folder.resolve("line"));
        var xterm = control.windowOf("XTerm");
        try (var program = new XClient(compositor.xEnvironment()); var watch = folder.getFileSystem().newWatchService()) {
            folder.register(watch, java.nio.file.StandardWatchEventKinds.ENTRY_CREATE);
            int thief = program.create(0, 0, 200, 100, false);
            program.property(thief, false, XClient.WM_NAME, XClient.STRING, "thief".getBytes(StandardCharsets.US_ASCII));
            program.map(thief);
            program.sync();
            control.window(w -> "thief".equals(w.get("title")));
            control.ask("ACTIVATE_WINDOW", Map.of("id", number(xterm, "id")));
            control.window(w -> "XTerm".equals(w.get("app_id")) && Boolean.TRUE.equals(w.get("focused")));
            for (int i = 0; i < 50; i++) program.focus(thief);
            long deadline = System.nanoTime() + java.util.concurrent.TimeUnit.SECONDS.toNanos(60);
            while (program.focused() == thief) assertTrue(System.nanoTime() < deadline, "it keeps the keyboard");
            control.type("secret\n");
            while (!java.nio.file.Files.exists(folder.resolve("line"))) {
                var key = watch.poll(60, java.util.concurrent.TimeUnit.SECONDS);
                assertTrue(key != null, "what was typed did not arrive");
                key.pollEvents();
                key.reset();
            }
            assertEquals("secret", java.nio.file.Files.readString(folder.resolve("line")));
        }
    }

    @Test
    void a_surface_of_another_cannot_be_claimed_by_a_made_up_message() throws Exception {
        compositor.start("xeyes");
        var eyes = control.windowOf("XEyes");
        try (var program = new XClient(compositor.xEnvironment())) {
            int window = program.create(0, 0, 300, 200, false);
            program.property(window, false, XClient.WM_NAME, XClient.STRING, "claimer".getBytes(StandardCharsets.US_ASCII));
            program.map(window);
            program.sync();
            control.window(w -> "claimer".equals(w.get("title")));
            int type = program.atom("WL_SURFACE_ID");
            for (int id = 1; id < 500; id++) program.message(window, type, id);
            program.sync();
            control.ask("SYNC");
            othersGoOn();
            assertEquals(300, number(control.window(w -> "claimer".equals(w.get("title"))), "width"));
            assertEquals(number(eyes, "width"), number(control.windowOf("XEyes"), "width"));
        }
    }

    private void othersGoOn() throws IOException {
        compositor.start("xeyes");
        control.windowOf("XEyes");
        control.ask("SYNC");
        control.windowOf("org.freedesktop.weston.simple-shm");
        assertTrue(compositor.process().isAlive());
    }
}
