package weft.os;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import weft.ffi.Libc;

/** Random bytes fit for keys (getrandom(2)): needs no file, so it works where none is visible. */
public final class KernelRandom {
    private static final long SYS_GETRANDOM = 318;

    private KernelRandom() {}

    public static byte[] bytes(int count) throws OsException {
        byte[] out = new byte[count];
        try (Arena arena = Arena.ofConfined()) {
            var buffer = arena.allocate(count);
            for (int done = 0; done < count; ) {
                long n;
                do n = Libc.syscall(SYS_GETRANDOM, buffer.address() + done, count - done, 0, 0, 0, 0); while (n == -Errno.EINTR);
                done += (int) OsException.check(n, "getrandom");
            }
            MemorySegment.copy(buffer, ValueLayout.JAVA_BYTE, 0, out, 0, count);
        }
        return out;
    }
}
