package weft.vm;

import java.awt.Point;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeoutException;
import weft.compositor.Host;
import weft.os.EventLoop;
import weft.wayland.client.Connection;

/** A virtual machine with a compositor on its displays and a client of ours, one pair after the other for each way of driving the displays. */
final class CompositorMachine implements AutoCloseable {
    static final Duration BOOT = Duration.ofSeconds(300), SOON = Duration.ofSeconds(180);
    private static final int MEMORY = 1536;
    final VirtualMachine machine;
    /** Of displays beside the first one, which is the part of the desktop that pointing does not mean. */
    private int further;

    /**
     * @param folder for the guest's script
     * @param ways   atomic, legacy, or both with a space between
     * @param more   further arguments of QEMU
     */
    CompositorMachine(Path folder, String display, String ways, Class<?> client, String... more) throws Exception {
        this("", folder, display, ways, client, more);
    }

    /** @param arguments further ones of the compositor */
    CompositorMachine(String arguments, Path folder, String display, String ways, Class<?> client, String... more) throws Exception {
        Path script = folder.resolve("guest");
        Files.writeString(script, "java=" + Path.of(System.getProperty("java.home"), "bin/java") + "\nways='" + ways + "'\narguments='" + arguments + "'\nclient=" + client.getName() + "\ncompositor="
                + classPath(Host.class, EventLoop.class, Connection.class, weft.codec.Json.class) + "\nprobe=" + classPath(client, EventLoop.class, Connection.class, weft.codec.Json.class) + "\n. "
                + VirtualMachine.ROOT.resolve("vm.test/guest/compositor") + "\n");
        machine = new VirtualMachine(Path.of("/"), display, script.toString(), MEMORY, more);
    }

    private static String classPath(Class<?>... of) {
        var path = new LinkedHashSet<String>();
        for (var c : of) path.add(c.getProtectionDomain().getCodeSource().getLocation().getPath());
        // What the compositor's own class path needs besides ours.
        for (String jar : System.getProperty("java.class.path").split(":")) if (jar.contains("jackson")) path.add(jar);
        return String.join(":", path);
    }

    /** Waits for what the client prints, from a mark of the console on; returns the mark behind it. */
    int await(int mark, String words) throws Exception {
        machine.console.await(mark, "PROBE " + words, SOON);
        return machine.console.mark();
    }

    /** Where an area of a colour is once a picture shows that much of it. */
    static Point awaitArea(Callable<BufferedImage> look, int argb, int least) throws Exception {
        long end = System.nanoTime() + SOON.toNanos();
        long count = 0;
        while (System.nanoTime() < end) {
            var image = look.call();
            long x = 0, y = 0;
            count = 0;
            for (int j = 0; j < image.getHeight(); j++) {
                for (int i = 0; i < image.getWidth(); i++) {
                    if ((image.getRGB(i, j) & 0xffffff) != (argb & 0xffffff)) continue;
                    x += i;
                    y += j;
                    count++;
                }
            }
            if (count >= least) return new Point((int) (x / count), (int) (y / count));
        }
        throw new TimeoutException("0x" + Integer.toHexString(argb) + " is not on the screen, only " + count + " pixels of it");
    }

    /** How many pixels of a colour a picture has. */
    static int count(BufferedImage image, int argb) {
        int count = 0;
        for (int y = 0; y < image.getHeight(); y++) for (int x = 0; x < image.getWidth(); x++) if ((image.getRGB(x, y) & 0xffffff) == (argb & 0xffffff)) count++;
        return count;
    }

    /** There is more desktop right of the first display, so many pixels of it. */
    void further(int width) {
        further = width;
    }

    /** Moves the pointer to a pixel of the first display. */
    void pointAt(Point p) throws IOException {
        var screen = machine.screen();
        machine.move(p.x, p.y, screen.getWidth() + further, screen.getHeight());
    }

    /** Lets the client end by the key Q, and waits for the compositor to end with 0. */
    void end(String way) throws Exception {
        int mark = machine.console.mark();
        machine.press("q");
        machine.console.await(mark, "COMPOSITOR-ENDED " + way + " 0", SOON);
    }

    @Override
    public void close() throws IOException {
        machine.close();
    }
}
