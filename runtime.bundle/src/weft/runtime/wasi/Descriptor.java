package weft.runtime.wasi;

/** What a guest's descriptor stands for. What a kind cannot do fails with an error number. */
abstract sealed class Descriptor permits RegularFile, Folder, Stream, MessageQueue {
    static final int CHARACTER_DEVICE = 2, DIRECTORY = 3, REGULAR_FILE = 4, SOCKET_STREAM = 6;
    static final int APPEND = 1, DSYNC = 2, NONBLOCK = 4, RSYNC = 8, SYNC = 16;
    /** Every flag of a descriptor there is. */
    static final int FLAGS = APPEND | DSYNC | NONBLOCK | RSYNC | SYNC;

    private long kept = -1, keptForOthers = -1;

    /** {@code kind} is one of the file types above. */
    record Status(int kind, long inode, long size, long modifiedNanos, long accessedNanos) {}

    abstract int fileType();

    /** The most that it can offer, as it was opened (bits of {@link Rights}). */
    abstract long rights();

    /** The most that what is opened below it can offer. */
    long inheritedRights() {
        return 0;
    }

    /** What the guest may do. */
    final long base() {
        return rights() & kept;
    }

    final long inheriting() {
        return inheritedRights() & keptForOthers;
    }

    /** Gives rights up, for good; those that are not there are given up already. */
    final void narrow(long base, long inheriting) {
        kept &= base;
        keptForOthers &= inheriting;
    }

    /** Fails if the guest gave all of these rights up. What was never possible fails in its own way. */
    final void require(long rights) {
        if ((rights() & rights) != 0 && (base() & rights) == 0) throw new WasiFailure(WasiErrno.NOTCAPABLE);
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

    /** Reads into the guest's buffers; returns how many bytes. */
    int read(Vectors into) {
        byte[] bytes = read(into.size());
        into.scatter(bytes);
        return bytes.length;
    }

    int readAt(long offset, Vectors into) {
        byte[] bytes = readAt(offset, into.size());
        into.scatter(bytes);
        return bytes.length;
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

    /** Bytes that are sure to have room on the disk: the file is at least so long afterwards. */
    void allocate(long size) {
        throw new WasiFailure(WasiErrno.SPIPE);
    }

    void sync() {
        throw new WasiFailure(WasiErrno.INVAL);
    }

    /** Bytes that can be read without waiting, for poll_oneoff. */
    long readable() {
        return 1;
    }

    /** Whether nothing more will ever come. */
    boolean ended() {
        return false;
    }

    /** Sets when it was last used and changed, as {@link Times} says. */
    void times(Times times) {
        throw new WasiFailure(WasiErrno.BADF);
    }

    /** The guest renamed something that this may be, or lie in. */
    void moved(String from, String to) {}

    void close() {}

    Folder folder() {
        throw new WasiFailure(WasiErrno.NOTDIR);
    }
}
