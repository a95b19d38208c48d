package weft.runtime.engine;

import java.util.Optional;

/**
 * The guest's linear memory, little-endian. Addresses are unsigned 32-bit numbers in a long. Only on the guest's thread.
 * Every method throws {@link OutOfGuestMemory} for what does not lie inside.
 */
public interface GuestMemory {
    long size();

    int getInt(long address);

    long getLong(long address);

    void putByte(long address, int value);

    void putShort(long address, int value);

    void putInt(long address, int value);

    void putLong(long address, long value);

    void read(long address, byte[] into, int offset, int length);

    void write(long address, byte[] from, int offset, int length);

    /** Fails unless all of this lies inside. */
    default void require(long address, long length) {
        if (length < 0 || address + length > size()) throw new OutOfGuestMemory(address);
    }

    default byte[] read(long address, long length) {
        require(address, length);
        byte[] out = new byte[(int) length];
        read(address, out, 0, out.length);
        return out;
    }

    /** Bytes of the guest's memory where they lie; until the guest runs again, which may move them. */
    record Part(byte[] array, int offset, int length) {}

    /** Where the bytes from an address on lie: at least one and at most {@code length} of them. Empty where there are none, or the engine does not show it. */
    default Optional<Part> part(long address, int length) {
        require(address, length);
        return Optional.empty();
    }
}
