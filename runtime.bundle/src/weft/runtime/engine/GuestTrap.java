package weft.runtime.engine;

/** The guest did what WebAssembly forbids; the message says what, in few words. */
public final class GuestTrap extends Exception {
    private static final long serialVersionUID = 1;

    public GuestTrap(String reason) {
        super(reason);
    }
}
