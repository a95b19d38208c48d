package weft.runtime.engine.chicory;

import com.dylibso.chicory.runtime.ConstantEvaluators;
import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.Memory;
import com.dylibso.chicory.runtime.WasmRuntimeException;
import com.dylibso.chicory.wasm.types.ActiveDataSegment;
import com.dylibso.chicory.wasm.types.DataSegment;
import com.dylibso.chicory.wasm.types.MemoryLimits;
import com.dylibso.chicory.wasm.types.PassiveDataSegment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;
import weft.runtime.engine.GuestMemory;
import weft.runtime.engine.ModuleOutline;

/**
 * A guest's memory in arrays of four megabytes, of which the last is as long as the memory still reaches. So a large read
 * goes into one or two arrays where they lie, growing copies one array at most, and the arrays' own bounds are the memory's. Never shared between threads.
 */
@SuppressWarnings("removal") // The interface still has what it is going to lose.
final class ChunkedMemory implements Memory {
    static final int SHIFT = 22, CHUNK = 1 << SHIFT;
    private static final int MASK = CHUNK - 1, MOST_PAGES = 32767;
    private static final VarHandle SHORT = view(short[].class), INT = view(int[].class), LONG = view(long[].class);
    private final MemoryLimits limits;
    private final byte[][] chunks;
    private DataSegment[] segments;
    private int pages;

    ChunkedMemory(MemoryLimits limits) {
        this.limits = limits;
        chunks = new byte[(int) (((long) maximumPages() * ModuleOutline.PAGE + MASK) >> SHIFT)][];
        resize(limits.initialPages());
    }

    private static VarHandle view(Class<?> type) {
        return MethodHandles.byteArrayViewVarHandle(type, ByteOrder.LITTLE_ENDIAN);
    }

    private void resize(int count) {
        int bytes = count * ModuleOutline.PAGE;
        for (int i = pages * ModuleOutline.PAGE >> SHIFT; i << SHIFT < bytes; i++) {
            int length = Math.min(CHUNK, bytes - (i << SHIFT));
            chunks[i] = chunks[i] == null ? new byte[length] : Arrays.copyOf(chunks[i], length);
        }
        pages = count;
    }

    /** Where the bytes from an address on lie; both are inside. */
    Optional<GuestMemory.Part> part(int address, int length) {
        byte[] chunk = chunks[address >>> SHIFT];
        int at = address & MASK;
        return Optional.of(new GuestMemory.Part(chunk, at, Math.min(length, chunk.length - at)));
    }

    private int size() {
        return pages * ModuleOutline.PAGE;
    }

    private void require(int address, int length) {
        if (address < 0 || length < 0 || length > size() - address) throw outside(address, length);
    }

    private WasmRuntimeException outside(int address, int length) {
        return new WasmRuntimeException("out of bounds memory access: " + length + " bytes at " + Integer.toUnsignedString(address) + " of " + size());
    }

    @Override
    public int pages() {
        return pages;
    }

    @Override
    public int grow(int more) {
        int before = pages;
        if (more < 0 || more > maximumPages() - before) return -1;
        resize(before + more);
        return before;
    }

    @Override
    public int initialPages() {
        return limits.initialPages();
    }

    @Override
    public int maximumPages() {
        return Math.min(limits.maximumPages(), MOST_PAGES);
    }

    @Override
    public boolean shared() {
        return limits.shared();
    }

    @Override
    public Object lock(int address) {
        return this;
    }

    @Override
    public int waitOn(int address, int expected, long timeout) {
        throw new WasmRuntimeException("expected shared memory");
    }

    @Override
    public int waitOn(int address, long expected, long timeout) {
        throw new WasmRuntimeException("expected shared memory");
    }

    @Override
    public int notify(int address, int most) {
        return 0;
    }

    // What a module brings along.

    @Override
    public void initialize(Instance instance, DataSegment[] all) {
        initialize(instance, all, 0);
    }

    @Override
    public void initialize(Instance instance, DataSegment[] all, int memory) {
        segments = all;
        if (all == null) return;
        for (DataSegment segment : all) {
            if (!(segment instanceof ActiveDataSegment active) || active.index() != memory) continue;
            write((int) ConstantEvaluators.computeConstantValue(instance, active.offsetInstructions())[0], active.data(), 0, active.data().length);
        }
    }

    @Override
    public void initPassiveSegment(int segment, int address, int offset, int length) {
        write(address, segments[segment].data(), offset, length);
    }

    @Override
    public void drop(int segment) {
        segments[segment] = PassiveDataSegment.EMPTY;
    }

    // Many bytes.

    @Override
    public void write(int address, byte[] from, int offset, int length) {
        if (offset < 0 || length < 0 || length > from.length - offset) throw outside(address, length);
        require(address, length);
        for (int done = 0; done < length; ) {
            int at = address + done, part = Math.min(length - done, CHUNK - (at & MASK));
            System.arraycopy(from, offset + done, chunks[at >>> SHIFT], at & MASK, part);
            done += part;
        }
    }

    @Override
    public byte[] readBytes(int address, int length) {
        require(address, length);
        byte[] out = new byte[length];
        read(address, out, 0, length);
        return out;
    }

    /** The caller has made sure that it lies inside. */
    void read(int address, byte[] into, int offset, int length) {
        for (int done = 0; done < length; ) {
            int at = address + done, part = Math.min(length - done, CHUNK - (at & MASK));
            System.arraycopy(chunks[at >>> SHIFT], at & MASK, into, offset + done, part);
            done += part;
        }
    }

    @Override
    public void zero() {
        fill((byte) 0, 0, size());
    }

    @Override
    public void fill(byte value, int from, int to) {
        require(from, to - from);
        for (int at = from; at < to; ) {
            int part = Math.min(to - at, CHUNK - (at & MASK));
            Arrays.fill(chunks[at >>> SHIFT], at & MASK, (at & MASK) + part, value);
            at += part;
        }
    }

    // Backwards where the target begins inside the source, so that nothing is overwritten before it was copied.
    @Override
    public void copy(int to, int from, int length) {
        require(from, length);
        require(to, length);
        boolean backwards = to > from && to - from < length;
        for (int done = 0; done < length; ) {
            int left = length - done, source = from, target = to, part;
            if (backwards) {
                part = Math.min(left, Math.min(before(from + left), before(to + left)));
                source += left - part;
                target += left - part;
            } else {
                source += done;
                target += done;
                part = Math.min(left, CHUNK - Math.max(source & MASK, target & MASK));
            }
            System.arraycopy(chunks[source >>> SHIFT], source & MASK, chunks[target >>> SHIFT], target & MASK, part);
            done += part;
        }
    }

    /** Bytes of its chunk that lie before an end. */
    private static int before(int end) {
        return ((end - 1) & MASK) + 1;
    }

    // Single values: mostly within one chunk, whose own bounds are looked at by the JVM.

    @Override
    public byte read(int address) {
        try {
            return chunks[address >>> SHIFT][address & MASK];
        } catch (IndexOutOfBoundsException | NullPointerException e) {
            throw outside(address, 1);
        }
    }

    @Override
    public void writeByte(int address, byte value) {
        try {
            chunks[address >>> SHIFT][address & MASK] = value;
        } catch (IndexOutOfBoundsException | NullPointerException e) {
            throw outside(address, 1);
        }
    }

    @Override
    public short readShort(int address) {
        int at = address & MASK;
        if (at > CHUNK - 2) return (short) across(address, 2);
        try {
            return (short) SHORT.get(chunks[address >>> SHIFT], at);
        } catch (IndexOutOfBoundsException | NullPointerException e) {
            throw outside(address, 2);
        }
    }

    @Override
    public void writeShort(int address, short value) {
        int at = address & MASK;
        if (at > CHUNK - 2) {
            across(address, 2, value);
            return;
        }
        try {
            SHORT.set(chunks[address >>> SHIFT], at, value);
        } catch (IndexOutOfBoundsException | NullPointerException e) {
            throw outside(address, 2);
        }
    }

    @Override
    public int readInt(int address) {
        int at = address & MASK;
        if (at > CHUNK - 4) return (int) across(address, 4);
        try {
            return (int) INT.get(chunks[address >>> SHIFT], at);
        } catch (IndexOutOfBoundsException | NullPointerException e) {
            throw outside(address, 4);
        }
    }

    @Override
    public void writeI32(int address, int value) {
        int at = address & MASK;
        if (at > CHUNK - 4) {
            across(address, 4, value);
            return;
        }
        try {
            INT.set(chunks[address >>> SHIFT], at, value);
        } catch (IndexOutOfBoundsException | NullPointerException e) {
            throw outside(address, 4);
        }
    }

    @Override
    public long readLong(int address) {
        int at = address & MASK;
        if (at > CHUNK - 8) return across(address, 8);
        try {
            return (long) LONG.get(chunks[address >>> SHIFT], at);
        } catch (IndexOutOfBoundsException | NullPointerException e) {
            throw outside(address, 8);
        }
    }

    @Override
    public void writeLong(int address, long value) {
        int at = address & MASK;
        if (at > CHUNK - 8) {
            across(address, 8, value);
            return;
        }
        try {
            LONG.set(chunks[address >>> SHIFT], at, value);
        } catch (IndexOutOfBoundsException | NullPointerException e) {
            throw outside(address, 8);
        }
    }

    private long across(int address, int length) {
        require(address, length);
        long value = 0;
        for (int i = length - 1; i >= 0; i--) value = value << 8 | read(address + i) & 255;
        return value;
    }

    private void across(int address, int length, long value) {
        require(address, length);
        for (int i = 0; i < length; i++) writeByte(address + i, (byte) (value >>> 8 * i));
    }

    @Override
    public long readU16(int address) {
        return readShort(address) & 0xffff;
    }

    @Override
    public float readFloat(int address) {
        return Float.intBitsToFloat(readInt(address));
    }

    @Override
    public long readF32(int address) {
        return readInt(address);
    }

    @Override
    public void writeF32(int address, float value) {
        writeI32(address, Float.floatToRawIntBits(value));
    }

    @Override
    public double readDouble(int address) {
        return Double.longBitsToDouble(readLong(address));
    }

    @Override
    public long readF64(int address) {
        return readLong(address);
    }

    @Override
    public void writeF64(int address, double value) {
        writeLong(address, Double.doubleToRawLongBits(value));
    }
}
