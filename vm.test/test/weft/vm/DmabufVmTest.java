package weft.vm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Windows in memory of devices (linux-dmabuf) on real display drivers, looked at from outside of the machine. */
class DmabufVmTest {
    private static final int WINDOW = DmabufProbe.WIDTH * DmabufProbe.HEIGHT * 95 / 100;
    @TempDir Path folder;
    private CompositorMachine guest;

    @AfterEach
    void switchOff() throws IOException {
        if (guest != null) guest.close();
    }

    @Test
    void memory_of_a_display_of_another_device_and_of_one_that_draws_yet_is_shown_when_it_is_drawn_and_released_when_another_is() throws Exception {
        guest = new CompositorMachine(folder, "virtio-vga", "atomic", DmabufProbe.class);
        guest.machine.console.await(0, "PROBE main device is card0: true", CompositorMachine.BOOT);
        guest.await(0, "tranche 1");
        guest.await(0, "tranche 0");
        shows(DmabufProbe.DUMB);
        int mark = guest.machine.console.mark();
        guest.machine.press("u");
        shows(DmabufProbe.OTHER);
        guest.await(mark, "released dumb");
        mark = guest.machine.console.mark();
        guest.machine.press("v");
        guest.await(mark, "drawn undone");
        // Frames go on while a device draws, with what was there before.
        assertEquals(0, CompositorMachine.count(guest.machine.screen(), DmabufProbe.UNDONE));
        shows(DmabufProbe.OTHER);
        guest.machine.press("s");
        shows(DmabufProbe.UNDONE);
        guest.await(mark, "released other");
        guest.end("atomic");
    }

    @Test
    void a_full_screen_picture_is_scanned_out_until_something_covers_it_and_released_when_the_display_has_left_it() throws Exception {
        guest = new CompositorMachine(folder, "virtio-vga", "atomic legacy", DmabufProbe.class);
        for (String way : new String[] {"atomic", "legacy"}) {
            int mark = way.equals("atomic") ? 0 : guest.machine.console.mark();
            guest.machine.console.await(mark, "PROBE drawn dumb", CompositorMachine.BOOT);
            isScannedOut();
            guest.end(way);
        }
    }

    private void isScannedOut() throws Exception {
        assertEquals(0, frames().scannedOut());
        int mark = guest.machine.console.mark();
        guest.machine.press("f");
        guest.await(mark, "drawn full 0");
        fills(DmabufProbe.FULL[0]);
        var before = frames();
        for (int i = 1; i <= 4; i++) {
            mark = guest.machine.console.mark();
            guest.machine.press("g");
            guest.await(mark, "drawn full " + i % 2);
            fills(DmabufProbe.FULL[i % 2]);
            guest.await(mark, "released full " + (i + 1) % 2);
        }
        var flipped = frames();
        assertEquals(4, flipped.scannedOut() - before.scannedOut());
        assertEquals(4, flipped.frames() - before.frames());
        pointerMovesAlone();
        guest.machine.press("n");
        CompositorMachine.awaitArea(guest.machine::screen, DmabufProbe.SECOND, WINDOW);
        var covered = frames();
        assertEquals(flipped.scannedOut(), covered.scannedOut());
        guest.machine.press("x");
        fills(DmabufProbe.FULL[0]);
        var again = frames();
        assertTrue(again.scannedOut() > covered.scannedOut(), "not scanned out again: " + again);
    }

    /** The pointer moves over what is scanned out: a plane shows it, and no frame is made for it. */
    private void pointerMovesAlone() throws Exception {
        var screen = guest.machine.screen();
        guest.pointAt(new java.awt.Point(500, 500));
        pointerIsAt(500, 500);
        var before = frames();
        for (int i = 0; i < 20; i++) guest.machine.move(100 + 20 * i, 100 + 10 * i, screen.getWidth(), screen.getHeight());
        pointerIsAt(480, 290);
        assertEquals(before, frames());
    }

    private void pointerIsAt(int x, int y) throws Exception {
        long end = System.nanoTime() + CompositorMachine.SOON.toNanos();
        String words;
        do {
            int mark = guest.machine.console.mark();
            guest.machine.press("p");
            words = guest.machine.console.await(mark, "pointer", CompositorMachine.SOON);
            if (words.endsWith("no pointer")) continue;
            var at = words.split("pointer at ")[1].split(" ");
            if (Math.abs(Integer.parseInt(at[0]) - x) <= 1 && Math.abs(Integer.parseInt(at[1].strip()) - y) <= 1) return;
        } while (System.nanoTime() < end);
        throw new AssertionError("the pointer is not at " + x + ", " + y + ": " + words);
    }

    private record Frames(int frames, int scannedOut) {}

    private Frames frames() throws Exception {
        int mark = guest.machine.console.mark();
        guest.machine.press("o");
        var words = guest.machine.console.await(mark, "PROBE frames ", CompositorMachine.SOON).split("frames ")[1].split(" ");
        return new Frames(Integer.parseInt(words[0]), Integer.parseInt(words[1].strip()));
    }

    /** The whole display is of a colour. */
    private void fills(int argb) throws Exception {
        var screen = guest.machine.screen();
        CompositorMachine.awaitArea(guest.machine::screen, argb, screen.getWidth() * screen.getHeight());
    }

    private void shows(int argb) throws Exception {
        CompositorMachine.awaitArea(guest.machine::screen, argb, WINDOW);
    }
}
