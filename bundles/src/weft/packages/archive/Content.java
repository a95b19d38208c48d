package weft.packages.archive;

import java.io.IOException;
import java.io.InputStream;

/** The bytes of a file, as often as they are wanted. */
public interface Content {
    InputStream open() throws IOException;

    static Content of(byte[] bytes) {
        return () -> new java.io.ByteArrayInputStream(bytes);
    }

    static Content of(java.nio.file.Path file) {
        return () -> java.nio.file.Files.newInputStream(file, java.nio.file.LinkOption.NOFOLLOW_LINKS);
    }
}
