package weft.vm;

import java.awt.Point;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** What tests of displays have in common: a machine with a compositor and a {@link Probe} on it, and the steps that they are made of. */
abstract class DisplayTest {
    private static final int TTY_RED = 0xaa0000, PIXELS = 400 * 300;
    @TempDir Path folder;
    CompositorMachine guest;
    VirtualMachine machine;

    @AfterEach
    final void switchOff() throws IOException {
        if (guest != null) guest.close();
    }

    final void boot(String display, String ways, String... more) throws Exception {
        guest = new CompositorMachine(folder, display, ways, Probe.class, more);
        machine = guest.machine;
    }

    final int awaitProbe(int mark, String words) throws Exception {
        return guest.await(mark, words);
    }

    /** Where the probe's window is once a picture shows it in a colour, whole. */
    static Point awaitColour(Callable<BufferedImage> look, int argb) throws Exception {
        return CompositorMachine.awaitArea(look, argb, PIXELS * 95 / 100);
    }

    final void hears() throws Exception {
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
    final void click() throws Exception {
        int mark = machine.console.mark();
        machine.click("left");
        awaitProbe(mark, "button 272 1");
        awaitProbe(mark, "button 272 0");
    }

    final void survivesTheTerminal() throws Exception {
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

    /** From elsewhere: a place where the device says it is already is no news. It has all displays that are plugged in. */
    final void pointAnewAt(Point p) throws IOException {
        guest.pointAt(new Point(3, 3));
        guest.pointAt(p);
    }

    static boolean isWithout(BufferedImage image, int argb) {
        return CompositorMachine.count(image, argb) == 0;
    }
}
