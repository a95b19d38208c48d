package weft.portal.verb;

import java.io.IOException;
import weft.api.message.Connection.Ok;
import weft.api.message.Files.FsRemove;
import weft.os.Errno;
import weft.os.FileAt;
import weft.os.OsException;
import weft.portal.Access;
import weft.portal.Place;

/** Removes a name: of a file, or of an empty folder. A link is removed itself. */
final class Remove {
    private Remove() {}

    static Ok apply(Access access, FsRemove f) throws IOException {
        Place place = access.place(f.path());
        if (place.mustBeFolder() && !f.directory()) throw new OsException("remove", Errno.ENOTDIR);
        try (var entry = place.changeable()) {
            FileAt.remove(entry.folder(), entry.name(), f.directory());
            return new Ok();
        }
    }
}
