package weft.os;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import weft.ffi.ArrayCall;
import weft.ffi.Libc;

/**
 * An open descriptor that this object owns; closing twice is harmless. Reads and writes block, take heap arrays and
 * repeat on EINTR. One thread may read while another writes.
 */
public final class Fd implements AutoCloseable {
    private static final int CHUNK = 1 << 16, IN_PLACE = 1 << 20;
    private static final ThreadLocal<MemorySegment> SCRATCH = ThreadLocal.withInitial(() -> Arena.ofAuto().allocate(CHUNK));
    private int number;

    public Fd(int number) {
        this.number = number;
    }

    /** Takes over the descriptor that a call returned. */
    public static Fd of(long result, String what) throws OsException {
        return new Fd((int) OsException.check(result, what));
    }

    /** A pipe (pipe2(2)), closed on exec: its reading end, then its writing end. */
    public static Fd[] pipe() throws OsException {
        try (Arena arena = Arena.ofConfined()) {
            var two = arena.allocate(8, 4);
            OsException.check(Libc.pipe2(two.address(), 0x80000 /* O_CLOEXEC */), "pipe");
            return new Fd[] {new Fd(two.get(ValueLayout.JAVA_INT, 0)), new Fd(two.get(ValueLayout.JAVA_INT, 4))};
        }
    }

    /** From now on, what would wait fails with EAGAIN instead; for everybody who shares the open file. */
    public Fd nonBlocking() throws OsException {
        long flags = OsException.check(Libc.fcntl(number(), 3 /* F_GETFL */, 0), "F_GETFL");
        OsException.check(Libc.fcntl(number(), 4 /* F_SETFL */, flags | 0x800 /* O_NONBLOCK */), "F_SETFL");
        return this;
    }

    /** The number. It stays this object's. */
    public int number() {
        int n = number;
        if (n < 0) throw new IllegalStateException("descriptor is closed");
        return n;
    }

    public boolean isOpen() {
        return number >= 0;
    }

    /** Gives the descriptor up to the caller. */
    public synchronized int release() {
        int n = number();
        number = -1;
        return n;
    }

    public Fd duplicate() throws OsException {
        return of(Libc.fcntl(number(), 1030 /* F_DUPFD_CLOEXEC */, 3), "dup");
    }

    /** Reads at most {@code length} bytes; 0 at the end of the file. */
    public int read(byte[] into, int offset, int length) throws IOException {
        var scratch = SCRATCH.get();
        int want = Math.min(length, CHUNK);
        long n;
        do n = Libc.read(number(), scratch.address(), want); while (n == -Errno.EINTR);
        OsException.check(n, "read");
        MemorySegment.copy(scratch, ValueLayout.JAVA_BYTE, 0, into, offset, (int) n);
        return (int) n;
    }

    /** Writes all bytes. */
    public void write(byte[] from, int offset, int length) throws IOException {
        var scratch = SCRATCH.get();
        while (length > 0) {
            int part = Math.min(length, CHUNK);
            MemorySegment.copy(from, offset, scratch, ValueLayout.JAVA_BYTE, 0, part);
            long n;
            do n = Libc.write(number(), scratch.address(), part); while (n == -Errno.EINTR);
            OsException.check(n, "write");
            offset += (int) n;
            length -= (int) n;
        }
    }

    /**
     * Writes what a descriptor that does not block takes now.
     *
     * @return how many bytes; 0 if the reader is behind
     */
    public int tryWrite(byte[] from, int offset, int length) throws OsException {
        var scratch = SCRATCH.get();
        int part = Math.min(length, CHUNK);
        MemorySegment.copy(from, offset, scratch, ValueLayout.JAVA_BYTE, 0, part);
        long n;
        do n = Libc.write(number(), scratch.address(), part); while (n == -Errno.EINTR);
        return n == -Errno.EAGAIN ? 0 : (int) OsException.check(n, "write");
    }

    /** As {@link #read}, from a place of the file. */
    public int readAt(long position, byte[] into, int offset, int length) throws IOException {
        var scratch = SCRATCH.get();
        int done = 0;
        while (done < length) {
            long n;
            int want = Math.min(length - done, CHUNK);
            do n = Libc.pread(number(), scratch.address(), want, position + done); while (n == -Errno.EINTR);
            OsException.check(n, "read");
            MemorySegment.copy(scratch, ValueLayout.JAVA_BYTE, 0, into, offset + done, (int) n);
            done += (int) n;
            if (n < want) break;
        }
        return done;
    }

    /**
     * As {@link #readAt}, by the kernel into the array itself. The collector waits for each call, so that this is for
     * files, in parts that are quickly read, and for processes in which nobody else's work waits with it.
     */
    public int readInPlace(long position, byte[] into, int offset, int length) throws IOException {
        java.util.Objects.checkFromIndexSize(offset, length, into.length);
        int done = 0;
        while (done < length) {
            long n;
            int want = Math.min(length - done, IN_PLACE);
            do n = ArrayCall.pread(number(), into, offset + done, want, position + done); while (n == -Errno.EINTR);
            done += (int) OsException.check(n, "read");
            if (n < want) break;
        }
        return done;
    }

    /** Writes all bytes to a place of the file; to its end if it was opened for appending. */
    public void writeAt(long position, byte[] from, int offset, int length) throws IOException {
        var scratch = SCRATCH.get();
        for (int done = 0; done < length; ) {
            int part = Math.min(length - done, CHUNK);
            MemorySegment.copy(from, offset + done, scratch, ValueLayout.JAVA_BYTE, 0, part);
            long n;
            do n = Libc.pwrite(number(), scratch.address(), part, position + done); while (n == -Errno.EINTR);
            done += (int) OsException.check(n, "write");
        }
    }

    @Override
    public synchronized void close() {
        if (number < 0) return;
        Libc.close(number);
        number = -1;
    }

    @Override
    public String toString() {
        return "fd " + number;
    }
}
