package weft.api.appd;

import java.util.concurrent.CompletableFuture;
import org.osgi.annotation.versioning.ProviderType;
import weft.api.AppId;
import weft.api.SessionId;
import weft.api.WeftException;
import weft.api.gateway.SessionFacts;

/** Starts and stops apps. */
@ProviderType
public interface Appd {
    /**
     * Starts an app; if it runs already, brings it to the front instead. Returns at once.
     *
     * @throws WeftException NOT_FOUND or INVALID, from the package
     */
    SessionId launch(AppId app);

    /** Stops a session; done when its process is gone. */
    CompletableFuture<SessionFacts> terminate(SessionId session);

    /** How many runtimes are waiting for an app. */
    int waitingRuntimes();
}
