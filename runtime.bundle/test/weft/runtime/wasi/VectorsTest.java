package weft.runtime.wasi;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Random;
import org.junit.jupiter.api.Test;
import weft.runtime.engine.GuestMemory;

class VectorsTest {
    private static final int SIZE = 1 << 16, BUFFERS = 1 << 10;

    /** Plain bytes. */
    private record Bytes(ByteBuffer all) implements GuestMemory {
        Bytes() {
            this(ByteBuffer.allocate(SIZE).order(ByteOrder.LITTLE_ENDIAN));
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
    }

    /** Buffers of random lengths one behind another, some of them empty; returns where they end. */
    private static int buffers(GuestMemory memory, int count, Random random) {
        int at = BUFFERS;
        for (int i = 0; i < count; i++) {
            int length = random.nextInt(4) == 0 ? 0 : random.nextInt(300);
            memory.putInt(8L * i, at);
            memory.putInt(8L * i + 4, length);
            at += length;
        }
        return at;
    }

    @Test
    void what_is_read_in_parts_lies_in_the_buffers_as_what_is_read_at_once() {
        for (int seed = 0; seed < 500; seed++) {
            var random = new Random(seed);
            var memory = new Bytes();
            int count = 1 + random.nextInt(20), end = buffers(memory, count, random);
            byte[] content = new byte[end - BUFFERS], part = new byte[1 + random.nextInt(400)];
            random.nextBytes(content);
            var vectors = new Vectors(memory, 0, count);
            for (int done = 0; done < content.length; ) {
                int n = Math.min(part.length, content.length - done);
                System.arraycopy(content, done, part, 0, n);
                vectors.scatter(done, part, n);
                done += n;
            }
            assertArrayEquals(content, memory.read(BUFFERS, content.length), "seed " + seed);
            assertArrayEquals(content, vectors.gather(), "seed " + seed);
        }
    }
}
