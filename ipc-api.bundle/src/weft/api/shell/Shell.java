package weft.api.shell;

import java.util.concurrent.CompletableFuture;
import org.osgi.annotation.versioning.ProviderType;
import weft.api.SessionId;

/** Shows the pages of apps. Which sessions have a window follows from their states; nobody has to ask for it. */
@ProviderType
public interface Shell {
    /**
     * Brings an app's window to the front; opens it first if it should be there and is not. The future fails with a
     * {@link weft.api.WeftException}: NOT_FOUND if there is no such session or it has no page, UNAVAILABLE if it is not
     * running or the web engine is not there at the moment, TIMEOUT.
     */
    CompletableFuture<Void> focus(SessionId session);
}
