package weft.portal;

import java.io.IOException;
import weft.api.ErrorCode;
import weft.api.WeftException;
import weft.os.Errno;
import weft.os.OsException;

/** Failures of the kernel in the words of the contract. */
final class FileErrors {
    private FileErrors() {}

    static WeftException of(IOException e, String what) {
        if (!(e instanceof OsException os)) return WeftException.file(ErrorCode.INTERNAL, what + ": " + e.getMessage(), "EIO");
        return switch (os.errno()) {
            // Every way out of a grant is told in one way, whatever the kernel saw first.
            case Errno.EXDEV, Errno.ELOOP -> WeftException.file(ErrorCode.DENIED, what + " leads out of what was granted", "EACCES");
            case Errno.ENOENT -> file(ErrorCode.NOT_FOUND, what + " does not exist", os);
            case Errno.EEXIST -> file(ErrorCode.CONFLICT, what + " exists", os);
            case Errno.ENOTEMPTY -> file(ErrorCode.CONFLICT, what + " is not empty", os);
            case Errno.EBUSY -> file(ErrorCode.CONFLICT, what + " is in use", os);
            case Errno.EACCES, Errno.EPERM, Errno.EROFS -> file(ErrorCode.DENIED, what + " may not be used like this", os);
            case Errno.ENOSPC, Errno.EDQUOT, Errno.EFBIG -> file(ErrorCode.TOO_LARGE, "there is no room for " + what, os);
            case Errno.EMFILE -> file(ErrorCode.TOO_LARGE, "too many files are open", os);
            case Errno.EISDIR, Errno.ENOTDIR, Errno.EINVAL, Errno.EBADF, Errno.ENAMETOOLONG -> file(ErrorCode.INVALID, what + " is not of this kind", os);
            default -> file(ErrorCode.INTERNAL, what + ": " + Errno.name(os.errno()), os);
        };
    }

    private static WeftException file(ErrorCode code, String sentence, OsException e) {
        return WeftException.file(code, sentence, Errno.name(e.errno()));
    }
}
