package weft.portal.verb;

import java.io.IOException;
import weft.api.message.Connection.Ok;
import weft.api.message.Files.FsReplace;
import weft.os.Errno;
import weft.os.Fd;
import weft.os.FileAt;
import weft.os.OpenAt2;
import weft.os.OsException;
import weft.portal.Access;
import weft.portal.Place;

/**
 * Replaces a file as a whole: the new bytes are written to a file without a name and reach the disk before it takes the
 * old one's place. Whoever is killed meanwhile leaves nothing behind.
 */
final class Replace {
    private static final int MODE = 0600;

    private Replace() {}

    static Ok apply(Access access, FsReplace f) throws IOException {
        Bounds.transfer(f.bytes().length);
        Place place = access.place(f.path());
        if (place.mustBeFolder()) throw new OsException("replace", Errno.EISDIR);
        try (var entry = place.replaceable()) {
            access.grow(place.grant().guestPath(), f.bytes().length - present(entry));
            try (Fd fresh = OpenAt2.beneath(entry.folder(), ".", OpenAt2.O_TMPFILE | OpenAt2.O_RDWR, MODE)) {
                fresh.writeAt(0, f.bytes(), 0, f.bytes().length);
                FileAt.sync(fresh);
                put(fresh, entry);
            }
        }
        return new Ok();
    }

    private static long present(Place.Entry entry) throws OsException {
        try {
            var status = FileAt.status(entry.folder(), entry.name());
            if (status.kind() == FileAt.Kind.DIRECTORY) throw new OsException("replace", Errno.EISDIR);
            // A link, a pipe: nothing that the app could have opened.
            if (status.kind() != FileAt.Kind.FILE) throw new OsException("replace", status.kind() == FileAt.Kind.LINK ? Errno.ELOOP : Errno.EACCES);
            return status.size();
        } catch (OsException e) {
            if (e.errno() == Errno.ENOENT) return 0;
            throw e;
        }
    }

    // A name is needed for the moment between the two steps: one that nobody has.
    private static void put(Fd fresh, Place.Entry entry) throws OsException {
        for (int i = 0; ; i++) {
            String name = ".replacing-" + Long.toString(System.nanoTime(), 36) + "-" + i;
            try {
                FileAt.link(fresh, entry.folder(), name);
            } catch (OsException e) {
                if (e.errno() == Errno.EEXIST) continue;
                throw e;
            }
            try {
                FileAt.rename(entry.folder(), name, entry.folder(), entry.name());
            } catch (OsException e) {
                FileAt.remove(entry.folder(), name, false);
                throw e;
            }
            return;
        }
    }
}
