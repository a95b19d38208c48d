package weft.runtime.engine;

/** A running guest. */
public interface WasmInstance {
    /**
     * Calls an exported function without parameters.
     *
     * @throws GuestTrap if the guest traps, exhausts its stack or the heap, or is stopped
     * @throws GuestExit if a host function ended it
     */
    void run(String function) throws GuestTrap;

    /** Lets the memory of a guest that has ended grow by so many pages, to see whether it could; true if it has none of a known size. */
    boolean grow(long pages);

    /** Interrupts the guest wherever it is, from any thread; returns when it no longer runs. */
    void stop();
}
