package weft.proving;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Hashtable;
import java.util.Map;
import java.util.Optional;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import weft.api.ErrorCode;
import weft.api.Places;
import weft.api.WeftException;
import weft.api.gateway.Caller;
import weft.api.gateway.CallInterceptor;
import weft.api.gateway.RequestHandler;
import weft.api.gateway.Sessions;
import weft.api.message.Message;
import weft.api.message.Proving.EndShadow;
import weft.api.message.Proving.QueryShadow;
import weft.api.message.Proving.ShadowStatus;
import weft.api.message.Proving.StartShadow;
import weft.codec.Envelope;
import weft.stage.host.SessionBundles;
import weft.stage.host.StageFolder;

/** Answers what is asked of the shadow, of which there is one at a time; it ends with this bundle. */
@Component(service = RequestHandler.class, property = {RequestHandler.TYPES + "=START_SHADOW", RequestHandler.TYPES + "=QUERY_SHADOW", RequestHandler.TYPES + "=END_SHADOW"})
public final class ShadowRequests implements RequestHandler {
    private static final System.Logger LOG = System.getLogger("weft.proving");
    private static final int INNERMOST = -100;
    private final BundleContext context;
    private final Sessions sessions;
    private Shadow shadow;
    private ServiceRegistration<CallInterceptor> registration;

    @Activate
    public ShadowRequests(BundleContext context, @Reference Sessions sessions) {
        this.context = context;
        this.sessions = sessions;
    }

    @Deactivate
    synchronized void deactivate() {
        if (shadow != null) end();
    }

    @Override
    public Message handle(Caller caller, Envelope request) {
        if (!caller.isTrusted()) throw WeftException.denied("sys:proving", "only the user may try out a build");
        return switch (request.message()) {
            case StartShadow s -> start(Path.of(s.jar()));
            case QueryShadow _ -> running().status();
            case EndShadow _ -> end();
            default -> throw new WeftException(ErrorCode.INVALID, request.type() + " is not answered here");
        };
    }

    private synchronized Shadow running() {
        if (shadow == null) throw new WeftException(ErrorCode.NOT_FOUND, "No build is in the shadow; weft update shadow FILE.jar puts one there.");
        return shadow;
    }

    private synchronized ShadowStatus start(Path jar) {
        if (!jar.isAbsolute()) throw new WeftException(ErrorCode.INVALID, "the path of the build must be absolute");
        if (shadow != null) throw new WeftException(ErrorCode.CONFLICT, shadow.status().bundle() + " is in the shadow already.");
        var places = Places.of(System.getenv());
        try {
            Path home = Files.createTempDirectory(Files.createDirectories(places.cache()), "stage");
            shadow = new Shadow(new StageFolder(places, home, Optional.of(jar), SessionBundles.of(places), System.getenv()), sessions);
        } catch (IOException e) {
            throw new WeftException(ErrorCode.INVALID, "The build cannot be looked at: " + e.getMessage() + ".", e);
        }
        registration = context.registerService(CallInterceptor.class, shadow, new Hashtable<>(Map.of(Constants.SERVICE_RANKING, INNERMOST)));
        return shadow.status();
    }

    private synchronized ShadowStatus end() {
        Shadow ending = running();
        registration.unregister();
        shadow = null;
        ShadowStatus last = ending.status();
        try {
            ending.close();
        } catch (IOException e) {
            LOG.log(Level.WARNING, "the shadow ended badly: {0}", e.getMessage());
        }
        return last;
    }
}
