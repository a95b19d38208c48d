package weft.portal.verb;

import java.io.IOException;
import weft.api.message.Connection.Ok;
import weft.api.message.Files.FsSetTimes;
import weft.os.Errno;
import weft.os.FileAt;
import weft.os.OsException;
import weft.portal.Access;
import weft.portal.Place;

/** Sets the times of what a path names; of a link its own, never of what it points to. */
final class SetTimes {
    private SetTimes() {}

    static Ok apply(Access access, FsSetTimes f) throws IOException {
        Place place = access.place(f.path());
        try (var entry = place.changeable()) {
            if (place.mustBeFolder() && FileAt.status(entry.folder(), entry.name()).kind() != FileAt.Kind.DIRECTORY) throw new OsException("set times", Errno.ENOTDIR);
            FileAt.times(entry.folder(), entry.name(), f.accessedNs().orElse(FileAt.SAME_TIME), f.modifiedNs().orElse(FileAt.SAME_TIME));
        }
        return new Ok();
    }
}
