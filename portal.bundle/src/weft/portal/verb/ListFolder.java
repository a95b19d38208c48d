package weft.portal.verb;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import weft.api.ErrorCode;
import weft.api.WeftException;
import weft.api.message.Files.FsEntries;
import weft.api.message.Files.FsEntry;
import weft.api.message.Files.FsList;
import weft.os.Errno;
import weft.os.Fd;
import weft.os.FileAt;
import weft.os.OpenAt2;
import weft.os.OsException;
import weft.portal.Access;

/** Lists a folder, sorted by name. */
final class ListFolder {
    private ListFolder() {}

    static FsEntries apply(Access access, FsList f) throws IOException {
        try (Fd folder = access.place(f.path()).open(OpenAt2.O_RDONLY | OpenAt2.O_DIRECTORY, 0)) {
            List<String> names = FileAt.list(folder, Bounds.MAX_ENTRIES + 1);
            if (names.size() > Bounds.MAX_ENTRIES) throw WeftException.file(ErrorCode.TOO_LARGE, "more than " + Bounds.MAX_ENTRIES + " entries", "EFBIG");
            var entries = new ArrayList<FsEntry>();
            for (String name : names) add(entries, folder, name);
            entries.sort(Comparator.comparing(FsEntry::name));
            return new FsEntries(entries);
        }
    }

    private static void add(List<FsEntry> entries, Fd folder, String name) throws OsException {
        try {
            var status = FileAt.status(folder, name);
            entries.add(new FsEntry(name, Stat.kind(status.kind()), status.size(), status.inode()));
        } catch (OsException e) {
            // It went while we looked.
            if (e.errno() != Errno.ENOENT) throw e;
        }
    }
}
