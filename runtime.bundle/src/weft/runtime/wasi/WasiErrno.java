package weft.runtime.wasi;

import java.util.Map;

/** The error numbers of preview 1 that are used here. */
final class WasiErrno {
    static final int SUCCESS = 0, TOO_BIG = 1, ACCES = 2, AGAIN = 6, BADF = 8, BUSY = 10, DQUOT = 19, EXIST = 20, FAULT = 21,
            FBIG = 22, ILSEQ = 25, INVAL = 28, IO = 29, ISDIR = 31, LOOP = 32, MFILE = 33, NAMETOOLONG = 37, NOENT = 44,
            NOSPC = 51, NOSYS = 52, NOTDIR = 54, NOTEMPTY = 55, NOTSOCK = 57, NOTSUP = 58, OVERFLOW = 61, PERM = 63, ROFS = 69, SPIPE = 70,
            XDEV = 75, NOTCAPABLE = 76;

    private static final Map<String, Integer> BY_NAME = Map.ofEntries(Map.entry("EACCES", ACCES), Map.entry("EAGAIN", AGAIN),
            Map.entry("EBADF", BADF), Map.entry("EBUSY", BUSY), Map.entry("EDQUOT", DQUOT), Map.entry("EEXIST", EXIST),
            Map.entry("EFBIG", FBIG), Map.entry("EINVAL", INVAL), Map.entry("EISDIR", ISDIR), Map.entry("ELOOP", LOOP),
            Map.entry("EMFILE", MFILE), Map.entry("ENAMETOOLONG", NAMETOOLONG), Map.entry("ENOENT", NOENT), Map.entry("ENOSPC", NOSPC),
            Map.entry("ENOTDIR", NOTDIR), Map.entry("ENOTEMPTY", NOTEMPTY), Map.entry("EPERM", PERM), Map.entry("EROFS", ROFS),
            Map.entry("EXDEV", XDEV));

    private WasiErrno() {}

    /** The number of an error of Linux by its name; IO for one that has none here. */
    static int of(String name) {
        return BY_NAME.getOrDefault(name, IO);
    }
}
