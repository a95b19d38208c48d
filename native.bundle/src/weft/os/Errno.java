package weft.os;

/** Error numbers of Linux on x86-64 and AArch64 (errno(3)). */
public final class Errno {
    public static final int EPERM = 1, ENOENT = 2, ESRCH = 3, EINTR = 4, EIO = 5, EBADF = 9, ECHILD = 10, EAGAIN = 11,
            ENOMEM = 12, EACCES = 13, EBUSY = 16, EEXIST = 17, EXDEV = 18, ENOTDIR = 20, EISDIR = 21, EINVAL = 22,
            EMFILE = 24, EFBIG = 27, ENOSPC = 28, EROFS = 30, EPIPE = 32, ENAMETOOLONG = 36, ENOSYS = 38,
            ENOTEMPTY = 39, ELOOP = 40, EADDRINUSE = 98, ECONNABORTED = 103, ECONNRESET = 104, ECONNREFUSED = 111, EDQUOT = 122;

    private Errno() {}

    /** The symbol, such as {@code ENOENT}, or {@code errno N}. */
    public static String name(int errno) {
        for (var f : Errno.class.getFields()) {
            try {
                if (f.getInt(null) == errno) return f.getName();
            } catch (IllegalAccessException e) {
                throw new AssertionError(e);
            }
        }
        return "errno " + errno;
    }
}
