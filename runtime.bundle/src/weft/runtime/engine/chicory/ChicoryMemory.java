package weft.runtime.engine.chicory;

import java.util.Optional;
import weft.runtime.engine.GuestMemory;
import weft.runtime.engine.ModuleOutline;
import weft.runtime.engine.OutOfGuestMemory;

/** The exported memory; unusable until {@link #bind}. */
final class ChicoryMemory implements GuestMemory {
    private ChunkedMemory memory;

    /** A module without an exported memory has none of size: every access is outside. */
    void bind(ChunkedMemory exported) {
        memory = exported;
    }

    boolean grow(long pages) {
        return memory == null || memory.grow((int) pages) >= 0;
    }

    // Every access is looked at here: addresses above 2 GiB would be negative there.
    private int at(long address, int length) {
        if (address < 0 || address + length > size()) throw new OutOfGuestMemory(address);
        return (int) address;
    }

    @Override
    public long size() {
        return memory == null ? 0 : (long) memory.pages() * ModuleOutline.PAGE;
    }

    @Override
    public int getInt(long address) {
        return memory.readInt(at(address, 4));
    }

    @Override
    public long getLong(long address) {
        return memory.readLong(at(address, 8));
    }

    @Override
    public void putByte(long address, int value) {
        memory.writeByte(at(address, 1), (byte) value);
    }

    @Override
    public void putShort(long address, int value) {
        memory.writeShort(at(address, 2), (short) value);
    }

    @Override
    public void putInt(long address, int value) {
        memory.writeI32(at(address, 4), value);
    }

    @Override
    public void putLong(long address, long value) {
        memory.writeLong(at(address, 8), value);
    }

    @Override
    public void read(long address, byte[] into, int offset, int length) {
        int from = at(address, length);
        if (length > 0) memory.read(from, into, offset, length);
    }

    @Override
    public byte[] read(long address, long length) {
        require(address, length);
        return length == 0 ? new byte[0] : memory.readBytes((int) address, (int) length);
    }

    @Override
    public void write(long address, byte[] from, int offset, int length) {
        int to = at(address, length);
        if (length > 0) memory.write(to, from, offset, length);
    }

    @Override
    public Optional<Part> part(long address, int length) {
        int from = at(address, length);
        return length == 0 ? Optional.empty() : memory.part(from, length);
    }
}
