package weft.vm;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The virtual machine itself: it starts, tells, shows and takes input. */
class VirtualMachineTest {
    private static final Duration BOOT = Duration.ofSeconds(120);
    private static final int RED = 0xaa0000;
    @TempDir Path folder;

    @Test
    void a_guest_on_this_machines_own_files_tells_and_shows_and_hears() throws Exception {
        Path script = folder.resolve("guest");
        Files.writeString(script, """
                echo "GUEST-UP $(ls /host/etc/hostname)"
                printf '\\033[2J\\033[H\\033[41m\\033[2J' > /dev/tty0
                echo "GUEST-RED"
                # The console's own line discipline hears the key.
                read -r line < /dev/tty0
                echo "GUEST-HEARD $line"
                """);
        try (var machine = new VirtualMachine(Path.of("/"), "virtio-vga", script.toString(), 1024)) {
            machine.console.await(0, "GUEST-UP /host/etc/hostname", BOOT);
            machine.console.await(0, "GUEST-RED", BOOT);
            // Before the keys: what hears them ends the machine. The kernel draws its console some time after it was written to.
            for (long end = System.nanoTime() + BOOT.toNanos(); colour(machine) != RED && System.nanoTime() < end; ) Thread.onSpinWait();
            assertEquals(RED, colour(machine));
            for (String key : new String[] {"h", "i", "ret"}) machine.press(key);
            machine.console.await(0, "GUEST-HEARD hi", BOOT);
        }
    }

    private static int colour(VirtualMachine machine) throws java.io.IOException {
        var screen = machine.screen();
        return screen.getRGB(screen.getWidth() - 2, screen.getHeight() / 2) & 0xffffff;
    }
}
