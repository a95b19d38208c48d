package weft.portal.verb;

import java.io.IOException;
import weft.api.ErrorCode;
import weft.api.WeftException;
import weft.api.message.Files;
import weft.api.message.Message;
import weft.portal.Access;

/** Which class does which operation. */
public final class Verbs {
    private Verbs() {}

    /** @throws WeftException what the portal denies; IOException what the kernel does */
    public static Message apply(Access access, Files request) throws IOException {
        return switch (request) {
            case Files.FsOpen f -> Open.apply(access, f);
            case Files.FsRead f -> Read.apply(access, f);
            case Files.FsWrite f -> Write.apply(access, f);
            case Files.FsClose f -> Close.apply(access, f);
            case Files.FsStat f -> Stat.apply(access, f);
            case Files.FsFstat f -> StatHandle.apply(access, f);
            case Files.FsList f -> ListFolder.apply(access, f);
            case Files.FsMkdir f -> MakeFolder.apply(access, f);
            case Files.FsRename f -> Rename.apply(access, f);
            case Files.FsRemove f -> Remove.apply(access, f);
            case Files.FsTruncate f -> Truncate.apply(access, f);
            case Files.FsSetTimes f -> SetTimes.apply(access, f);
            case Files.FsSync f -> Sync.apply(access, f);
            case Files.FsReplace f -> Replace.apply(access, f);
            case Files.FsWatch f -> Watch.apply(access, f);
            case Files.FsUnwatch f -> Watch.end(access, f);
            case Files.FsNextChanges f -> access.watches().next(f.watch(), f.waitMs());
            case Files.FsWatching _, Files.FsChanges _, Files.FsOpened _, Files.FsData _, Files.FsWritten _, Files.FsStatus _, Files.FsEntries _ ->
                    throw new WeftException(ErrorCode.INVALID, "an answer is no request");
        };
    }
}
