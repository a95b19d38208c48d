package weft.compositor.protocol;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import weft.os.Fd;
import weft.os.Memfd;
import weft.os.OsException;

/** A mapping of shared memory, unmapped when its last user lets go. Begins with one user. */
final class ShmMapping {
    private final Arena arena = Arena.ofConfined();
    private final MemorySegment memory;
    private int users = 1;

    /** Maps a file that is known to be that long and to stay so. */
    ShmMapping(Fd fd, long bytes) throws OsException {
        try {
            memory = Memfd.map(fd.number(), bytes, false, arena);
        } catch (OsException e) {
            arena.close();
            throw e;
        }
    }

    MemorySegment memory() {
        return memory;
    }

    ShmMapping hold() {
        users++;
        return this;
    }

    void letGo() {
        if (--users == 0) arena.close();
    }
}
