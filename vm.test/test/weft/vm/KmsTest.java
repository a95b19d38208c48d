package weft.vm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Point;
import java.awt.image.BufferedImage;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/** The compositor on real display drivers of the kernel, with a client; looked at from outside of the machine. */
class KmsTest extends DisplayTest {
    private static final Duration BOOT = CompositorMachine.BOOT;
    private static final long CLICK_NANOS = 5_000_000_000L;

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

    /** Points and clicks until the window has another colour: the pointer is where it seems once the compositor knows which displays there are. */
    private void clickUntil(Callable<BufferedImage> look, Point place, int argb) throws Exception {
        long end = System.nanoTime() + CompositorMachine.SOON.toNanos();
        while (isWithout(look.call(), argb)) {
            if (System.nanoTime() > end) throw new TimeoutException("no click makes it 0x" + Integer.toHexString(argb));
            pointAnewAt(place);
            machine.click("left");
            for (long then = System.nanoTime() + CLICK_NANOS; System.nanoTime() < then && isWithout(look.call(), argb); ) Thread.onSpinWait();
        }
    }
}
