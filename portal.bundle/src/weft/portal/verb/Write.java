package weft.portal.verb;

import java.io.IOException;
import weft.api.message.Files.FsWrite;
import weft.api.message.Files.FsWritten;
import weft.os.FileAt;
import weft.portal.Access;

/** Writes to a place of an open file, or to its end. */
final class Write {
    private Write() {}

    static FsWritten apply(Access access, FsWrite f) throws IOException {
        Bounds.transfer(f.bytes().length);
        return access.files().use(access.session(), f.handle(), file -> {
            var fd = Bounds.forWriting(file).fd();
            long position = f.offset() == -1 || file.append() ? FileAt.status(fd).size() : f.offset();
            Bounds.position(position);
            Bounds.fileSize(position + f.bytes().length);
            access.grow(file.grant(), Math.max(0, position + f.bytes().length - FileAt.status(fd).size()));
            fd.writeAt(position, f.bytes(), 0, f.bytes().length);
            return new FsWritten(f.bytes().length, FileAt.status(fd).size());
        });
    }
}
