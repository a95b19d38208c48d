package weft.packages.manifest;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;

/** A picture of a package, as a {@code data:} URL. */
final class Icon {
    static final int MAX_BYTES = 256 << 10;

    private Icon() {}

    /** Whether a file of this name may be one. */
    static boolean isOne(String name) {
        return name.endsWith(".svg") || name.endsWith(".png");
    }

    /** Empty if it is too large. */
    static Optional<String> read(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            String type = file.toString().endsWith(".svg") ? "image/svg+xml" : "image/png";
            return bytes.length > MAX_BYTES ? Optional.empty() : Optional.of("data:" + type + ";base64," + Base64.getEncoder().encodeToString(bytes));
        }
    }
}
