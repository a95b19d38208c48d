package weft.runtime.wasi;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import java.util.Random;
import weft.runtime.engine.GuestMemory;

/** Plain bytes that lie together as far as the next multiple of a number, or show themselves nowhere if it is 0. */
record PlainMemory(ByteBuffer all, int together) implements GuestMemory {
    PlainMemory(int size, int together) {
        this(ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN), together);
    }

    @Override
    public long size() {
        return all.capacity();
    }

    @Override
    public int getInt(long address) {
        return all.getInt((int) address);
    }

    @Override
    public long getLong(long address) {
        return all.getLong((int) address);
    }

    @Override
    public void putByte(long address, int value) {
        all.put((int) address, (byte) value);
    }

    @Override
    public void putShort(long address, int value) {
        all.putShort((int) address, (short) value);
    }

    @Override
    public void putInt(long address, int value) {
        all.putInt((int) address, value);
    }

    @Override
    public void putLong(long address, long value) {
        all.putLong((int) address, value);
    }

    @Override
    public void read(long address, byte[] into, int offset, int length) {
        all.get((int) address, into, offset, length);
    }

    @Override
    public void write(long address, byte[] from, int offset, int length) {
        all.put((int) address, from, offset, length);
    }

    @Override
    public Optional<Part> part(long address, int length) {
        require(address, length);
        if (together == 0) return Optional.empty();
        return Optional.of(new Part(all.array(), (int) address, (int) Math.min(length, together - address % together)));
    }

    /** Buffers of random lengths one behind another from an address on, some of them empty, listed at address 0; returns where they end. */
    static int buffers(GuestMemory memory, int from, int count, int longest, Random random) {
        int at = from;
        for (int i = 0; i < count; i++) {
            int length = random.nextInt(4) == 0 ? 0 : random.nextInt(longest);
            memory.putInt(8L * i, at);
            memory.putInt(8L * i + 4, length);
            at += length;
        }
        return at;
    }
}
