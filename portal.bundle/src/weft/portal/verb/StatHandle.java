package weft.portal.verb;

import java.io.IOException;
import weft.api.message.Files.FsFstat;
import weft.api.message.Files.FsStatus;
import weft.os.FileAt;
import weft.portal.Access;

/** Tells what a handle refers to. */
final class StatHandle {
    private StatHandle() {}

    static FsStatus apply(Access access, FsFstat f) throws IOException {
        return access.files().use(access.session(), f.handle(), file -> Stat.message(FileAt.status(file.fd())));
    }
}
