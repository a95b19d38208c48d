package weft.compositor.protocol;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import weft.ffi.Libc;
import weft.os.Errno;
import weft.os.Fd;
import weft.os.Memfd;
import weft.os.OsException;

/**
 * Memory that a client shares by a descriptor. It is mapped only if the client cannot shorten it any more and it is as
 * long as it is said to be: touching a page that a file has lost would end the process. Otherwise it is read by
 * pread(2), which then merely comes back short. Lives as long as its pool object or one of its buffers.
 */
final class ShmPool {
    private static final int STAT_BYTES = 144, STAT_SIZE = 48, STATFS_BYTES = 120;
    /** File systems served by a program (FUSE) or over a network (NFS, 9P, CIFS): a read may never end. */
    private static final long FUSE = 0x65735546L, NFS = 0x6969L, V9FS = 0x01021997L, CIFS = 0xff534d42L;
    private final Fd fd;
    private final boolean sealed;
    private final Runnable onEnd;
    private long size;
    private ShmMapping mapping;
    private int users = 1;

    /**
     * Takes the descriptor over.
     *
     * @param onEnd runs when the last user has let go
     * @throws OsException if it is nothing that could be read without waiting; it is closed then
     */
    ShmPool(Fd fd, long size, Runnable onEnd) throws OsException {
        this.fd = fd;
        this.size = size;
        this.onEnd = onEnd;
        sealed = (Memfd.seals(fd.number()) & Memfd.SEAL_SHRINK) != 0;
        try {
            if (!sealed) refuseSlowFiles();
            map();
        } catch (OsException e) {
            fd.close();
            throw e;
        }
    }

    long size() {
        return size;
    }

    /** The mapped memory, or null if it has to be read. */
    ShmMapping mapping() {
        return mapping;
    }

    /** Makes the pool larger. Those who hold its mapping keep that. */
    void grow(long newSize) throws OsException {
        size = newSize;
        if (mapping != null) mapping.letGo();
        mapping = null;
        map();
    }

    /** Reads into native memory; returns whether all of it was there. */
    boolean read(long offset, MemorySegment into, long at, long bytes) {
        while (bytes > 0) {
            long n = Libc.pread(fd.number(), into.address() + at, bytes, offset);
            if (n == -Errno.EINTR) continue;
            if (n <= 0) return false;
            offset += n;
            at += n;
            bytes -= n;
        }
        return true;
    }

    /** Writes from native memory, into what there is of the file; returns whether all of it was written. */
    boolean write(long offset, MemorySegment from, long bytes) {
        try {
            // A file that was cut short would grow again.
            if (fileSize() < offset + bytes) return false;
        } catch (OsException e) {
            return false;
        }
        for (long at = 0; at < bytes;) {
            long n = Libc.pwrite(fd.number(), from.address() + at, bytes - at, offset + at);
            if (n == -Errno.EINTR) continue;
            if (n <= 0) return false;
            at += n;
        }
        return true;
    }

    ShmPool hold() {
        users++;
        return this;
    }

    void letGo() {
        if (--users > 0) return;
        if (mapping != null) mapping.letGo();
        fd.close();
        onEnd.run();
    }

    private void map() throws OsException {
        if (sealed && fileSize() >= size) mapping = new ShmMapping(fd, size);
    }

    private long fileSize() throws OsException {
        try (Arena a = Arena.ofConfined()) {
            var stat = a.allocate(STAT_BYTES, 8);
            OsException.check(Libc.fstat(fd.number(), stat.address()), "fstat");
            return stat.get(ValueLayout.JAVA_LONG, STAT_SIZE);
        }
    }

    private void refuseSlowFiles() throws OsException {
        try (Arena a = Arena.ofConfined()) {
            var statfs = a.allocate(STATFS_BYTES, 8);
            OsException.check(Libc.fstatfs(fd.number(), statfs.address()), "fstatfs");
            long type = statfs.get(ValueLayout.JAVA_LONG, 0);
            if (type == FUSE || type == NFS || type == V9FS || type == CIFS) throw new OsException("shared memory on a remote file system", Errno.EINVAL);
        }
    }
}
