package weft.vm;

import static org.junit.jupiter.api.Assertions.assertEquals;

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

    private void shows(int argb) throws Exception {
        CompositorMachine.awaitArea(guest.machine::screen, argb, WINDOW);
    }
}
