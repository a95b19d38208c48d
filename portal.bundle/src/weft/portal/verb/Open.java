package weft.portal.verb;

import java.io.IOException;
import weft.api.ErrorCode;
import weft.api.WeftException;
import weft.api.gateway.OpenFiles.OpenFile;
import weft.api.message.Files.FsOpen;
import weft.api.message.Files.FsOpened;
import weft.os.Errno;
import weft.os.Fd;
import weft.os.FileAt;
import weft.os.OpenAt2;
import weft.os.OsException;
import weft.portal.Access;
import weft.portal.Place;

/** Opens a regular file; nothing else has a handle. */
final class Open {
    private static final int MODE = 0600;

    private Open() {}

    static FsOpened apply(Access access, FsOpen f) throws IOException {
        Place place = access.place(f.path());
        boolean changes = f.write() || f.create() || f.truncate() || f.append();
        if (changes) place.grant().forWriting();
        if (!f.read() && !changes) throw WeftException.file(ErrorCode.INVALID, "opened neither for reading nor for writing", "EINVAL");
        Fd fd = place.open(flags(f), MODE);
        try {
            var status = FileAt.status(fd);
            if (status.kind() != FileAt.Kind.FILE) throw new OsException("open", status.kind() == FileAt.Kind.DIRECTORY ? Errno.EISDIR : Errno.EACCES);
            int handle = access.files().add(access.session(), new OpenFile(fd, f.read(), f.write() || f.append(), f.append(), place.grant().guestPath()));
            // What was passed cannot be taken back: only what is the app's own anyway.
            return new FsOpened(handle, status.size(), f.pass() && !changes && place.grant().isOwnData());
        } catch (IOException | RuntimeException e) {
            fd.close();
            throw e;
        }
    }

    private static int flags(FsOpen f) {
        boolean writes = f.write() || f.append() || f.truncate();
        int flags = writes ? f.read() ? OpenAt2.O_RDWR : OpenAt2.O_WRONLY : OpenAt2.O_RDONLY;
        if (f.create()) flags |= OpenAt2.O_CREAT;
        if (f.exclusive() && f.create()) flags |= OpenAt2.O_EXCL;
        if (f.truncate()) flags |= OpenAt2.O_TRUNC;
        if (f.append()) flags |= OpenAt2.O_APPEND;
        return flags;
    }
}
