package weft.runtime.engine;

/** A guest named an address outside its memory. */
public final class OutOfGuestMemory extends RuntimeException {
    private static final long serialVersionUID = 1;

    public OutOfGuestMemory(long address) {
        super("address 0x" + Long.toHexString(address) + " is outside the memory", null, false, false);
    }
}
