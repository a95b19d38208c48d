package weft.vm;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.imageio.ImageIO;

/**
 * A QEMU guest whose root is a folder of this machine, read-only, with a layer of memory over it: what the guest writes is gone
 * with it. The host's whole root is below {@code /host} in the guest. It is emulated (TCG), for a {@code /dev/kvm} that opens may
 * still not work. Input goes in through QEMU's own devices, the picture comes out of its display; the serial console tells
 * what happens inside. One thread at a time.
 */
final class VirtualMachine implements AutoCloseable {
    /** Where the kernel and other parts that take a while to make are kept between runs. */
    static final Path ROOT = Path.of(System.getProperty("weft.root")), CACHE = ROOT.resolve("cnf/cache/vm");
    private static final int ABSOLUTE_RANGE = 32767;

    final SerialConsole console;
    private final Process qemu;
    private final Path folder;
    private final Qmp qmp;

    /**
     * @param root    the folder that is the guest's {@code /}
     * @param display QEMU's display device and its options, such as {@code virtio-vga}
     * @param program {@code systemd}, or a script of the guest that becomes its first process
     * @param memory  in MiB
     * @param more    further arguments of QEMU
     */
    VirtualMachine(Path root, String display, String program, int memory, String... more) throws IOException, InterruptedException, TimeoutException {
        prepareKernel();
        folder = Files.createTempDirectory("weft-vm");
        Path socket = folder.resolve("qmp");
        qemu = start(command(root, display, program, memory, socket, more));
        // A test run that is cut off takes its guest with it.
        Runtime.getRuntime().addShutdownHook(new Thread(qemu::destroyForcibly));
        console = new SerialConsole(qemu.getInputStream());
        qmp = connect(socket);
    }

    private Process start(List<String> command) throws IOException {
        try {
            return new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (IOException e) {
            Files.delete(folder);
            throw e;
        }
    }

    private static void prepareKernel() throws IOException, InterruptedException {
        var script = ROOT.resolve("vm.test/guest/initramfs");
        var made = new ProcessBuilder(script.toString(), CACHE.toString()).redirectErrorStream(true).start();
        String words = new String(made.getInputStream().readAllBytes());
        if (made.waitFor() != 0) throw new IOException("no kernel for the guest: " + words);
    }

    private List<String> command(Path root, String display, String program, int memory, Path socket, String... more) {
        var command = new ArrayList<>(List.of("qemu-system-x86_64", "-machine", "q35", "-accel", "tcg,thread=multi", "-cpu", "max",
                "-m", Integer.toString(memory), "-smp", "2", "-nodefaults", "-no-reboot", "-display", "none", "-device", display,
                "-device", "virtio-keyboard-pci", "-device", "virtio-tablet-pci",
                "-virtfs", "local,path=" + root + ",mount_tag=root,security_model=none,readonly=on,multidevs=remap",
                "-virtfs", "local,path=/,mount_tag=host,security_model=none,readonly=on,multidevs=remap",
                "-kernel", CACHE.resolve("vmlinuz").toString(), "-initrd", CACHE.resolve("initrd").toString(),
                "-serial", "stdio", "-serial", "unix:" + folder.resolve("shell") + ",server=on,wait=off", "-qmp", "unix:" + socket + ",server=on,wait=off",
                "-append", "console=tty0 console=ttyS0 quiet loglevel=3 panic=-1 weft.run=" + program));
        command.addAll(List.of(more));
        return command;
    }

    // QEMU makes its socket a moment after its start; nothing announces it.
    private Qmp connect(Path socket) throws IOException, InterruptedException, TimeoutException {
        for (int tries = 0; tries < 200 && qemu.isAlive(); tries++) {
            if (Files.exists(socket)) return Qmp.connect(socket);
            qemu.waitFor(50, TimeUnit.MILLISECONDS);
        }
        close();
        throw new IOException("QEMU did not start:\n" + console.tail(20));
    }

    /** The shell that the guest runs on its second serial port, if it runs one. */
    GuestShell shell() throws IOException {
        return GuestShell.connect(folder.resolve("shell"));
    }

    /** What the display shows now. */
    BufferedImage screen() throws IOException {
        return screen("");
    }

    /** What the display of a further device with that id shows. */
    BufferedImage screenOf(String device) throws IOException {
        return screen("\"device\":\"" + device + "\",");
    }

    private BufferedImage screen(String which) throws IOException {
        Path file = folder.resolve("screen.png");
        qmp.command("screendump", "{" + which + "\"filename\":\"" + file + "\",\"format\":\"png\"}");
        return ImageIO.read(file.toFile());
    }

    /** Presses keys in the order given (QEMU's names, such as {@code ctrl}, {@code f2}) and lets go in the reverse one. */
    void press(String... keys) throws IOException {
        for (String key : keys) key(key, true);
        for (int i = keys.length - 1; i >= 0; i--) key(keys[i], false);
    }

    /** One key goes down or up. */
    void key(String name, boolean down) throws IOException {
        input("{\"type\":\"key\",\"data\":{\"down\":" + down + ",\"key\":{\"type\":\"qcode\",\"data\":\"" + name + "\"}}}");
    }

    /** Moves the pointer to a pixel of a screen of this size. */
    void move(int x, int y, int width, int height) throws IOException {
        input(axis("x", x, width) + "," + axis("y", y, height));
    }

    private static String axis(String name, int at, int size) {
        return "{\"type\":\"abs\",\"data\":{\"axis\":\"" + name + "\",\"value\":" + Math.ceilDiv(at * ABSOLUTE_RANGE, size) + "}}";
    }

    /** Presses and releases a button: {@code left}, {@code right}, {@code wheel-up}, {@code wheel-down}. */
    void click(String button) throws IOException {
        for (boolean down : new boolean[] {true, false}) input("{\"type\":\"btn\",\"data\":{\"down\":" + down + ",\"button\":\"" + button + "\"}}");
    }

    private void input(String events) throws IOException {
        qmp.command("input-send-event", "{\"events\":[" + events + "]}");
    }

    /** Any other command of QEMU. */
    void command(String name, String arguments) throws IOException {
        qmp.command(name, arguments);
    }

    /** Switches the machine off at once; what its console said stays in {@code dist/vm-console.log}. */
    @Override
    public void close() throws IOException {
        Files.writeString(ROOT.resolve("dist/vm-console.log"), console.tail(Integer.MAX_VALUE));
        qemu.destroyForcibly();
        try {
            qemu.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (qmp != null) qmp.close();
        try (var files = Files.list(folder)) {
            for (Path f : files.toList()) Files.delete(f);
        }
        Files.delete(folder);
    }
}
