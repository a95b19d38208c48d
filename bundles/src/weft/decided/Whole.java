package weft.decided;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Files that are replaced whole: a crash leaves the old or the new content. Their owner alone may read them. */
public final class Whole {
    private Whole() {}

    public static void write(Path file, byte[] content) throws IOException {
        Path part = part(file);
        Files.deleteIfExists(part);
        try (var channel = FileChannel.open(part, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
            var bytes = ByteBuffer.wrap(content);
            while (bytes.hasRemaining()) channel.write(bytes);
            channel.force(true);
        }
        rename(part, file);
        try (var folder = FileChannel.open(file.getParent())) {
            folder.force(true);
        }
    }

    /** The same for what can be had again: a power cut may leave less of it. */
    static void writeQuickly(Path file, byte[] content) throws IOException {
        Path part = part(file);
        Files.write(part, content);
        rename(part, file);
    }

    private static Path part(Path file) throws IOException {
        Files.createDirectories(file.getParent());
        return file.resolveSibling(file.getFileName() + ".part");
    }

    private static void rename(Path part, Path file) throws IOException {
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
