package weft.compositor.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static weft.compositor.process.ControlClient.number;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is copied in an X program is inserted in a Wayland program, and the other way round: xclip, wl-copy and wl-paste, unmodified. */
class XClipboardTest {
    @TempDir Path folder;
    private CompositorProcess compositor;
    private ControlClient control;
    private Map<?, ?> eyes;

    @BeforeEach
    void start() throws Exception {
        compositor = new CompositorProcess(folder, "--x11");
        control = compositor.control();
        compositor.start("xeyes");
        eyes = control.windowOf("XEyes");
    }

    @AfterEach
    void end() throws Exception {
        control.close();
        compositor.close();
    }

    @Test
    void what_an_x_program_copies_is_pasted_in_a_wayland_program() throws Exception {
        copyInX("clipboard", "copied in X: grüße".getBytes("UTF-8"));
        assertPasted("copied in X: grüße".getBytes("UTF-8"), "wl-paste", "--no-newline");
    }

    @Test
    void what_an_x_program_has_selected_is_pasted_by_the_middle_button_of_a_wayland_program() throws Exception {
        copyInX("primary", "selected in X".getBytes("UTF-8"));
        assertPasted("selected in X".getBytes("UTF-8"), "wl-paste", "--no-newline", "--primary");
    }

    @Test
    void what_a_wayland_program_copies_is_pasted_in_an_x_program() throws Exception {
        copyInWayland("copied in Wayland: grüße".getBytes("UTF-8"));
        assertPasted("copied in Wayland: grüße".getBytes("UTF-8"), "xclip", "-o", "-selection", "clipboard", "-target", "UTF8_STRING");
    }

    @Test
    void megabytes_go_by_increments_from_x_to_wayland() throws Exception {
        byte[] much = text(3_000_000);
        copyInX("clipboard", much);
        assertPasted(much, "wl-paste", "--no-newline");
    }

    @Test
    void megabytes_go_by_increments_from_wayland_to_x() throws Exception {
        byte[] much = text(3_000_000);
        copyInWayland(much);
        assertPasted(much, "xclip", "-o", "-selection", "clipboard", "-target", "UTF8_STRING");
    }

    @Test
    void an_x_program_does_not_read_the_clipboard_while_a_wayland_program_has_the_keyboard() throws Exception {
        copyInWayland("secret".getBytes("UTF-8"));
        assertPasted("secret".getBytes("UTF-8"), "xclip", "-o", "-selection", "clipboard", "-target", "UTF8_STRING");
        compositor.start("weston-simple-shm");
        control.window(w -> "org.freedesktop.weston.simple-shm".equals(w.get("app_id")) && Boolean.TRUE.equals(w.get("focused")));
        assertFalse(new String(run("xclip", "-o", "-selection", "clipboard", "-target", "UTF8_STRING")).contains("secret"));
    }

    private static byte[] text(int length) {
        var random = new Random(7);
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) bytes[i] = (byte) ('a' + random.nextInt(26));
        return bytes;
    }

    // Goes on in the background, to hand it out.
    private void copyInX(String selection, byte[] content) throws Exception {
        activateEyes();
        var file = Files.write(folder.resolve("content"), content);
        compositor.start("xclip", "-quiet", "-i", "-selection", selection, file.toString());
    }

    private void copyInWayland(byte[] content) throws Exception {
        var file = Files.write(folder.resolve("content"), content);
        var copying = compositor.start("sh", "-c", "exec wl-copy --foreground --type 'text/plain;charset=utf-8' < " + file);
        assertTrue(copying.isAlive() || copying.exitValue() == 0);
    }

    private void activateEyes() throws IOException {
        control.ask("ACTIVATE_WINDOW", Map.of("id", number(eyes, "id")));
        control.window(w -> "XEyes".equals(w.get("app_id")) && Boolean.TRUE.equals(w.get("focused")));
    }

    // Who copies may be behind: asked again until it is there.
    private void assertPasted(byte[] content, String... command) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(90);
        byte[] pasted = {};
        while (System.nanoTime() < deadline) {
            activateEyes();
            pasted = run(command);
            if (java.util.Arrays.equals(content, pasted)) return;
        }
        assertEquals(new String(content, 0, Math.min(100, content.length)), new String(pasted, 0, Math.min(100, pasted.length)));
        assertEquals(content.length, pasted.length);
    }

    private byte[] run(String... command) throws Exception {
        var out = folder.resolve("pasted");
        var builder = new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(folder.resolve("paste.log").toFile());
        builder.environment().put("XDG_RUNTIME_DIR", folder.toString());
        builder.environment().put("WAYLAND_DISPLAY", "wayland-test");
        builder.environment().putAll(compositor.xEnvironment());
        var process = builder.start();
        try {
            assertTrue(process.waitFor(60, TimeUnit.SECONDS), command[0] + " waits");
            return Files.readAllBytes(out);
        } finally {
            process.destroyForcibly().waitFor();
        }
    }
}
