package weft.runtime.sandbox;

/** Something that the sandbox should prevent is possible; the message says what. No guest may run. */
public final class SandboxNotInForce extends Exception {
    private static final long serialVersionUID = 1;

    SandboxNotInForce(String what) {
        super(what);
    }
}
