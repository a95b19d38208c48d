package weft.compositor.gles;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import weft.ffi.Drm;
import weft.ffi.Libc;

/** Looks for a GPU without loading anything of its driver. */
public final class Gpus {
    private static final Path DEVICES = Path.of("/dev/dri");
    private static final int READ_WRITE = 2, CLOSE_ON_EXEC = 0x80000;

    private Gpus() {}

    /**
     * Why there is none, to follow "because"; null if there may be one.
     *
     * @param display the descriptor of the display device that it should draw for; -1: any will do
     */
    public static String obstacle(int display) {
        if (!Files.isDirectory(DEVICES)) return "there is no GPU: no " + DEVICES;
        int nodes = 0;
        try (DirectoryStream<Path> found = Files.newDirectoryStream(DEVICES, "renderD*")) {
            for (Path node : found) {
                nodes++;
                if (draws(node)) return display >= 0 && isVirtualWithout3d(display) ? "the display device is virtual and draws nothing" : null;
            }
        } catch (IOException e) {
            return "the devices cannot be looked at: " + e.getMessage();
        }
        return nodes == 0 ? "there is no GPU: no render node in " + DEVICES : "no render node can be used: none may be opened, or what they are is virtual and draws nothing";
    }

    private static boolean draws(Path node) {
        int fd = open(node);
        if (fd < 0) return false;
        boolean draws = !isVirtualWithout3d(fd);
        Libc.close(fd);
        return draws;
    }

    private static boolean isVirtualWithout3d(int fd) {
        String driver = Drm.driver(fd);
        return driver.equals("vgem") || driver.equals("vkms") || driver.equals("virtio_gpu") && !Drm.virtioDraws(fd);
    }

    private static int open(Path node) {
        try (var arena = java.lang.foreign.Arena.ofConfined()) {
            return (int) Libc.open(arena.allocateFrom(node.toString()).address(), READ_WRITE | CLOSE_ON_EXEC, 0);
        }
    }
}
