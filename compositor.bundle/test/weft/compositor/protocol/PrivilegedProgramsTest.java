package weft.compositor.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
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
