package weft.runtime.wasi;

import java.util.Optional;
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

    /** Fails unless all buffers lie inside the guest's memory. */
    void require() {
        size();
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
        scatter(0, bytes, bytes.length);
    }

    /** Puts the first bytes of an array behind those that are there already. */
    void scatter(int behind, byte[] bytes, int length) {
        int done = 0;
        long skip = behind;
        for (int i = 0; i < count && done < length; i++) {
            long room = length(i) - skip;
            if (room <= 0) {
                skip = -room;
                continue;
            }
            int part = (int) Math.min(room, length - done);
            memory.write(start(i) + skip, bytes, done, part);
            skip = 0;
            done += part;
        }
    }

    /** Where the bytes behind the first ones lie in the guest's memory, as far as they lie together; empty if that cannot be told. */
    Optional<GuestMemory.Part> part(int behind) {
        long skip = behind;
        for (int i = 0; i < count; i++) {
            long room = length(i) - skip;
            if (room > 0) return memory.part(start(i) + skip, (int) Math.min(room, MAX_BYTES));
            skip = -room;
        }
        return Optional.empty();
    }

    private long start(int i) {
        return memory.getInt(address + 8L * i) & 0xffffffffL;
    }

    private long length(int i) {
        return memory.getInt(address + 8L * i + 4) & 0xffffffffL;
    }
}
