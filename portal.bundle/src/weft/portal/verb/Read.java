package weft.portal.verb;

import java.io.IOException;
import java.util.Arrays;
import weft.api.message.Files.FsData;
import weft.api.message.Files.FsRead;
import weft.portal.Access;

/** Reads from a place of an open file. */
final class Read {
    private Read() {}

    static FsData apply(Access access, FsRead f) throws IOException {
        Bounds.transfer(f.length());
        Bounds.position(f.offset());
        return access.files().use(access.session(), f.handle(), file -> {
            byte[] bytes = new byte[f.length()];
            int n = Bounds.forReading(file).fd().readAt(f.offset(), bytes, 0, bytes.length);
            return new FsData(n == bytes.length ? bytes : Arrays.copyOf(bytes, n));
        });
    }
}
