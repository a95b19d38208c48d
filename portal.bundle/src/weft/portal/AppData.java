package weft.portal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import weft.api.AppId;
import weft.os.Errno;
import weft.os.Fd;
import weft.os.FileAt;
import weft.os.OpenAt2;
import weft.os.OsException;

/** The folders that apps keep their own data in: {@code $XDG_DATA_HOME/weft/data/ID}, for this user alone. */
final class AppData {
    private final Path base;

    AppData(Path base) {
        this.base = base;
    }

    /**
     * The folder of an app, made where it is missing, as an {@code O_PATH} descriptor.
     *
     * @throws IOException if something else is in its place, such as a link
     */
    Fd open(AppId app) throws IOException {
        Files.createDirectories(base, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        // The user may have put a link above; from here on none is followed.
        try (Fd all = OpenAt2.withoutLinks(base.toRealPath().toString(), OpenAt2.O_PATH | OpenAt2.O_DIRECTORY, 0)) {
            make(all, app.value());
            return OpenAt2.beneath(all, app.value(), OpenAt2.O_PATH | OpenAt2.O_DIRECTORY | OpenAt2.O_NOFOLLOW, 0);
        }
    }

    private static void make(Fd all, String name) throws OsException {
        try {
            FileAt.makeDirectory(all, name, 0700);
        } catch (OsException e) {
            if (e.errno() != Errno.EEXIST) throw e;
        }
    }
}
