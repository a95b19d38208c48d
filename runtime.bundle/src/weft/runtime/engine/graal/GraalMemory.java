package weft.runtime.engine.graal;

import java.nio.ByteOrder;
import java.util.Optional;
import org.graalvm.polyglot.Value;
import weft.runtime.engine.GuestMemory;
import weft.runtime.engine.OutOfGuestMemory;

/** The exported memory, through the polyglot buffer interface; unusable until {@link #bind}. */
final class GraalMemory implements GuestMemory {
    private static final ByteOrder ORDER = ByteOrder.LITTLE_ENDIAN;
    private Value buffer;
    private EngineMemory memory;

    /** A module without an exported memory has none of size: every access is outside. */
    void bind(Value exported) {
        if (exported == null || !exported.hasBufferElements()) return;
        buffer = exported;
        memory = EngineMemory.of(exported);
    }

    boolean grow(long pages) {
        return memory == null || memory.grow(pages);
    }

    private Value at(long address) {
        if (buffer == null) throw new OutOfGuestMemory(address);
        return buffer;
    }

    @Override
    public long size() {
        return buffer == null ? 0 : buffer.getBufferSize();
    }

    @Override
    public int getInt(long address) {
        try {
            return at(address).readBufferInt(ORDER, address);
        } catch (IndexOutOfBoundsException e) {
            throw new OutOfGuestMemory(address);
        }
    }

    @Override
    public long getLong(long address) {
        try {
            return at(address).readBufferLong(ORDER, address);
        } catch (IndexOutOfBoundsException e) {
            throw new OutOfGuestMemory(address);
        }
    }

    @Override
    public void putByte(long address, int value) {
        try {
            at(address).writeBufferByte(address, (byte) value);
        } catch (IndexOutOfBoundsException e) {
            throw new OutOfGuestMemory(address);
        }
    }

    @Override
    public void putShort(long address, int value) {
        try {
            at(address).writeBufferShort(ORDER, address, (short) value);
        } catch (IndexOutOfBoundsException e) {
            throw new OutOfGuestMemory(address);
        }
    }

    @Override
    public void putInt(long address, int value) {
        try {
            at(address).writeBufferInt(ORDER, address, value);
        } catch (IndexOutOfBoundsException e) {
            throw new OutOfGuestMemory(address);
        }
    }

    @Override
    public void putLong(long address, long value) {
        try {
            at(address).writeBufferLong(ORDER, address, value);
        } catch (IndexOutOfBoundsException e) {
            throw new OutOfGuestMemory(address);
        }
    }

    @Override
    public void read(long address, byte[] into, int offset, int length) {
        try {
            at(address).readBuffer(address, into, offset, length);
        } catch (IndexOutOfBoundsException e) {
            throw new OutOfGuestMemory(address);
        }
    }

    @Override
    public void write(long address, byte[] from, int offset, int length) {
        require(address, length);
        if (length > 0) memory.write(address, from, offset, length);
    }

    @Override
    public Optional<Part> part(long address, int length) {
        require(address, length);
        return length == 0 ? Optional.empty() : memory.array().map(a -> new Part(a, (int) address, length));
    }
}
