package weft.compositor.backend;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import weft.compositor.scene.PixelFormat;

/**
 * The device that clients best take memory from for pictures that other devices can use as they are (linux-dmabuf).
 *
 * @param number as in stat(2)
 * @param scanOut in which formats a display of the device shows such a picture itself; empty: none does
 */
public record BufferDevice(Path node, long number, List<PixelFormat> scanOut) {
    private static final Path RENDERER = Path.of("/dev/dri/renderD128"), CARD = Path.of("/dev/dri/card0"), MEMORY = Path.of("/dev/udmabuf");

    /** One of this machine, a GPU rather than plain memory; empty if there is none. */
    public static Optional<BufferDevice> find() {
        for (var node : List.of(RENDERER, CARD, MEMORY)) {
            if (!Files.exists(node)) continue;
            try {
                return Optional.of(of(node, List.of()));
            } catch (IOException e) {
                System.getLogger("weft.compositor").log(System.Logger.Level.WARNING, "{0} is not used for buffers: {1}", node, e.getMessage());
            }
        }
        return Optional.empty();
    }

    /** That of a device's file. */
    public static BufferDevice of(Path node, List<PixelFormat> scanOut) throws IOException {
        return new BufferDevice(node, ((Number) Files.getAttribute(node, "unix:rdev")).longValue(), List.copyOf(scanOut));
    }
}
