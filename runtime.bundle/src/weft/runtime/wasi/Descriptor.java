package weft.runtime.wasi;

/** What a guest's descriptor stands for. What a kind cannot do fails with an error number. */
abstract sealed class Descriptor permits RegularFile, Folder, Stream, MessageQueue {
    static final int CHARACTER_DEVICE = 2, DIRECTORY = 3, REGULAR_FILE = 4, SOCKET_STREAM = 6;
    static final int APPEND = 1, DSYNC = 2, NONBLOCK = 4, RSYNC = 8, SYNC = 16;
    static final long FD_READ = 1 << 1, FD_SEEK = 1 << 2, FD_WRITE = 1 << 6, FD_READDIR = 1 << 14, POLL = 1 << 27;

    /** {@code kind} is one of the file types above. */
    record Status(int kind, long inode, long size, long modifiedNanos) {}

    abstract int fileType();

    /** What the guest may do (bits of {@code rights}). */
    abstract long rights();

    long inheritedRights() {
        return 0;
    }

    int flags() {
        return 0;
    }

    void flags(int flags) {
        throw new WasiFailure(WasiErrno.INVAL);
    }

    abstract Status status();

    /** At most {@code length} bytes; empty at the end. */
    byte[] read(int length) {
        throw new WasiFailure(WasiErrno.BADF);
    }

    byte[] readAt(long offset, int length) {
        throw new WasiFailure(WasiErrno.SPIPE);
    }

    int write(byte[] bytes) {
        throw new WasiFailure(WasiErrno.BADF);
    }

    int writeAt(long offset, byte[] bytes) {
        throw new WasiFailure(WasiErrno.SPIPE);
    }

    /** {@code whence}: 0 from the start, 1 from here, 2 from the end; returns the new position. */
    long seek(long offset, int whence) {
        throw new WasiFailure(WasiErrno.SPIPE);
    }

    void truncate(long size) {
        throw new WasiFailure(WasiErrno.INVAL);
    }

    void sync() {
        throw new WasiFailure(WasiErrno.INVAL);
    }

    /** Bytes that can be read without waiting, for poll_oneoff. */
    long readable() {
        return 1;
    }

    void close() {}

    Folder folder() {
        throw new WasiFailure(WasiErrno.NOTDIR);
    }
}
