package weft.runtime.wasi;

/** A WASI function fails with an error number of {@link WasiErrno}. */
final class WasiFailure extends RuntimeException {
    private static final long serialVersionUID = 1;
    final int errno;

    WasiFailure(int errno) {
        super("errno " + errno, null, false, false);
        this.errno = errno;
    }
}
