package weft.portal.verb;

import java.io.IOException;
import weft.api.message.Connection.Ok;
import weft.api.message.Files.FsMkdir;
import weft.os.FileAt;
import weft.portal.Access;

/** Makes a folder. */
final class MakeFolder {
    private MakeFolder() {}

    static Ok apply(Access access, FsMkdir f) throws IOException {
        try (var entry = access.place(f.path()).changeable()) {
            FileAt.makeDirectory(entry.folder(), entry.name(), 0700);
            return new Ok();
        }
    }
}
