package weft.vm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Point;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The compositor on real display drivers of the kernel, with a client; looked at from outside of the machine. */
class KmsTest {
    private static final Duration BOOT = CompositorMachine.BOOT, SOON = CompositorMachine.SOON;
    private static final int TTY_RED = 0xaa0000, PIXELS = 400 * 300;
    private static final long CLICK_NANOS = 5_000_000_000L;
    @TempDir Path folder;
    private CompositorMachine guest;
    private VirtualMachine machine;

    @AfterEach
    void switchOff() throws IOException {
        if (guest != null) guest.close();
    }

    private void boot(String display, String ways, String... more) throws Exception {
        guest = new CompositorMachine(folder, display, ways, Probe.class, more);
        machine = guest.machine;
    }

    private int awaitProbe(int mark, String words) throws Exception {
        return guest.await(mark, words);
    }

    /** Where the probe's window is once a picture shows it in a colour, whole. */
    private static Point awaitColour(Callable<BufferedImage> look, int argb) throws Exception {
        return CompositorMachine.awaitArea(look, argb, PIXELS * 95 / 100);
    }

    @Test
    void a_window_is_shown_and_hears_keys_pointer_and_wheel_and_survives_the_switch_to_another_terminal_and_back() throws Exception {
        boot("virtio-vga", "atomic legacy");
        machine.console.await(0, "PROBE shown", BOOT);
        hears();
        survivesTheTerminal();
        int mark = machine.console.mark();
        guest.end("atomic");
        awaitProbe(mark, "shown");
        awaitColour(machine::screen, Probe.COLOURS[0]);
        survivesTheTerminal();
        guest.end("legacy");
        assertThrows(TimeoutException.class, () -> machine.console.await(0, "PROBE too many frames", Duration.ofMillis(1)));
    }

    private void hears() throws Exception {
        var place = awaitColour(machine::screen, Probe.COLOURS[0]);
        int mark = machine.console.mark();
        pointAnewAt(place);
        awaitProbe(mark, "pointer ");
        click();
        awaitColour(machine::screen, Probe.COLOURS[1]);
        mark = machine.console.mark();
        machine.click("wheel-down");
        awaitProbe(mark, "axis 0 15.0");
        machine.press("a");
        awaitProbe(mark, "key 30 1");
        awaitProbe(mark, "key 30 0");
        click();
        click();
        awaitColour(machine::screen, Probe.COLOURS[0]);
    }

    // One at a time: what comes faster is a bouncing contact to libinput.
    private void click() throws Exception {
        int mark = machine.console.mark();
        machine.click("left");
        awaitProbe(mark, "button 272 1");
        awaitProbe(mark, "button 272 0");
    }

    private void survivesTheTerminal() throws Exception {
        int mark = machine.console.mark();
        machine.key("a", true);
        awaitProbe(mark, "key 30 1");
        machine.press("ctrl", "alt", "f2");
        awaitProbe(mark, "key 30 0");
        CompositorMachine.awaitArea(machine::screen, TTY_RED, 300_000);
        // Long enough for the probe to see that nothing is drawn meanwhile.
        for (long end = System.nanoTime() + 2 * Probe.GAP_MS * 1_000_000; System.nanoTime() < end; ) CompositorMachine.awaitArea(machine::screen, TTY_RED, 300_000);
        machine.key("a", false);
        machine.press("ctrl", "alt", "f1");
        awaitColour(machine::screen, Probe.COLOURS[0]);
        awaitProbe(mark, "saw nothing for a while");
        mark = machine.console.mark();
        machine.press("b");
        awaitProbe(mark, "key 48 1");
    }

    @Test
    void the_plain_frame_buffer_of_bochs_shows_it_in_both_ways() throws Exception {
        boot("VGA", "atomic legacy");
        for (String way : new String[] {"atomic", "legacy"}) {
            int mark = way.equals("atomic") ? 0 : machine.console.mark();
            machine.console.await(mark, "PROBE shown", BOOT);
            hears();
            guest.end(way);
        }
    }

    @Test
    void a_second_display_stands_beside_the_first_and_a_window_comes_over_when_its_own_is_unplugged_and_goes_back() throws Exception {
        boot("virtio-vga", "atomic", "-device", "virtio-gpu-pci,id=second");
        Callable<BufferedImage> second = () -> machine.screenOf("second");
        machine.console.await(0, "PROBE shown", BOOT);
        var place = awaitColour(machine::screen, Probe.COLOURS[0]);
        assertTrue(isWithout(second.call(), Probe.COLOURS[0]), "the second display shows the same");
        int mark = machine.console.mark();
        machine.press("f5");
        awaitProbe(mark, "display of card1 off");
        clickUntil(machine::screen, place, Probe.COLOURS[1]);
        machine.press("f6");
        awaitProbe(mark, "display of card1 detect");
        machine.press("f7");
        awaitProbe(mark, "display of card0 off");
        assertEquals(place, awaitColour(second, Probe.COLOURS[1]));
        clickUntil(second, place, Probe.COLOURS[2]);
        assertEquals(place, awaitColour(second, Probe.COLOURS[2]));
        assertTrue(isWithout(machine.screen(), Probe.COLOURS[2]), "a display that was unplugged shows what is new");
        machine.press("f8");
        awaitProbe(mark, "display of card0 detect");
        assertEquals(place, awaitColour(machine::screen, Probe.COLOURS[2]));
        guest.end("atomic");
    }

    /** From elsewhere: a place where the device says it is already is no news. It has all displays that are plugged in. */
    private void pointAnewAt(Point p) throws IOException {
        guest.pointAt(new Point(3, 3));
        guest.pointAt(p);
    }

    /** Points and clicks until the window has another colour: the pointer is where it seems once the compositor knows which displays there are. */
    private void clickUntil(Callable<BufferedImage> look, Point place, int argb) throws Exception {
        long end = System.nanoTime() + SOON.toNanos();
        while (isWithout(look.call(), argb)) {
            if (System.nanoTime() > end) throw new TimeoutException("no click makes it 0x" + Integer.toHexString(argb));
            pointAnewAt(place);
            machine.click("left");
            for (long then = System.nanoTime() + CLICK_NANOS; System.nanoTime() < then && isWithout(look.call(), argb); ) Thread.onSpinWait();
        }
    }

    private static boolean isWithout(BufferedImage image, int argb) {
        return CompositorMachine.count(image, argb) == 0;
    }
}
