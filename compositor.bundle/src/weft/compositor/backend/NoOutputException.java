package weft.compositor.backend;

import java.io.IOException;

/** A backend has nothing to show frames on; the message is a sentence for the user. */
public final class NoOutputException extends IOException {
    private static final long serialVersionUID = 1;

    public NoOutputException(String message) {
        super(message);
    }

    public NoOutputException(String message, Throwable cause) {
        super(message, cause);
    }
}
