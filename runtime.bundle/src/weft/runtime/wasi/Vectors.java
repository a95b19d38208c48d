package weft.runtime.wasi;

import weft.runtime.engine.GuestMemory;

/** The buffers of a scattered read or write (iovec: address and length, 32 bits each). */
final class Vectors {
    private static final int MAX = 1024, MAX_BYTES = RegularFile.CHUNK;
    private final GuestMemory memory;
    private final long address;
    private final int count;

    Vectors(GuestMemory memory, long address, long count) {
        if (count > MAX) throw new WasiFailure(WasiErrno.INVAL);
        this.memory = memory;
        this.address = address;
        this.count = (int) count;
    }

    /** Bytes in all, as far as one call takes them. */
    int size() {
        long total = 0;
        for (int i = 0; i < count; i++) {
            long start = start(i), length = length(i);
            memory.require(start, length);
            total += length;
        }
        return (int) Math.min(total, MAX_BYTES);
    }

    byte[] gather() {
        byte[] out = new byte[size()];
        int done = 0;
        for (int i = 0; i < count && done < out.length; i++) {
            int part = (int) Math.min(length(i), out.length - done);
            memory.read(start(i), out, done, part);
            done += part;
        }
        return out;
    }

    void scatter(byte[] bytes) {
        int done = 0;
        for (int i = 0; i < count && done < bytes.length; i++) {
            int part = (int) Math.min(length(i), bytes.length - done);
            memory.write(start(i), bytes, done, part);
            done += part;
        }
    }

    private long start(int i) {
        return memory.getInt(address + 8L * i) & 0xffffffffL;
    }

    private long length(int i) {
        return memory.getInt(address + 8L * i + 4) & 0xffffffffL;
    }
}
