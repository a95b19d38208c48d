package weft.portal.verb;

import java.io.IOException;
import weft.api.message.Connection.Ok;
import weft.api.message.Files.FsTruncate;
import weft.os.FileAt;
import weft.portal.Access;

/** Sets an open file's size. */
final class Truncate {
    private Truncate() {}

    static Ok apply(Access access, FsTruncate f) throws IOException {
        Bounds.fileSize(f.size());
        access.files().use(access.session(), f.handle(), file -> {
            var fd = Bounds.forWriting(file).fd();
            access.grow(file.grant(), f.size() - FileAt.status(fd).size());
            FileAt.truncate(fd, f.size());
            return null;
        });
        return new Ok();
    }
}
