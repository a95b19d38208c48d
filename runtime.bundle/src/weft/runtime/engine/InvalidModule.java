package weft.runtime.engine;

/** The bytes are no module that can be run here; the message completes "The app's module …". */
public final class InvalidModule extends Exception {
    private static final long serialVersionUID = 1;

    public InvalidModule(String reason) {
        super(reason);
    }
}
