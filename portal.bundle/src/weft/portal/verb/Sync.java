package weft.portal.verb;

import java.io.IOException;
import weft.api.message.Connection.Ok;
import weft.api.message.Files.FsSync;
import weft.os.FileAt;
import weft.portal.Access;

/** Returns when an open file's bytes are on the disk. */
final class Sync {
    private Sync() {}

    static Ok apply(Access access, FsSync f) throws IOException {
        access.files().use(access.session(), f.handle(), file -> {
            FileAt.sync(file.fd());
            return null;
        });
        return new Ok();
    }
}
