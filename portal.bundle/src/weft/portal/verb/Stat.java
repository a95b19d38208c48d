package weft.portal.verb;

import java.io.IOException;
import weft.api.message.Files.FsStat;
import weft.api.message.Files.FsStatus;
import weft.api.message.Files.Kind;
import weft.os.Errno;
import weft.os.FileAt;
import weft.os.OpenAt2;
import weft.os.OsException;
import weft.portal.Access;
import weft.portal.Place;

/** Tells what is at a path; a link there is a link, never what it points to. */
final class Stat {
    private Stat() {}

    static FsStatus apply(Access access, FsStat f) throws IOException {
        Place place = access.place(f.path());
        if (place.names().isEmpty()) return message(FileAt.status(place.grant().root()));
        // What `..` means at the end is the kernel's to say.
        if (place.names().getLast().equals("..")) {
            try (var folder = place.open(OpenAt2.O_PATH | OpenAt2.O_DIRECTORY, 0)) {
                return message(FileAt.status(folder));
            }
        }
        try (var entry = place.entry().orElseThrow()) {
            var status = FileAt.status(entry.folder(), entry.name());
            if (place.mustBeFolder() && status.kind() != FileAt.Kind.DIRECTORY) throw new OsException("stat", Errno.ENOTDIR);
            return message(status);
        }
    }

    static FsStatus message(FileAt.Status s) {
        return new FsStatus(kind(s.kind()), s.size(), s.modifiedMs(), s.inode(), s.modifiedNs(), s.accessedNs());
    }

    static Kind kind(FileAt.Kind kind) {
        return switch (kind) {
            case FILE -> Kind.file;
            case DIRECTORY -> Kind.directory;
            case LINK, OTHER -> Kind.other;
        };
    }
}
