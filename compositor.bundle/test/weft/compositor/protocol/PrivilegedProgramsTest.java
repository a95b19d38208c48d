package weft.compositor.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weft.compositor.output.OutputIdentity;
import weft.compositor.output.OutputMode;
import weft.compositor.output.OutputSettings;
import weft.compositor.scene.Rect;
import weft.compositor.scene.Transform;
import weft.os.UnixSocket;
import weft.wayland.protocol.client.WlSeat;

/** Programs that people use with wlroots' protocols, on the privileged socket: grim, wl-copy, wl-paste, wtype. */
class PrivilegedProgramsTest extends ProtocolTest {
    @TempDir Path folder;
    private final List<Process> programs = new ArrayList<>();

    @BeforeEach
    void listen() throws Exception {
        server.host().display().listen(UnixSocket.listen(folder.resolve("wayland-test"), 4), true);
    }

    @AfterEach
    void endPrograms() throws Exception {
        for (var p : programs) p.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
    }

    private Process start(String... command) throws IOException {
        var builder = new ProcessBuilder(command).redirectError(folder.resolve("errors").toFile());
        builder.environment().put("XDG_RUNTIME_DIR", folder.toString());
        builder.environment().put("WAYLAND_DISPLAY", "wayland-test");
        var p = builder.start();
        programs.add(p);
        p.onExit().thenRun(() -> server.host().loop().post(() -> {}));
        return p;
    }

    private void run(String... command) throws Exception {
        var p = start(command);
        server.until(() -> !p.isAlive());
        assertEquals(0, p.exitValue(), Files.readString(folder.resolve("errors")));
    }

    @Test
    void grim_takes_a_picture_of_what_is_on_the_output() throws Exception {
        client.window(200, 100, RED).map();
        var file = folder.resolve("picture.png");
        run("grim", file.toString());
        var picture = ImageIO.read(file.toFile());
        assertEquals(TestCompositor.WIDTH, picture.getWidth());
        assertEquals(RED, picture.getRGB(lastX() + 50, lastY() + 50));
        assertEquals(server.pixel(5, 5), picture.getRGB(5, 5));
    }

    @Test
    void wtype_types_what_no_key_of_the_keyboard_has() throws Exception {
        client.window(200, 100, RED).map();
        var typed = new StringBuilder();
        var keyboard = client.bind(WlSeat.TYPE).getKeyboard();
        keyboard.setEvents(new TypedText(typed));
        server.settle();
        run("wtype", "Grüße, Καλημέρα!");
        server.settle();
        assertEquals("Grüße, Καλημέρα!", typed.toString());
    }

    @Test
    void grim_puts_the_pictures_of_turned_and_scaled_outputs_together_as_the_desktop_is() throws Exception {
        client.window(200, 100, RED).map();
        server.headless().add(new OutputIdentity("WEFT-2", "", "", ""), new OutputMode(600, 800, 0), new OutputSettings(true, new OutputMode(600, 800, 0), TestCompositor.WIDTH, 0, 240, Transform.FLIPPED_90));
        server.settle();
        server.host().workspace().desktop().ask(server.lastWindow(), new Rect(TestCompositor.WIDTH + 50, 60, 200, 100));
        server.settle();
        var file = folder.resolve("picture.png");
        run("grim", "-s", "1", file.toString());
        var picture = ImageIO.read(file.toFile());
        assertEquals(TestCompositor.WIDTH + 400, picture.getWidth());
        assertEquals(TestCompositor.HEIGHT, picture.getHeight());
        for (int[] p : new int[][] {{60, 70}, {240, 70}, {60, 130}, {240, 130}}) assertEquals(RED, picture.getRGB(TestCompositor.WIDTH + p[0], p[1]));
        assertNotEquals(RED, picture.getRGB(TestCompositor.WIDTH + 45, 100));
        run("grim", "-o", "WEFT-2", file.toString());
        picture = ImageIO.read(file.toFile());
        assertEquals(800, picture.getWidth());
        assertEquals(server.pixel("WEFT-2", 120, 140), picture.getRGB(120, 140));
    }

    @Test
    void wl_paste_shows_what_wl_copy_holds_without_any_window() throws Exception {
        var copy = start("wl-copy", "--foreground", "a text");
        server.until(() -> server.host().globals().clipboard().source() != null);
        var paste = folder.resolve("pasted");
        run("sh", "-c", "wl-paste --no-newline > " + paste);
        assertEquals("a text", Files.readString(paste));
        assertEquals(0, server.windows());
        run("wl-copy", "--clear");
        server.until(() -> !copy.isAlive());
        assertTrue(server.host().globals().clipboard().source() == null);
    }
}
