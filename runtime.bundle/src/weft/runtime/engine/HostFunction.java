package weft.runtime.engine;

/**
 * A function that a guest imports. i32 arguments arrive zero-extended; an i32 result is the lower half. May throw
 * {@link GuestExit}, {@link OutOfGuestMemory} (a trap) and nothing else.
 */
@FunctionalInterface
public interface HostFunction {
    long call(GuestMemory memory, long[] arguments);
}
