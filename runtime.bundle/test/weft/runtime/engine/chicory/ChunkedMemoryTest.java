package weft.runtime.engine.chicory;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.dylibso.chicory.runtime.WasmRuntimeException;
import com.dylibso.chicory.wasm.types.MemoryLimits;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A memory of several arrays behaves as one. */
class ChunkedMemoryTest {
    private static final int PAGE = 1 << 16, CHUNK = ChunkedMemory.CHUNK, PAGES = 2 * CHUNK / PAGE + 5, MOST = PAGES + CHUNK / PAGE;
    private final ChunkedMemory memory = new ChunkedMemory(new MemoryLimits(PAGES, MOST));
    private ByteBuffer plain = ByteBuffer.allocate(PAGES * PAGE).order(ByteOrder.LITTLE_ENDIAN);

    // Near the seams between the arrays and the end, and anywhere.
    private int address(Random random, int length) {
        int size = plain.capacity();
        int near = random.nextBoolean() ? CHUNK * (1 + random.nextInt(2)) + random.nextInt(20) - 10 : random.nextBoolean() ? size - random.nextInt(20) : random.nextInt(size);
        return Math.clamp(near, 0, size - length);
    }

    private void step(Random random) {
        int kind = random.nextInt(9), length = kind < 6 ? 8 : random.nextInt(CHUNK + CHUNK / 2), to = address(random, length), from = address(random, length);
        long value = random.nextLong();
        switch (kind) {
            case 0 -> {
                memory.writeByte(to, (byte) value);
                plain.put(to, (byte) value);
            }
            case 1 -> {
                memory.writeShort(to, (short) value);
                plain.putShort(to, (short) value);
            }
            case 2 -> {
                memory.writeI32(to, (int) value);
                plain.putInt(to, (int) value);
            }
            case 3 -> {
                memory.writeLong(to, value);
                plain.putLong(to, value);
            }
            case 4 -> {
                memory.writeF64(to, value / 3.0);
                plain.putDouble(to, value / 3.0);
            }
            case 5 -> {
                memory.writeF32(to, value / 3f);
                plain.putFloat(to, value / 3f);
            }
            case 6 -> {
                memory.fill((byte) value, to, to + length);
                for (int i = 0; i < length; i++) plain.put(to + i, (byte) value);
            }
            case 7 -> {
                memory.copy(to, from, length);
                System.arraycopy(plain.array(), from, plain.array(), to, length);
            }
            default -> {
                byte[] bytes = new byte[length];
                random.nextBytes(bytes);
                memory.write(to, bytes, 0, length);
                plain.put(to, bytes);
            }
        }
        assertEquals(plain.get(to), memory.read(to));
        assertEquals(plain.getShort(to), memory.readShort(to));
        assertEquals(plain.getShort(to) & 0xffff, memory.readU16(to));
        assertEquals(plain.getInt(to), memory.readInt(to));
        assertEquals(plain.getLong(to), memory.readLong(to));
        assertEquals(plain.getDouble(to), memory.readDouble(to));
        assertEquals(plain.getFloat(to), memory.readFloat(to));
    }

    @Test
    void values_bytes_copies_and_growth_are_those_of_one_array() {
        for (int seed = 0; seed < 12; seed++) {
            var random = new Random(seed);
            for (int i = 0; i < 60; i++) step(random);
            if (seed % 3 == 0 && memory.pages() < MOST) grow(1 + random.nextInt(40));
            assertArrayEquals(plain.array(), memory.readBytes(0, plain.capacity()), "seed " + seed);
        }
        memory.zero();
        assertArrayEquals(new byte[plain.capacity()], memory.readBytes(0, plain.capacity()));
    }

    private void grow(int pages) {
        int before = memory.pages(), after = Math.min(MOST, before + pages);
        assertEquals(before, memory.grow(after - before));
        assertEquals(after, memory.pages());
        var longer = ByteBuffer.allocate(after * PAGE).order(ByteOrder.LITTLE_ENDIAN);
        plain = longer.put(0, plain.array());
    }

    @Test
    void it_grows_to_its_maximum_and_no_further() {
        assertEquals(-1, memory.grow(MOST - PAGES + 1));
        assertEquals(-1, memory.grow(-1));
        assertEquals(-1, memory.grow(Integer.MAX_VALUE));
        assertEquals(PAGES, memory.grow(MOST - PAGES));
        assertEquals(-1, memory.grow(1));
        assertEquals(MOST, memory.grow(0));
        assertEquals(-1, new ChunkedMemory(new MemoryLimits(0, 0)).grow(1));
    }

    @Test
    void what_does_not_lie_inside_is_a_trap() {
        int size = PAGES * PAGE;
        for (int address : new int[] {size - 7, size - 1, size, size + CHUNK, Integer.MAX_VALUE, -1, -8, Integer.MIN_VALUE}) {
            trap(() -> memory.readLong(address));
            trap(() -> memory.writeLong(address, 1));
            trap(() -> memory.readBytes(address, 8));
            trap(() -> memory.write(address, new byte[8], 0, 8));
            trap(() -> memory.copy(address, 0, 8));
            trap(() -> memory.copy(0, address, 8));
            if (address < 0 || address >= size) {
                trap(() -> memory.read(address));
                trap(() -> memory.writeByte(address, (byte) 1));
                trap(() -> memory.readShort(address));
                trap(() -> memory.readInt(address));
            }
        }
        trap(() -> memory.readBytes(0, -1));
        trap(() -> memory.readBytes(1, Integer.MAX_VALUE));
        trap(() -> memory.write(0, new byte[4], 2, 3));
        trap(() -> memory.fill((byte) 1, 5, 4));
        trap(() -> new ChunkedMemory(new MemoryLimits(0, 0)).read(0));
    }

    private static void trap(org.junit.jupiter.api.function.Executable access) {
        assertTrue(assertThrows(WasmRuntimeException.class, access).getMessage().startsWith("out of bounds memory access"));
    }

    @Test
    void its_parts_are_its_bytes() {
        memory.writeLong(CHUNK - 3, 0x1122334455667788L);
        var before = memory.part(CHUNK - 3, 100).orElseThrow();
        assertEquals(3, before.length());
        assertEquals(0x88, before.array()[before.offset()] & 255);
        var behind = memory.part(CHUNK, 100).orElseThrow();
        assertEquals(100, behind.length());
        behind.array()[behind.offset()] = 1;
        assertEquals(0x1122334401667788L, memory.readLong(CHUNK - 3));
        assertEquals(5, memory.part(PAGES * PAGE - 5, 5).orElseThrow().length());
    }
}
