package weft.appd;

import java.io.IOException;
import java.nio.file.Path;
import weft.os.FileAt;
import weft.os.Fd;
import weft.os.OpenAt2;

/** The module of an app, opened for the runtime: a regular file, read-only, and no link anywhere on its path. */
final class ModuleFile {
    private static final long MAX_BYTES = 256L << 20;

    private ModuleFile() {}

    static Fd open(Path file) throws IOException {
        Fd fd = OpenAt2.withoutLinks(file.toString(), OpenAt2.O_RDONLY | OpenAt2.O_NONBLOCK | OpenAt2.O_NOCTTY, 0);
        var status = FileAt.status(fd);
        if (status.kind() == FileAt.Kind.FILE && status.size() <= MAX_BYTES) return fd;
        fd.close();
        throw new IOException(file + " is no file of at most " + MAX_BYTES + " bytes");
    }
}
