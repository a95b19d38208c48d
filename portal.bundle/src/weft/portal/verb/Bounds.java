package weft.portal.verb;

import weft.api.ErrorCode;
import weft.api.WeftException;
import weft.api.gateway.OpenFiles.OpenFile;

/** What every operation is bounded by. */
final class Bounds {
    static final int MAX_TRANSFER = 1 << 20, MAX_ENTRIES = 10_000;
    /** A sparse file costs nothing to make, and much to whoever copies it. */
    static final long MAX_FILE = 4L << 30;

    private Bounds() {}

    static void transfer(long length) {
        if (length < 0 || length > MAX_TRANSFER) throw WeftException.file(ErrorCode.TOO_LARGE, "at most " + MAX_TRANSFER + " bytes a call", "EINVAL");
    }

    static void position(long position) {
        if (position < 0) throw WeftException.file(ErrorCode.INVALID, "a place in a file is not negative", "EINVAL");
    }

    static void fileSize(long size) {
        position(size);
        if (size > MAX_FILE) throw WeftException.file(ErrorCode.TOO_LARGE, "a file has at most " + MAX_FILE + " bytes", "EFBIG");
    }

    static OpenFile forReading(OpenFile file) {
        if (!file.read()) throw WeftException.file(ErrorCode.INVALID, "the file was not opened for reading", "EBADF");
        return file;
    }

    static OpenFile forWriting(OpenFile file) {
        if (!file.write()) throw WeftException.file(ErrorCode.INVALID, "the file was not opened for writing", "EBADF");
        return file;
    }
}
