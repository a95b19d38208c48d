package weft.vm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.abort;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.HashSet;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What every run of the tests looks at of real displays, in one machine; {@link KmsTest} looks at more. Skipped, with a sentence, where no machine can be had. */
@Timeout(value = 10, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class BriefKmsTest extends DisplayTest {
    @Test
    void displays_of_two_drivers_show_a_window_that_hears_keys_and_pointer_and_survives_the_switch_of_terminals_in_both_ways() throws Exception {
        try {
            boot("virtio-vga", "atomic legacy", "-device", "bochs-display,id=second");
            machine.console.await(0, "GUEST-UP", CompositorMachine.BOOT);
        } catch (IOException | TimeoutException e) {
            abort("displays are not tested: no virtual machine can be had here: " + e.getMessage());
        }
        machine.console.await(0, "PROBE shown", CompositorMachine.BOOT);
        Callable<BufferedImage> second = () -> machine.screenOf("second");
        showsWindowOnTheFirst(second);
        guest.further(second.call().getWidth());
        hears();
        survivesTheTerminal();
        int mark = machine.console.mark();
        guest.end("atomic");
        machine.console.await(mark, "PROBE shown", CompositorMachine.BOOT);
        showsWindowOnTheFirst(second);
        hears();
        guest.end("legacy");
    }

    /** Every pixel of the window but its rounded corners, and on the other display a desktop without it. */
    private void showsWindowOnTheFirst(Callable<BufferedImage> second) throws Exception {
        var middle = awaitColour(machine::screen, Probe.COLOURS[0]);
        var screen = machine.screen();
        for (int y = middle.y - 100; y < middle.y + 100; y++) {
            for (int x = middle.x - 190; x < middle.x + 190; x++) assertEquals(Probe.COLOURS[0] & 0xffffff, screen.getRGB(x, y) & 0xffffff, x + ", " + y);
        }
        var other = second.call();
        assertTrue(isWithout(other, Probe.COLOURS[0]), "the second display shows the same");
        var colours = new HashSet<Integer>();
        for (int y = 0; y < other.getHeight(); y++) colours.add(other.getRGB(other.getWidth() / 2, y));
        assertTrue(colours.size() > 1, "the second display shows nothing");
    }
}
