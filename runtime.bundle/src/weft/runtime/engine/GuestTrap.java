package weft.runtime.engine;

/** The guest did what WebAssembly forbids; the message says what, in few words. */
public final class GuestTrap extends Exception {
    private static final long serialVersionUID = 1;

    private final boolean outOfMemory;

    public GuestTrap(String reason) {
        this(reason, false);
    }

    private GuestTrap(String reason, boolean outOfMemory) {
        super(reason);
        this.outOfMemory = outOfMemory;
    }

    /** The process has no more memory for it. */
    public static GuestTrap outOfMemory() {
        return new GuestTrap("out of memory", true);
    }

    public boolean isOutOfMemory() {
        return outOfMemory;
    }
}
