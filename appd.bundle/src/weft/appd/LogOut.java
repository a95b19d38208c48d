package weft.appd;

import java.lang.System.Logger.Level;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import weft.api.ErrorCode;
import weft.api.SessionState;
import weft.api.WeftException;
import weft.api.appd.Appd;
import weft.api.gateway.Caller;
import weft.api.gateway.RequestHandler;
import weft.api.gateway.SessionFacts;
import weft.api.gateway.Sessions;
import weft.api.message.Connection.Ok;
import weft.api.message.Message;
import weft.codec.Envelope;

/**
 * Answers LOG_OUT: stops every app, then the framework. The process then ends with code 0, which its supervisor takes for the
 * user's wish to end the session. An app that does not end in time is left to the supervisor, who ends all that remains.
 */
@Component(property = RequestHandler.TYPES + "=LOG_OUT")
public final class LogOut implements RequestHandler {
    private static final System.Logger LOG = System.getLogger("weft.appd");
    private static final long APPS_LIMIT_S = 10;
    /** What the answer gets to leave by, before the gateway that carries it is stopped. */
    private static final long ANSWER_MS = 200;
    private final Bundle framework;
    private final Appd appd;
    private final Sessions sessions;

    @Activate
    public LogOut(BundleContext context, @Reference Appd appd, @Reference Sessions sessions) {
        this.framework = context.getBundle(Constants.SYSTEM_BUNDLE_LOCATION);
        this.appd = appd;
        this.sessions = sessions;
    }

    @Override
    public Message handle(Caller caller, Envelope request) throws InterruptedException {
        if (!caller.isTrusted()) throw new WeftException(ErrorCode.DENIED, "only the user may log out");
        stopApps();
        CompletableFuture.delayedExecutor(ANSWER_MS, TimeUnit.MILLISECONDS).execute(this::stopFramework);
        return new Ok();
    }

    private void stopApps() throws InterruptedException {
        var ends = sessions.all().stream().filter(s -> !s.is(SessionState.Stopped)).map(SessionFacts::session).map(appd::terminate).toArray(CompletableFuture[]::new);
        try {
            CompletableFuture.allOf(ends).get(APPS_LIMIT_S, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            LOG.log(Level.WARNING, "not every app ended before the log-out: {0}", e.toString());
        }
    }

    private void stopFramework() {
        try {
            LOG.log(Level.INFO, "the user logs out");
            framework.stop();
        } catch (BundleException e) {
            LOG.log(Level.ERROR, "the platform does not stop: {0}", e.getMessage());
        }
    }
}
