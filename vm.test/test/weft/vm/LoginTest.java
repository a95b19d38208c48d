package weft.vm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Point;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * From power on to log out, as a user of the Debian package has it: systemd, a login manager, the session through logind, the desktop
 * on a real screen, an app by pointer and keyboard, and the way back. The guest is emulated: all limits are long.
 */
@Timeout(value = 50, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LoginTest {
    private static final Duration BOOT = Duration.ofMinutes(15), SOON = Duration.ofMinutes(6);
    private static final int TEAL = 0x0f6b66, PANEL_HEIGHT = 44, LEFT_HALF = 640;
    /** From the right edge to the button of the settings. */
    private static final int SETTINGS = 162;
    /** From the lower right corner into the last line of the settings. */
    private static final int LOG_OUT_X = 250, LOG_OUT_Y = 80;
    private static final String AS_USER = "su weft -s /bin/sh -c 'XDG_RUNTIME_DIR=/run/user/$(id -u) HOME=/home/weft ";
    @TempDir Path folder;
    private VirtualMachine machine;
    private GuestShell shell;

    @BeforeEach
    void powerOn() throws Exception {
        machine = InstalledMachine.start(folder, "systemd");
        shell = machine.shell();
    }

    @AfterEach
    void powerOff() throws IOException {
        if (shell != null) shell.close();
        if (machine != null) machine.close();
    }

    @Test
    void from_power_on_to_the_desktop_to_an_app_and_back_at_the_greeter() throws Exception {
        machine.console.await(0, "WEFT OS is up", BOOT);
        assertTrue(sessions().lines().anyMatch(l -> l.contains(" weft ") && l.contains("seat0")), sessions());
        await("the panel's button on the screen", () -> teal(0, -PANEL_HEIGHT));
        int panel = height() - PANEL_HEIGHT;
        Point notes = await("Notes among the first apps", () -> teal(0, 0).filter(p -> p.y < panel));
        click(notes);
        await("Notes to run", () -> Optional.of(weft("ps")).filter(ps -> ps.contains("org.weft.notes") && ps.contains("Running")));
        picture("launched");
        typeAndSave();
        logOut();
        await("the greeter", () -> Optional.of(sessions()).filter(s -> s.contains("_greetd") && !s.contains(" weft ")));
        await("nothing of the user's", () -> Optional.of(shell.run("pgrep -u weft -l || echo none; ls -d /run/user/1000 2>/dev/null")).filter("none"::equals));
        assertEquals("", shell.run("systemctl --failed --no-legend"));
    }

    private String sessions() throws IOException {
        return shell.run("loginctl --no-pager --no-legend list-sessions");
    }

    private void typeAndSave() throws Exception {
        // The window is drawn some time after the app runs; until then nobody takes the keys.
        await("the note on the disk", () -> {
            for (String key : new String[] {"w", "e", "f", "t"}) machine.press(key);
            machine.press("ctrl", "s");
            return Optional.of(shell.run("cat /home/weft/.local/share/weft/data/org.weft.notes/note.txt 2>/dev/null")).filter(t -> t.contains("weft"));
        });
        picture("typed");
    }

    private void logOut() throws Exception {
        click(new Point(width() - SETTINGS, height() - PANEL_HEIGHT / 2));
        await("the settings", () -> changed());
        picture("settings");
        click(new Point(width() - LOG_OUT_X, height() - LOG_OUT_Y));
        await("the end of the session", () -> Optional.of(sessions()).filter(s -> !s.contains(" weft ")));
    }

    // The screen.

    private BufferedImage last;

    private int width() throws IOException {
        return machine.screen().getWidth();
    }

    private int height() throws IOException {
        return machine.screen().getHeight();
    }

    /** Kept beside the other pictures, for people to look at. */
    private void picture(String name) throws IOException {
        Path file = VirtualMachine.ROOT.resolve("dist/screenshots/login-" + name + ".png");
        Files.createDirectories(file.getParent());
        last = machine.screen();
        ImageIO.write(last, "png", file.toFile());
    }

    private Optional<Boolean> changed() throws IOException {
        var now = machine.screen();
        for (int y = now.getHeight() / 2; y < now.getHeight() - PANEL_HEIGHT; y += 4)
            for (int x = now.getWidth() - 300; x < now.getWidth() - 20; x += 4) if (now.getRGB(x, y) != last.getRGB(x, y)) return Optional.of(true);
        return Optional.empty();
    }

    /** The first block of the accent colour from the top, in the left half of the screen; {@code fromY} below zero counts from the bottom. */
    private Optional<Point> teal(int fromX, int fromY) throws IOException {
        var s = machine.screen();
        for (int y = fromY < 0 ? s.getHeight() + fromY : fromY; y < s.getHeight() - 8; y++)
            for (int x = fromX; x < Math.min(LEFT_HALF, s.getWidth()) - 8; x++)
                if (is(s, x, y) && is(s, x + 6, y) && is(s, x, y + 6)) return Optional.of(new Point(x + 3, y + 3));
        return Optional.empty();
    }

    private static boolean is(BufferedImage s, int x, int y) {
        return (s.getRGB(x, y) & 0xffffff) == TEAL;
    }

    private void click(Point at) throws IOException {
        machine.move(at.x, at.y, width(), height());
        machine.click("left");
    }

    private String weft(String verb) throws IOException {
        return shell.run(AS_USER + "weft " + verb + "'");
    }

    private interface Look<T> {
        Optional<T> look() throws Exception;
    }

    /** Looks again until there is something to see; each look takes the guest a while by itself. */
    private <T> T await(String what, Look<T> look) throws Exception {
        long end = System.nanoTime() + SOON.toNanos();
        while (System.nanoTime() < end) {
            var seen = look.look();
            if (seen.isPresent()) return seen.get();
            TimeUnit.MILLISECONDS.sleep(500);
        }
        picture("failed");
        throw new TimeoutException("waited for " + what + "; what the guest says:\n" + shell.run("loginctl --no-pager list-sessions; pgrep -u weft -a; "
                + "systemctl --no-pager --failed; journalctl --no-pager -b -n 60 -u greetd; journalctl --no-pager -b -n 40"));
    }
}
