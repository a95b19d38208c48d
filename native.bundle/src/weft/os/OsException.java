package weft.os;

import java.io.IOException;

/** A failed system call: what was tried and the {@code errno} it ended with. */
public final class OsException extends IOException {
    private static final long serialVersionUID = 1;
    private final int errno;

    public OsException(String what, int errno) {
        super(what + ": " + Errno.name(errno));
        this.errno = errno;
    }

    public int errno() {
        return errno;
    }

    /** Passes a result of {@link weft.ffi.Libc} on, or throws if it is {@code -errno}. */
    public static long check(long result, String what) throws OsException {
        if (result < 0) throw new OsException(what, (int) -result);
        return result;
    }
}
