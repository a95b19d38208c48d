package weft.portal.verb;

import java.io.IOException;
import weft.api.message.Connection.Ok;
import weft.api.message.Files.FsRename;
import weft.os.Errno;
import weft.os.FileAt;
import weft.os.OsException;
import weft.portal.Access;
import weft.portal.Place;

/** Renames within one grant, replacing what is there. */
final class Rename {
    private Rename() {}

    static Ok apply(Access access, FsRename f) throws IOException {
        Place from = access.place(f.from()), to = access.place(f.to());
        if (from.grant() != to.grant()) throw new OsException("rename between grants", Errno.EXDEV);
        try (var source = from.changeable(); var target = to.changeable()) {
            if (from.mustBeFolder() || to.mustBeFolder()) requireFolder(source);
            FileAt.rename(source.folder(), source.name(), target.folder(), target.name());
            return new Ok();
        }
    }

    private static void requireFolder(Place.Entry entry) throws OsException {
        if (FileAt.status(entry.folder(), entry.name()).kind() != FileAt.Kind.DIRECTORY) throw new OsException("rename", Errno.ENOTDIR);
    }
}
