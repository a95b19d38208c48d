package weft.portal.verb;

import weft.api.message.Connection.Ok;
import weft.api.message.Files.FsClose;
import weft.portal.Access;

/** Gives a handle back. */
final class Close {
    private Close() {}

    static Ok apply(Access access, FsClose f) {
        access.files().close(access.session(), f.handle());
        return new Ok();
    }
}
