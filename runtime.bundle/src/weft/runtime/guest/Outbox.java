package weft.runtime.guest;

/** Takes messages from the guest to its page. */
public interface Outbox {
    /** Sends a tree of maps, lists, strings, numbers, booleans; {@code false} if too many wait already. Does not block for long. */
    boolean send(Object data);

    /** Tells whoever waits for READY that the guest is still at work, {@code percent} of the way. */
    void progress(int percent);
}
