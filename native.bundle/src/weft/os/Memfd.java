package weft.os;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import weft.ffi.Libc;

/** Anonymous shared memory (memfd_create(2)) and mappings of descriptors. */
public final class Memfd {
    public static final int SEAL_SEAL = 1, SEAL_SHRINK = 2, SEAL_GROW = 4, SEAL_WRITE = 8;
    private static final int F_ADD_SEALS = 1033, F_GET_SEALS = 1034, PROT_READ = 1, PROT_WRITE = 2, MAP_SHARED = 1;

    private Memfd() {}

    public static Fd create(String name, long bytes) throws OsException {
        try (Arena arena = Arena.ofConfined()) {
            Fd fd = Fd.of(Libc.memfdCreate(arena.allocateFrom(name).address(), 3 /* CLOEXEC | ALLOW_SEALING */), "memfd_create");
            OsException.check(Libc.ftruncate(fd.number(), bytes), "ftruncate");
            return fd;
        }
    }

    public static void seal(Fd fd, int seals) throws OsException {
        OsException.check(Libc.fcntl(fd.number(), F_ADD_SEALS, seals), "F_ADD_SEALS");
    }

    /** The seals of a descriptor; 0 where it cannot have any. */
    public static int seals(int fd) {
        return (int) Math.max(0, Libc.fcntl(fd, F_GET_SEALS, 0));
    }

    /**
     * Maps a descriptor's first bytes, shared, until the arena closes. Touching a page that the file lost since kills
     * the process: map only memory that is ours or sealed against shrinking.
     */
    public static MemorySegment map(int fd, long bytes, boolean writable, Arena arena) throws OsException {
        int protection = writable ? PROT_READ | PROT_WRITE : PROT_READ;
        long address = OsException.check(Libc.mmap(0, bytes, protection, MAP_SHARED, fd, 0), "mmap");
        return MemorySegment.ofAddress(address).reinterpret(bytes, arena, m -> Libc.munmap(m.address(), bytes));
    }
}
