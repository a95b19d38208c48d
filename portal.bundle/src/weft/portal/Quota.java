package weft.portal;

import java.util.function.LongSupplier;
import weft.api.ErrorCode;
import weft.api.WeftException;
import weft.os.Errno;
import weft.os.Fd;
import weft.os.FileAt;
import weft.os.OpenAt2;
import weft.os.OsException;

/**
 * How much an app may keep as its own data. What is there is counted when it first grows, added to as it grows, and
 * counted again when it seems full: what was removed meanwhile counts no more.
 */
public final class Quota {
    private static final int MAX_NAMES = 100_000, MAX_DEPTH = 64;
    /** Counting may take so much of the time: one part in twenty. */
    private static final int REST = 20;
    private final long limit;
    private final LongSupplier nanos;
    private long used = -1, counted, cost;

    /** @param limit in bytes */
    public Quota(long limit, LongSupplier nanos) {
        this.limit = limit;
        this.nanos = nanos;
    }

    /**
     * Takes room for what a file is going to grow by, or gives it back.
     *
     * @param root  the folder of the data
     * @param bytes below zero if it shrinks
     * @throws WeftException TOO_LARGE, errno EDQUOT
     */
    public synchronized void grow(Fd root, long bytes) throws OsException {
        if (bytes <= 0) {
            if (used >= 0) used = Math.max(0, used + bytes);
            return;
        }
        if (used < 0 || used + bytes > limit && nanos.getAsLong() - counted >= REST * cost) count(root);
        if (used + bytes > limit) throw WeftException.file(ErrorCode.TOO_LARGE, "the app's own data may be " + (limit >> 20) + " MiB at most", "EDQUOT");
        used += bytes;
    }

    private void count(Fd root) throws OsException {
        long began = nanos.getAsLong();
        used = new Count().of(root, 0);
        counted = nanos.getAsLong();
        cost = counted - began;
    }

    private static final class Count {
        private int names;

        long of(Fd folder, int depth) throws OsException {
            long bytes = 0;
            try (Fd open = OpenAt2.beneath(folder, ".", OpenAt2.O_RDONLY | OpenAt2.O_DIRECTORY, 0)) {
                for (String name : FileAt.list(open, MAX_NAMES)) bytes += ofName(open, name, depth);
            }
            return bytes;
        }

        private long ofName(Fd folder, String name, int depth) throws OsException {
            if (++names > MAX_NAMES || depth > MAX_DEPTH) throw new OsException("the app's own data has too many names", Errno.EDQUOT);
            try {
                var status = FileAt.status(folder, name);
                if (status.kind() == FileAt.Kind.FILE) return status.size();
                if (status.kind() != FileAt.Kind.DIRECTORY) return 0;
                try (Fd inner = OpenAt2.beneath(folder, name, OpenAt2.O_PATH | OpenAt2.O_DIRECTORY, 0)) {
                    return of(inner, depth + 1);
                }
            } catch (OsException e) {
                // It went while we looked, or is something else now.
                if (e.errno() == Errno.ENOENT || e.errno() == Errno.ENOTDIR || e.errno() == Errno.ELOOP) return 0;
                throw e;
            }
        }
    }
}
