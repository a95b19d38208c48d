package weft.vm;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Frames that OpenGL draws into a display device's own memory, looked at from outside. There is no GPU: Mesa computes what one would draw. */
class GlesVmTest {
    private static final int TTY_RED = 0xaa0000, PIXELS = 400 * 300;
    @TempDir Path folder;
    private CompositorMachine guest;

    @AfterEach
    void switchOff() throws Exception {
        if (guest != null) guest.close();
    }

    private void awaitColour(int argb) throws Exception {
        CompositorMachine.awaitArea(guest.machine::screen, argb, PIXELS * 95 / 100);
    }

    @Test
    void opengl_draws_into_memory_that_is_flipped_to_and_survives_the_switch_to_another_terminal() throws Exception {
        guest = new CompositorMachine("--renderer gles", folder, "virtio-vga", "atomic legacy", Probe.class);
        for (String way : new String[] {"atomic", "legacy"}) {
            int mark = way.equals("atomic") ? 0 : guest.machine.console.mark();
            guest.machine.console.await(mark, "drawing with gles (", CompositorMachine.BOOT);
            guest.machine.console.await(mark, "frames are drawn in memory of the display device", CompositorMachine.BOOT);
            guest.machine.console.await(mark, "PROBE shown", CompositorMachine.BOOT);
            awaitColour(Probe.COLOURS[0]);
            changesColour();
            terminalAndBack();
            guest.end(way);
        }
    }

    private void changesColour() throws Exception {
        var place = CompositorMachine.awaitArea(guest.machine::screen, Probe.COLOURS[0], PIXELS * 95 / 100);
        int mark = guest.machine.console.mark();
        guest.pointAt(new java.awt.Point(place.x + 1, place.y));
        guest.pointAt(place);
        guest.await(mark, "pointer ");
        for (int colour : new int[] {1, 2, 0}) {
            mark = guest.machine.console.mark();
            guest.machine.click("left");
            guest.await(mark, "button 272 1");
            guest.await(mark, "button 272 0");
            awaitColour(Probe.COLOURS[colour]);
        }
    }

    private void terminalAndBack() throws Exception {
        guest.machine.press("ctrl", "alt", "f2");
        CompositorMachine.awaitArea(guest.machine::screen, TTY_RED, 300_000);
        guest.machine.press("ctrl", "alt", "f1");
        awaitColour(Probe.COLOURS[0]);
    }

    @Test
    void memory_of_devices_is_shown_by_opengl_imported_or_read() throws Exception {
        guest = new CompositorMachine("--renderer gles", folder, "virtio-vga", "atomic", DmabufProbe.class);
        guest.machine.console.await(0, "drawing with gles (", CompositorMachine.BOOT);
        guest.machine.console.await(0, "PROBE drawn dumb", CompositorMachine.BOOT);
        awaitColour(DmabufProbe.DUMB);
        int mark = guest.machine.console.mark();
        guest.machine.press("u");
        awaitColour(DmabufProbe.OTHER);
        guest.await(mark, "released dumb");
        guest.end("atomic");
    }

    @Test
    void a_virtual_device_that_draws_nothing_is_left_to_software_without_loading_opengl() throws Exception {
        guest = new CompositorMachine(folder, "virtio-vga", "atomic", Probe.class);
        guest.machine.console.await(0, "drawing in software, because no render node can be used", CompositorMachine.BOOT);
        guest.machine.console.await(0, "PROBE shown", CompositorMachine.BOOT);
        awaitColour(Probe.COLOURS[0]);
        guest.end("atomic");
    }
}
