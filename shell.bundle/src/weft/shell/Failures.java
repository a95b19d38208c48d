package weft.shell;

import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import weft.api.ErrorCode;
import weft.api.WeftException;

/** Failures of requests to the engine, as a caller should see them. */
final class Failures {
    private Failures() {}

    /** @param why as a sentence goes on */
    static WeftException noEngine(String why) {
        return new WeftException(ErrorCode.UNAVAILABLE, "No window can be shown at the moment: " + why + ".");
    }

    static WeftException cause(Throwable why) {
        Throwable t = why;
        while (t instanceof CompletionException && t.getCause() != null) t = t.getCause();
        return switch (t) {
            case WeftException e -> e;
            case TimeoutException e -> new WeftException(ErrorCode.TIMEOUT, "The web engine does not answer.");
            default -> new WeftException(ErrorCode.INTERNAL, t.toString());
        };
    }
}
