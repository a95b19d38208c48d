package weft.portal.verb;

import java.io.IOException;
import weft.api.message.Connection.Ok;
import weft.api.message.Files.FsUnwatch;
import weft.api.message.Files.FsWatch;
import weft.api.message.Files.FsWatching;
import weft.os.Errno;
import weft.os.Fd;
import weft.os.FileAt;
import weft.os.OpenAt2;
import weft.os.OsException;
import weft.portal.Access;
import weft.portal.Place;

/** Begins and ends to watch a folder or a file. */
final class Watch {
    private Watch() {}

    static FsWatching apply(Access access, FsWatch f) throws IOException {
        Place place = access.place(f.path());
        try (Fd watched = place.open(OpenAt2.O_PATH, 0)) {
            var kind = FileAt.status(watched).kind();
            if (kind != FileAt.Kind.DIRECTORY && kind != FileAt.Kind.FILE) throw new OsException("watch", Errno.EACCES);
            return new FsWatching(access.watches().add(place.grant().guestPath(), watched));
        }
    }

    static Ok end(Access access, FsUnwatch f) {
        access.watches().remove(f.watch());
        return new Ok();
    }
}
